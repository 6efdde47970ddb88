package dev.tollgate.application.call;

import static dev.tollgate.application.testkit.OverridesFixture.overrides;
import static dev.tollgate.application.testkit.ScriptedProvider.fails;
import static dev.tollgate.application.testkit.ScriptedProvider.whole;
import static dev.tollgate.application.testkit.TestGateway.aCall;
import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.desk.Claim;
import dev.tollgate.application.port.out.CallLog;
import dev.tollgate.application.testkit.RecordingCaller;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.fallback.FallbackChains;
import dev.tollgate.domain.fleet.CooldownRules;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class HealingTest {
    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void every_claim_has_ended() {
        assertThat(gateway.provider.claims()).noneMatch(Claim::open);
        assertThat(gateway.desk.leakedClaims()).isZero();
    }

    private static FallbackChains general(String group, String... targets) {
        return new FallbackChains(
                Map.of(group, FallbackTarget.of(List.of(targets))), Map.of(), Map.of(), false, 5);
    }

    /// `a` is served by `east` alone, and `b` by `backup` stands in for it.
    private void aLoneDeploymentWithAStandIn() {
        gateway.with(aDeployment("east").serving("a"), aDeployment("backup").serving("b"))
                .withFallbacks(general("a", "b"));
    }

    private int statusOf(RecordingCaller caller) {
        return caller.failure() instanceof CallFailure.ProviderFailed failed
                ? failed.failure().status()
                : 0;
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERNAL", "CONNECTION", "MALFORMED_REPLY", "UNAVAILABLE"})
    void a_lone_deployment_that_breaks_down_is_asked_once_more_before_its_stand_in(
            FailureKind kind) {
        aLoneDeploymentWithAStandIn();
        gateway.provider.always("east", fails(kind, 500));

        RecordingCaller caller = gateway.asks("a");

        assertThat(gateway.provider.asked()).containsExactly("east", "east", "backup");
        assertThat(gateway.waits).hasSize(1);
        assertThat(caller.heard()).containsExactly("whole:hello from backup");
    }

    @Test
    void somebodys_number_of_retries_holds_before_a_stand_in_too() {
        aLoneDeploymentWithAStandIn();
        gateway.withRetries(3).provider.always("east", fails(FailureKind.INTERNAL, 500));

        gateway.asks("a");

        assertThat(gateway.provider.asked())
                .containsExactly("east", "east", "east", "east", "backup");
    }

    @Test
    void a_silent_lone_deployment_is_left_for_its_stand_in_at_once() {
        aLoneDeploymentWithAStandIn();
        gateway.withRetries(3).provider.always("east", fails(FailureKind.TIMEOUT, 408));

        gateway.asks("a");

        assertThat(gateway.provider.asked()).containsExactly("east", "backup");
        assertThat(gateway.waits).isEmpty();
    }

    @Test
    void a_silent_deployment_is_asked_again_only_where_nothing_else_is_left() {
        gateway.with(aDeployment("east").weighing(1), aDeployment("west").weighing(0));
        gateway.provider.always("east", fails(FailureKind.TIMEOUT, 408));
        gateway.provider.always("west", fails(FailureKind.TIMEOUT, 408));

        gateway.asks("chat");

        assertThat(gateway.provider.asked()).containsExactly("east", "west", "east");
        assertThat(gateway.waits).hasSize(1);
    }

    @Test
    void a_short_retry_after_of_a_lone_deployment_is_waited_out_before_its_stand_in() {
        aLoneDeploymentWithAStandIn();
        gateway.provider.next("east", fails(FailureKind.RATE_LIMIT, 429, "2"));

        RecordingCaller caller = gateway.asks("a");

        assertThat(caller.heard()).containsExactly("whole:hello from east");
        assertThat(gateway.waits.getFirst())
                .isBetween(Duration.ofSeconds(2), Duration.ofMillis(2750));
    }

    @Test
    void a_long_retry_after_goes_to_the_stand_in_at_once() {
        aLoneDeploymentWithAStandIn();
        gateway.provider.always("east", fails(FailureKind.RATE_LIMIT, 429, "6"));

        assertThat(gateway.asks("a").heard()).containsExactly("whole:hello from backup");
        assertThat(gateway.provider.asked()).containsExactly("east", "backup");
        assertThat(gateway.waits).isEmpty();
    }

    @Test
    void a_long_retry_after_without_a_stand_in_is_passed_on_at_once() {
        gateway.with(aDeployment("east"))
                .provider
                .always("east", fails(FailureKind.RATE_LIMIT, 429, "6"));

        RecordingCaller caller = gateway.asks("chat");

        assertThat(gateway.provider.asked()).containsExactly("east");
        assertThat(gateway.waits).isEmpty();
        assertThat(caller.failure())
                .isInstanceOfSatisfying(
                        CallFailure.ProviderFailed.class,
                        failed ->
                                assertThat(failed.failure().retryAfter())
                                        .contains(Duration.ofSeconds(6)));
    }

    @Test
    void a_rate_limit_without_a_time_goes_to_the_stand_in_at_once() {
        aLoneDeploymentWithAStandIn();
        gateway.provider.always("east", fails(FailureKind.RATE_LIMIT, 429));

        gateway.asks("a");

        assertThat(gateway.provider.asked()).containsExactly("east", "backup");
        assertThat(gateway.waits).isEmpty();
    }

    @Test
    void a_retry_after_that_does_not_fit_the_deadline_is_not_waited_out() {
        gateway.with(aDeployment("east"))
                .withDeadline(Duration.ofSeconds(2))
                .provider
                .always("east", fails(FailureKind.RATE_LIMIT, 429, "3"));

        RecordingCaller caller = gateway.asks("chat");

        assertThat(gateway.waits).isEmpty();
        assertThat(statusOf(caller)).isEqualTo(429);
    }

    @ParameterizedTest
    @EnumSource(names = {"BAD_REQUEST", "UNSUPPORTED_PARAMS", "UNPROCESSABLE", "CONTEXT_WINDOW"})
    void what_may_be_the_callers_fault_goes_to_a_stand_in_after_one_attempt(FailureKind kind) {
        aLoneDeploymentWithAStandIn();
        gateway.provider.always("east", fails(kind, 400));

        gateway.asks("a");

        assertThat(gateway.provider.asked()).containsExactly("east", "backup");
    }

    @Test
    void a_refusal_by_content_policy_is_the_answer_after_one_attempt() {
        gateway.with(
                        aDeployment("east").serving("a"),
                        aDeployment("west").serving("a"),
                        aDeployment("backup").serving("b"))
                .withFallbacks(general("a", "b"));
        gateway.provider.always("east", fails(FailureKind.CONTENT_POLICY, 400));
        gateway.provider.always("west", fails(FailureKind.CONTENT_POLICY, 400));

        RecordingCaller caller = gateway.asks("a");

        assertThat(gateway.provider.asked()).hasSize(1);
        assertThat(statusOf(caller)).isEqualTo(400);
    }

    @Test
    void the_next_level_is_tried_at_once_unless_somebody_gave_a_number_of_retries() {
        gateway.with(aDeployment("first").inOrder(1), aDeployment("second").inOrder(2))
                .provider
                .always("first", fails(FailureKind.INTERNAL, 500));

        gateway.asks("chat");

        assertThat(gateway.provider.asked()).containsExactly("first", "second");
        assertThat(gateway.waits).isEmpty();
    }

    @Test
    void a_call_makes_six_attempts_at_most_and_all_are_logged() {
        gateway.with(
                        aDeployment("east").serving("a"),
                        aDeployment("west").serving("b"),
                        aDeployment("south").serving("c"))
                .withRetries(3)
                .withFallbacks(
                        new FallbackChains(
                                Map.of("a", FallbackTarget.of(List.of("b", "c"))),
                                Map.of(),
                                Map.of(),
                                false,
                                5));
        for (String each : List.of("east", "west", "south")) {
            gateway.provider.always(each, fails(FailureKind.INTERNAL, 500));
        }

        RecordingCaller caller = gateway.asks("a");

        assertThat(gateway.provider.asked())
                .containsExactly("east", "east", "east", "east", "west", "south");
        assertThat(gateway.log.getFirst().attempts()).hasSize(6);
        assertThat(caller.facts().attemptedFallbacks()).isEqualTo(2);
        assertThat(caller.failure())
                .isInstanceOfSatisfying(
                        CallFailure.ProviderFailed.class,
                        failed -> assertThat(failed.group()).isEqualTo("a"));
    }

    @Test
    void retries_do_not_storm() {
        gateway.with(aDeployment("east")).provider.always("east", fails(FailureKind.INTERNAL, 500));
        for (int i = 0; i < 3; i++) {
            gateway.asks(aCall("chat", false, CallOverrides.NONE), new RecordingCaller());
        }

        // In less than ten seconds three calls asked for six repeats, and three were free.
        assertThat(gateway.provider.asked()).hasSizeBetween(6, 7);
        assertThat(gateway.log.getLast().leftOut())
                .extracting(Exclusion::reason)
                .containsExactly(Exclusion.Reason.RETRY_LIMIT);
    }

    @Test
    void after_its_circuit_opened_calls_go_to_the_stand_in_at_once_until_a_probe_succeeds() {
        aLoneDeploymentWithAStandIn();
        gateway.withRetries(0).provider.always("east", fails(FailureKind.INTERNAL, 500));
        for (int i = 0; i < 5; i++) {
            gateway.asks("a");
        }
        gateway.provider.asked().clear();

        gateway.asks("a");
        assertThat(gateway.provider.asked()).containsExactly("backup");

        gateway.passes(CooldownRules.DEFAULT_COOLDOWN.plusMillis(1));
        RecordingCaller meanwhile = new RecordingCaller();
        gateway.provider.next(
                "east",
                (candidate, call, cancellation) -> {
                    gateway.asks(aCall("a", false, CallOverrides.NONE), meanwhile);
                    return fails(FailureKind.INTERNAL, 500).to(candidate, call, cancellation);
                });
        assertThat(gateway.asks("a").heard()).containsExactly("whole:hello from backup");
        assertThat(meanwhile.heard()).containsExactly("whole:hello from backup");
        assertThat(gateway.log.stream().map(CallLog.Entry::leftOut).flatMap(List::stream))
                .extracting(Exclusion::reason)
                .contains(Exclusion.Reason.CIRCUIT_OPEN, Exclusion.Reason.COOLING_DOWN);

        gateway.passes(CooldownRules.DEFAULT_COOLDOWN.plusMillis(1));
        gateway.provider.always("east", whole("hello from east"));
        assertThat(gateway.asks("a").heard()).containsExactly("whole:hello from east");
        assertThat(gateway.asks("a").heard()).containsExactly("whole:hello from east");
    }

    @Test
    void a_deployment_of_the_group_stands_in_by_its_id() {
        gateway.with(aDeployment("east"), aDeployment("backup").serving("b"))
                .withRetries(0)
                .withFallbacks(general("chat", "nobody", "backup"))
                .provider
                .always("east", fails(FailureKind.INTERNAL, 500));

        RecordingCaller caller = gateway.asks("chat");

        assertThat(caller.heard()).containsExactly("whole:hello from backup");
        assertThat(caller.facts().attemptedFallbacks()).isEqualTo(1);
    }

    @Test
    void a_caller_may_bound_the_fallbacks() {
        gateway.with(
                        aDeployment("east").serving("a"),
                        aDeployment("west").serving("b"),
                        aDeployment("south").serving("c"))
                .withRetries(0)
                .withFallbacks(
                        new FallbackChains(
                                Map.of(
                                        "a", FallbackTarget.of(List.of("b")),
                                        "b", FallbackTarget.of(List.of("c"))),
                                Map.of(),
                                Map.of(),
                                false,
                                5));
        gateway.provider.always("east", fails(FailureKind.INTERNAL, 500));
        gateway.provider.always("west", fails(FailureKind.INTERNAL, 500));

        gateway.asks(aCall("a", false, overrides().maxFallbacks(1).build()), new RecordingCaller());

        assertThat(gateway.provider.asked()).containsExactly("east", "west");
    }
}
