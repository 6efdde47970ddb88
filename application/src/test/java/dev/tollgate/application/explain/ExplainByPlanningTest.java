package dev.tollgate.application.explain;

import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.in.ExplainRouting.Explanation;
import dev.tollgate.application.port.in.ExplainRouting.LeftOut;
import dev.tollgate.application.port.in.ExplainRouting.Question;
import dev.tollgate.application.testkit.ScriptedProvider;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.catalog.ModelAlias;
import dev.tollgate.domain.catalog.ModelCatalog.Via;
import dev.tollgate.domain.failure.Exclusion.Reason;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.fallback.FallbackChains;
import dev.tollgate.domain.routing.RoutingRules;
import dev.tollgate.domain.routing.RoutingStrategy;
import dev.tollgate.domain.routing.Shortage;
import dev.tollgate.domain.routing.TagRules;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class ExplainByPlanningTest {
    private final TestGateway gateway = new TestGateway();

    private Explanation explain(String model, String... tags) {
        return gateway.explaining()
                .explain(new Question(model, "", List.of(tags), ""))
                .orElseThrow();
    }

    private static List<String> ids(Explanation explanation, int level) {
        return explanation.levels().get(level).stream()
                .map(known -> known.candidate().deployment().id().value())
                .toList();
    }

    @Test
    void the_name_is_followed_to_its_group_levels_and_stand_ins() {
        gateway.with(aDeployment("a").inOrder(1), aDeployment("b").inOrder(2))
                .withAliases(Map.of("nick", new ModelAlias("chat", false)))
                .withFallbacks(
                        new FallbackChains(
                                Map.of("chat", FallbackTarget.of(List.of("x"))),
                                Map.of("chat", FallbackTarget.of(List.of("y"))),
                                Map.of(),
                                false,
                                5));

        Explanation explanation = explain("nick");

        assertThat(explanation.asked()).isEqualTo("nick");
        assertThat(explanation.via()).isEqualTo(Via.ALIAS);
        assertThat(explanation.group()).isEqualTo("chat");
        assertThat(ids(explanation, 0)).containsExactly("a");
        assertThat(ids(explanation, 1)).containsExactly("b");
        assertThat(explanation.fallbacks()).containsExactly("x");
        assertThat(explanation.longPromptFallbacks()).containsExactly("y");
    }

    @Test
    void what_is_left_out_is_told_with_its_reason_and_its_state() {
        gateway.with(aDeployment("a"), aDeployment("b"));
        gateway.provider.always("a", ScriptedProvider.fails(FailureKind.RATE_LIMIT, 429));
        gateway.provider.always("b", ScriptedProvider.whole("yes"));
        for (int call = 0; call < 20; call++) {
            gateway.asks("chat");
        }

        Explanation explanation = explain("chat");

        assertThat(ids(explanation, 0)).containsExactly("b");
        LeftOut leftOut = explanation.leftOut().getFirst();
        assertThat(leftOut.known().candidate().deployment().id().value()).isEqualTo("a");
        assertThat(leftOut.reason()).isEqualTo(Reason.COOLING_DOWN);
        assertThat(leftOut.known().state().coolingAt(explanation.at())).isTrue();
        assertThat(explanation.levels().getFirst().getFirst().state().requests()).isEqualTo(20);
    }

    @Test
    void whoever_runs_as_many_calls_as_it_may_is_left_out() {
        gateway.with(aDeployment("a").inOrder(1).atOnce(1), aDeployment("b").inOrder(2));
        List<Explanation> meanwhile = new ArrayList<>();
        gateway.provider.next(
                "a",
                (candidate, call, cancellation) -> {
                    meanwhile.add(explain("chat"));
                    return ScriptedProvider.whole("yes").to(candidate, call, cancellation);
                });

        gateway.asks("chat");

        assertThat(meanwhile.getFirst().levels()).hasSize(1);
        assertThat(ids(meanwhile.getFirst(), 0)).containsExactly("b");
        LeftOut full = meanwhile.getFirst().leftOut().getFirst();
        assertThat(full.known().candidate().deployment().id().value()).isEqualTo("a");
        assertThat(full.reason()).isEqualTo(Reason.PARALLEL_LIMIT);
        assertThat(full.detail()).contains("max_parallel_requests limit=1");
        assertThat(explain("chat").leftOut()).isEmpty();
    }

    @Test
    void where_everybody_is_full_a_call_is_told_to_come_back_soon() {
        gateway.with(aDeployment("a").atOnce(1));
        List<Explanation> meanwhile = new ArrayList<>();
        gateway.provider.next(
                "a",
                (candidate, call, cancellation) -> {
                    meanwhile.add(explain("chat"));
                    return ScriptedProvider.whole("yes").to(candidate, call, cancellation);
                });

        gateway.asks("chat");

        assertThat(meanwhile.getFirst().levels()).isEmpty();
        assertThat(meanwhile.getFirst().shortage())
                .isEqualTo(new Shortage.NobodyNow(Duration.ofSeconds(1)));
    }

    @Test
    void what_comes_back_is_shown_with_its_part_of_the_share() {
        gateway.with(aDeployment("a"), aDeployment("b"));
        gateway.provider.always("a", ScriptedProvider.fails(FailureKind.RATE_LIMIT, 429));
        gateway.provider.always("b", ScriptedProvider.whole("yes"));
        for (int call = 0; call < 20; call++) {
            gateway.asks("chat");
        }
        gateway.passes(Duration.ofSeconds(20));

        assertThat(explain("chat").levels().getFirst())
                .filteredOn(known -> known.share() < 1)
                .singleElement()
                .satisfies(
                        known ->
                                assertThat(known.candidate().deployment().id().value())
                                        .isEqualTo("a"));
    }

    @Test
    void tags_are_asked_as_a_call_would() {
        gateway.with(aDeployment("a").tagged("eu"))
                .withRouting(
                        new RoutingRules(
                                new RoutingStrategy.LeastBusy(),
                                new TagRules(true, true),
                                false,
                                false,
                                Duration.ZERO,
                                RoutingRules.DEFAULT_EASING));

        assertThat(ids(explain("chat", "eu"), 0)).containsExactly("a");
        assertThat(explain("chat", "us").shortage()).isEqualTo(new Shortage.NoTags());
    }

    @Test
    void a_name_that_nobody_answers_to_is_not_explained() {
        gateway.with(aDeployment("a"));

        assertThat(gateway.explaining().explain(new Question("nope", "", List.of(), ""))).isEmpty();
    }
}
