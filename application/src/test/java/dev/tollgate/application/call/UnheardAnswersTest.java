package dev.tollgate.application.call;

import static dev.tollgate.application.testkit.OverridesFixture.overrides;
import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.ProviderReply;
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
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.failure.Refusal;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.limit.RateLimit;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A provider that had the prompt, and callers who did not wait for its first word: what it wrote
/// for them nobody knows.
class UnheardAnswersTest {
    private static final Usd CENT = new Usd(10_000_000);

    /// Of the longest answer.
    private static final Usd SET_ASIDE = new Usd(5_000_000);

    private static final Usd PROMPT = new Usd(7_000);

    private final TestGateway gateway =
            new TestGateway().with(aDeployment("a").serving("chat").priced(1, 10, 500));

    @Test
    void who_leaves_has_spent_what_was_set_aside() {
        for (boolean streaming : List.of(true, false)) {
            Cancellation leaving = new Cancellation();
            assertThat(spent(call(streaming, CallOverrides.NONE, budget()), leaving))
                    .isBetween(SET_ASIDE, CENT);
        }
    }

    @Test
    void who_sets_a_time_that_is_too_short_has_too() {
        CallOverrides hurry = overrides().within(Duration.ofMillis(100)).retries(0).build();
        assertThat(spent(call(false, hurry, budget()))).isBetween(SET_ASIDE, CENT);
    }

    @Test
    void in_the_operators_time_only_the_prompt_is_spent() {
        CallOverrides once = overrides().retries(0).build();
        assertThat(spent(call(false, once, budget()))).isEqualTo(PROMPT);
    }

    @Test
    void nothing_is_set_aside_for_who_has_no_budget() {
        Cancellation leaving = new Cancellation();
        assertThat(spent(call(false, CallOverrides.NONE, List.of()), leaving)).isEqualTo(PROMPT);
    }

    @Test
    void a_gateway_that_closes_charges_nobody_for_what_they_would_have_waited_for() {
        Cancellation closing = new Cancellation();
        gateway.provider.next(
                "a",
                (_, _, _) -> {
                    closing.cancel(Cancellation.Cause.SHUTTING_DOWN);
                    return silence();
                });
        assertThat(charged(call(false, CallOverrides.NONE, budget()), closing)).isEqualTo(PROMPT);
    }

    @Test
    void who_leaves_has_used_the_tokens_that_were_counted_for_the_call() {
        RateLimit limit = new RateLimit(Subject.of(Scope.KEY, "k1"), RateLimit.Kind.TOKENS, 400);
        ModelCall call = call(false, CallOverrides.NONE, List.of(), List.of(limit));
        spent(call, new Cancellation());

        CallFailure failure = gateway.asks(call, new RecordingCaller()).failure();

        assertThat(failure)
                .isInstanceOfSatisfying(
                        CallFailure.Refused.class,
                        it -> assertThat(it.refusal()).isInstanceOf(Refusal.LimitReached.class));
    }

    private Usd spent(ModelCall call, Cancellation leaving) {
        gateway.provider.next(
                "a",
                (_, _, _) -> {
                    leaving.cancel();
                    return silence();
                });
        return charged(call, leaving);
    }

    private Usd spent(ModelCall call) {
        gateway.provider.next("a", (_, _, _) -> silence());
        return charged(call, new Cancellation());
    }

    private Usd charged(ModelCall call, Cancellation cancellation) {
        int before = gateway.journal.settled.size();
        gateway.asks(call, new RecordingCaller(), cancellation);
        return gateway.journal.settled.stream()
                .skip(before)
                .map(LedgerEntry::charged)
                .reduce(Usd.ZERO, Usd::plus);
    }

    private static ProviderReply silence() {
        return new ProviderReply.Failed(
                ProviderFailure.of(FailureKind.TIMEOUT, 408, "openai", "silent"),
                Usage.estimate(7, 0));
    }

    private List<Budget> budget() {
        String key = "k" + gateway.journal.settled.size();
        return List.of(new Budget(Subject.of(Scope.KEY, key), CENT, Optional.empty()));
    }

    private static ModelCall call(
            boolean streaming, CallOverrides overrides, List<Budget> budgets) {
        return call(streaming, overrides, budgets, List.of());
    }

    private static ModelCall call(
            boolean streaming,
            CallOverrides overrides,
            List<Budget> budgets,
            List<RateLimit> limits) {
        ModelCall any = TestGateway.aCall("chat", streaming, overrides);
        return new ModelCall(
                any.id(),
                new Caller("ci", Caller.Role.KEY, holder(budgets, limits)),
                any.model(),
                streaming,
                false,
                overrides,
                HeaderLines.NONE,
                any.letter());
    }

    private static KeyHolder holder(List<Budget> budgets, List<RateLimit> limits) {
        return new KeyHolder(
                "k1",
                "hash",
                "ci",
                "sk-...ab12",
                "",
                UserRole.INTERNAL_USER,
                "",
                "",
                "",
                ModelAccess.EVERYTHING,
                budgets,
                limits,
                Map.of(),
                List.of(),
                List.of(),
                false,
                false,
                Optional.empty());
    }
}
