package dev.tollgate.application.call;

import static dev.tollgate.application.testkit.ScriptedProvider.fails;
import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.testkit.RecordingCaller;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.access.ModelAccess;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.ModelAlias;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.Refusal;
import dev.tollgate.domain.fallback.FallbackChains;
import dev.tollgate.domain.limit.RateLimit;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.routing.RoutingRules;
import dev.tollgate.domain.routing.RoutingStrategy;
import dev.tollgate.domain.routing.TagRules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// What is on one model of a key, and what is on its tags, cannot be got round.
class SingleModelsTest {
    private static final Subject KEY = Subject.of(Scope.KEY, "k1");

    private final TestGateway gateway =
            new TestGateway()
                    .with(
                            aDeployment("d1")
                                    .serving("dear")
                                    .by("openai", "gpt-x")
                                    .priced(1, 10, 9),
                            aDeployment("d2").serving("chat").priced(1, 10, 9),
                            aDeployment("d3")
                                    .serving("openai/*")
                                    .by("openai", "*")
                                    .priced(1, 10, 9))
                    .withAliases(Map.of("alias", new ModelAlias("dear", false)));

    @ParameterizedTest
    @ValueSource(strings = {"dear", "alias", "mine", "d1", "gpt-x"})
    void no_other_name_of_a_model_is_a_way_round_its_budget(String name) {
        assertThat(failure(call(name, holder(budget("dear")))))
                .isInstanceOf(Refusal.BudgetSpent.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dear", "alias", "mine", "d1", "gpt-x"})
    void nor_round_its_limit(String name) {
        RateLimit none = new RateLimit(KEY.onModel("dear"), RateLimit.Kind.REQUESTS, 0);
        assertThat(failure(call(name, holder(List.of(), List.of(none), List.of()))))
                .isInstanceOf(Refusal.LimitReached.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4o", "openai/gpt-4o"})
    void a_model_is_meant_with_its_provider_and_without(String budget) {
        assertThat(failure(call("openai/gpt-4o", holder(budget(budget)))))
                .isInstanceOf(Refusal.BudgetSpent.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai/GPT-4o", "openai/gpt-4o "})
    void a_name_that_a_provider_may_take_for_the_same_is_the_same(String asked) {
        assertThat(failure(call(asked, holder(budget("gpt-4o")))))
                .isInstanceOf(Refusal.BudgetSpent.class);
    }

    @Test
    void a_budget_pays_for_no_name_of_a_pattern_whose_price_nobody_knows() {
        gateway.with(aDeployment("any").serving("any/*").by("any", "*"));
        Budget room = new Budget(KEY, new Usd(1_000_000), Optional.empty());

        assertThat(failure(call("any/made-up", holder(List.of(room), List.of(), List.of()))))
                .isInstanceOf(Refusal.Unpriced.class);
        assertThat(asks(call("any/made-up", holder(List.of(), List.of(), List.of()))).heard())
                .isNotEmpty();
    }

    @Test
    void nor_for_a_tool_without_a_price() {
        Budget room = new Budget(KEY, new Usd(1_000_000_000), Optional.empty());
        ModelCall plain = call("chat", holder(List.of(room), List.of(), List.of()));
        ModelCall search = plain.with(Map.of("web_search_options", "{}"));

        assertThat(failure(search)).isInstanceOf(Refusal.Unpriced.class);
        assertThat(asks(plain).heard()).containsExactly("whole:hello from d2");
    }

    @Test
    void a_model_that_stands_in_is_on_its_own_budget() {
        gateway.withFallbacks(
                new FallbackChains(
                        Map.of("chat", FallbackTarget.of(List.of("dear"))),
                        Map.of(),
                        Map.of(),
                        false,
                        5));
        gateway.provider.always("d2", fails(FailureKind.INTERNAL, 500));
        assertThat(failure(call("chat", holder(budget("dear")))))
                .isInstanceOf(Refusal.BudgetSpent.class);
        assertThat(gateway.provider.asked()).doesNotContain("d1");
    }

    @Test
    void other_models_are_not_on_it() {
        assertThat(asks(call("chat", holder(budget("dear")))).heard())
                .containsExactly("whole:hello from d2");
    }

    @Test
    void a_call_with_many_tags_is_still_on_the_budgets_of_its_keys_tags() {
        keep("capped", Fields.NONE.with("max_budget", BigDecimal.ZERO));
        KeyHolder holder = holder(List.of(), List.of(), List.of("capped"));
        List<String> many = IntStream.range(0, 150).mapToObj(i -> "t" + i).toList();
        assertThat(failure(call("chat", holder, tagged(many))))
                .isInstanceOf(Refusal.BudgetSpent.class);
    }

    private void keep(String tag, Fields fields) {
        Instant at = Instant.EPOCH;
        Entity entity =
                new Entity(EntityKind.TAG, tag, 1, EntityIndex.NONE, fields, at, "", at, "");
        assertThat(gateway.entities.apply(List.of(new Change.Create(entity)))).isEmpty();
    }

    private static CallOverrides tagged(List<String> tags) {
        CallOverrides none = CallOverrides.NONE;
        return new CallOverrides(
                none.numRetries(),
                none.timeout(),
                none.streamTimeout(),
                false,
                none.maxFallbacks(),
                List.of(),
                List.of(),
                List.of(),
                false,
                List.of(),
                List.of(),
                tags,
                Set.of());
    }

    @Test
    void a_keys_tags_choose_the_deployment_as_the_calls_own_do() {
        gateway.with(aDeployment("eu").tagged("eu"), aDeployment("us").tagged("us"))
                .withRouting(
                        new RoutingRules(
                                new RoutingStrategy.SimpleShuffle(),
                                new TagRules(true, true),
                                false,
                                false,
                                Duration.ZERO,
                                RoutingRules.DEFAULT_EASING));
        assertThat(asks(call("chat", holder(List.of(), List.of(), List.of("us")))).heard())
                .containsExactly("whole:hello from us");
    }

    @Test
    void a_call_that_a_budget_refuses_uses_up_no_request() {
        RateLimit one = new RateLimit(KEY, RateLimit.Kind.REQUESTS, 1);
        KeyHolder holder = holder(List.of(budget("dear")), List.of(one), List.of());
        for (int i = 0; i < 3; i++) {
            assertThat(failure(call("dear", holder))).isInstanceOf(Refusal.BudgetSpent.class);
        }
        assertThat(asks(call("chat", holder)).heard()).containsExactly("whole:hello from d2");
        assertThat(failure(call("chat", holder))).isInstanceOf(Refusal.LimitReached.class);
    }

    private static Budget budget(String model) {
        return new Budget(KEY.onModel(model), Usd.ZERO, Optional.empty());
    }

    private static KeyHolder holder(Budget budget) {
        return holder(List.of(budget), List.of(), List.of());
    }

    private static KeyHolder holder(
            List<Budget> budgets, List<RateLimit> limits, List<String> tags) {
        return new KeyHolder(
                "k1",
                "hash",
                "",
                "sk-...1",
                "",
                UserRole.INTERNAL_USER,
                "",
                "",
                "",
                ModelAccess.EVERYTHING,
                budgets,
                limits,
                Map.of("mine", "dear"),
                tags,
                List.of(),
                false,
                false,
                Optional.empty());
    }

    private static ModelCall call(String model, KeyHolder holder) {
        return call(model, holder, CallOverrides.NONE);
    }

    private static ModelCall call(String model, KeyHolder holder, CallOverrides overrides) {
        return TestGateway.aCall(model, false, overrides)
                .by(new Caller("ci", Caller.Role.KEY, holder), "");
    }

    private RecordingCaller asks(ModelCall call) {
        return gateway.asks(call, new RecordingCaller());
    }

    private Refusal failure(ModelCall call) {
        CallFailure failure = asks(call).failure();
        assertThat(failure).isInstanceOf(CallFailure.Refused.class);
        return ((CallFailure.Refused) failure).refusal();
    }
}
