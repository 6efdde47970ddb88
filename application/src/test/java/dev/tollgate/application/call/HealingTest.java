package dev.tollgate.application.call;

import static dev.tollgate.application.testkit.OverridesFixture.overrides;
import static dev.tollgate.application.testkit.ScriptedProvider.content;
import static dev.tollgate.application.testkit.ScriptedProvider.fails;
import static dev.tollgate.application.testkit.ScriptedProvider.finish;
import static dev.tollgate.application.testkit.ScriptedProvider.isNotAsked;
import static dev.tollgate.application.testkit.ScriptedProvider.role;
import static dev.tollgate.application.testkit.ScriptedProvider.stream;
import static dev.tollgate.application.testkit.ScriptedProvider.whole;
import static dev.tollgate.application.testkit.TestGateway.aCall;
import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.AttemptClaim;
import dev.tollgate.application.port.out.AttemptLimits;
import dev.tollgate.application.port.out.CallLog;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.setup.StreamRules;
import dev.tollgate.application.testkit.RecordingCaller;
import dev.tollgate.application.testkit.ScriptedProvider.Answer;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.Letter;
import dev.tollgate.domain.call.MockedFailure;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.fallback.FallbackChains;
import dev.tollgate.domain.fleet.CooldownRules;
import dev.tollgate.domain.fleet.DeploymentState.Circuit;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class HealingTest {
    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void every_claim_has_ended() {
        assertThat(gateway.provider.claims()).noneMatch(AttemptClaim::open);
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

    /// `east` failed so often that calls go to `backup`; now it has cooled and may be probed.
    private void aCircuitToBeProbed() {
        aLoneDeploymentWithAStandIn();
        gateway.withRetries(0).provider.always("east", fails(FailureKind.INTERNAL, 500));
        for (int i = 0; i < 5; i++) {
            gateway.asks("a");
        }
        gateway.passes(CooldownRules.DEFAULT_COOLDOWN.plusMillis(1));
        gateway.provider.always("east", whole("hello from east"));
        gateway.provider.asked().clear();
        assertThat(gateway.state("east").circuit()).isEqualTo(Circuit.OPEN);
    }

    /// Asks for `a` in the middle of another call.
    private Answer asking(RecordingCaller meanwhile, Answer then) {
        return (candidate, call, cancellation) -> {
            gateway.asks(aCall("a", false, CallOverrides.NONE), meanwhile);
            return then.to(candidate, call, cancellation);
        };
    }

    @Test
    void a_stream_that_probes_lets_the_others_in_at_its_first_content() {
        aCircuitToBeProbed();
        RecordingCaller before = new RecordingCaller();
        RecordingCaller during = new RecordingCaller();
        RecordingCaller prober =
                new RecordingCaller()
                        .atFrame(
                                "Hel",
                                () -> gateway.asks(aCall("a", false, CallOverrides.NONE), during));
        gateway.provider.next(
                "east", asking(before, stream(role(), content("Hel"), content("lo"), finish())));

        gateway.asks(aCall("a", true, CallOverrides.NONE), prober);

        assertThat(before.heard()).containsExactly("whole:hello from backup");
        assertThat(during.heard()).containsExactly("whole:hello from east");
    }

    @Test
    void a_stream_that_began_before_the_circuit_opened_does_not_close_it() {
        aLoneDeploymentWithAStandIn();
        gateway.withRetries(0);
        gateway.provider.next(
                "east",
                (candidate, call, cancellation) -> {
                    gateway.provider.always("east", fails(FailureKind.INTERNAL, 500));
                    for (int i = 0; i < 5; i++) {
                        gateway.asks("a");
                    }
                    return stream(content("Hello"), finish()).to(candidate, call, cancellation);
                });

        assertThat(gateway.streams("a").heard()).endsWith("complete");

        assertThat(gateway.state("east").circuit()).isEqualTo(Circuit.OPEN);
    }

    @Test
    void a_probe_whose_caller_hung_up_leaves_the_next_call_to_probe_at_once() {
        aCircuitToBeProbed();
        gateway.provider.next(
                "east",
                (_, _, cancellation) -> {
                    cancellation.cancel();
                    return new ProviderReply.Failed(
                            dev.tollgate.application.testkit.ScriptedProvider.failure(
                                    FailureKind.CONNECTION, 500));
                });
        gateway.asks("a");
        assertThat(gateway.state("east").circuit()).isEqualTo(Circuit.OPEN);

        assertThat(gateway.asks("a").heard()).containsExactly("whole:hello from east");
        assertThat(gateway.state("east").circuit()).isEqualTo(Circuit.CLOSED);
    }

    @Test
    void a_stream_whose_caller_hung_up_has_shown_that_the_deployment_answers() {
        aCircuitToBeProbed();
        gateway.provider.next("east", stream(content("Hel"), content("lo"), finish()));

        gateway.asks(aCall("a", true, CallOverrides.NONE), new RecordingCaller().hangingUpAfter(0));

        assertThat(gateway.log.getLast().failure()).contains(new CallFailure.CallerLeft());
        assertThat(gateway.state("east").circuit()).isEqualTo(Circuit.CLOSED);
    }

    @Test
    void a_probe_that_is_refused_for_its_request_shows_that_the_deployment_works() {
        aCircuitToBeProbed();
        RecordingCaller meanwhile = new RecordingCaller();
        gateway.provider.next("east", asking(meanwhile, fails(FailureKind.BAD_REQUEST, 400)));

        assertThat(gateway.asks("a").heard()).containsExactly("whole:hello from backup");

        assertThat(meanwhile.heard()).containsExactly("whole:hello from backup");
        assertThat(gateway.state("east").circuit()).isEqualTo(Circuit.CLOSED);
    }

    @Test
    void a_probe_that_was_never_sent_shows_nothing_and_the_next_call_probes() {
        aCircuitToBeProbed();
        gateway.provider.next("east", isNotAsked(FailureKind.UNSUPPORTED_PARAMS, 400));

        assertThat(gateway.asks("a").heard()).containsExactly("whole:hello from backup");
        assertThat(gateway.state("east").circuit()).isEqualTo(Circuit.OPEN);

        assertThat(gateway.asks("a").heard()).containsExactly("whole:hello from east");
    }

    @Test
    void another_calls_end_lets_no_second_probe_in() {
        aCircuitToBeProbed();
        RecordingCaller meanwhile = new RecordingCaller();
        gateway.provider.next(
                "east",
                (candidate, call, cancellation) -> {
                    // By its id it is asked whatever its circuit.
                    gateway.provider.next("east", fails(FailureKind.NOT_FOUND, 404));
                    gateway.withCooldowns(CooldownRules.NEVER).asks("east");
                    gateway.asks(aCall("a", false, CallOverrides.NONE), meanwhile);
                    return fails(FailureKind.INTERNAL, 500).to(candidate, call, cancellation);
                });

        gateway.asks("a");

        assertThat(gateway.provider.asked()).filteredOn("east"::equals).hasSize(2);
        assertThat(meanwhile.heard()).containsExactly("whole:hello from backup");
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
    void what_failed_in_another_group_is_asked_after_the_others() {
        gateway.with(
                        aDeployment("east").serving("a"),
                        aDeployment("west").serving("b").weighing(1),
                        aDeployment("south").serving("b").weighing(0))
                .withRetries(0)
                .withFallbacks(general("a", "west", "b"));
        gateway.provider.always("east", fails(FailureKind.INTERNAL, 500));
        gateway.provider.always("west", fails(FailureKind.INTERNAL, 500));

        gateway.asks("a");

        assertThat(gateway.provider.asked()).containsExactly("east", "west", "south");
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

    @Test
    void a_stand_in_gets_the_request_fields_meant_for_it() {
        List<String> letters = new ArrayList<>();
        gateway.with(aDeployment("east").serving("a"), aDeployment("west").serving("b"))
                .withRetries(0);
        gateway.provider.always("east", fails(FailureKind.INTERNAL, 500));
        gateway.provider.always(
                "west",
                (candidate, call, cancellation) -> {
                    letters.add(new String(call.letter().bytes(), StandardCharsets.UTF_8));
                    return whole("hello").to(candidate, call, cancellation);
                });
        FallbackTarget target = new FallbackTarget("b", Map.of("messages", "[1]"));

        gateway.asks(
                aCall("a", false, overrides().fallingBackTo(target).build()),
                new RecordingCaller());

        assertThat(letters).containsExactly("{\"messages\":[1]}");
    }

    @Test
    void the_same_group_stands_in_for_itself_with_another_request_once() {
        gateway.with(aDeployment("east").serving("a"));
        gateway.provider.always("east", fails(FailureKind.CONTEXT_WINDOW, 400));
        FallbackTarget shorter = new FallbackTarget("a", Map.of("messages", "[]"));

        gateway.asks(
                aCall("a", false, overrides().fallingBackTo(shorter).build()),
                new RecordingCaller());

        assertThat(gateway.provider.asked()).containsExactly("east", "east");
    }

    private static Answer filtered() {
        return (_, _, _) ->
                new ProviderReply.Whole(
                        HeaderLines.NONE,
                        "filtered".getBytes(StandardCharsets.UTF_8),
                        Usage.of(10, 5),
                        true,
                        "");
    }

    @Test
    void a_filtered_answer_is_the_answer_unless_somebody_is_meant_to_answer_then() {
        aLoneDeploymentWithAStandIn();
        gateway.provider.always("east", filtered());

        assertThat(gateway.asks("a").heard()).containsExactly("whole:filtered");

        gateway.withFallbacks(
                new FallbackChains(
                        Map.of(),
                        Map.of(),
                        Map.of("a", FallbackTarget.of(List.of("b"))),
                        false,
                        5));
        assertThat(gateway.asks("a").heard()).containsExactly("whole:hello from backup");
        assertThat(gateway.provider.asked()).containsExactly("east", "east", "backup");
        assertThat(gateway.log.getLast().attempts().getFirst().usage().outputTokens()).isEqualTo(5);
    }

    @Test
    void a_mocked_failure_of_the_group_goes_to_its_fallbacks_without_anybody_being_asked() {
        aLoneDeploymentWithAStandIn();
        CallOverrides mocking = overrides().mocking(MockedFailure.FALLBACKS).build();

        RecordingCaller caller = gateway.asks(aCall("a", false, mocking), new RecordingCaller());
        RecordingCaller alone = gateway.asks(aCall("b", false, mocking), new RecordingCaller());

        assertThat(caller.heard()).containsExactly("whole:hello from backup");
        assertThat(gateway.provider.asked()).containsExactly("backup");
        assertThat(statusOf(alone)).isEqualTo(500);
        assertThat(gateway.asks("a").heard()).containsExactly("whole:hello from east");
    }

    @Test
    void mocked_failures_of_a_kind_go_to_the_fallbacks_of_their_kind() {
        gateway.with(
                        aDeployment("east").serving("a"),
                        aDeployment("long").serving("b"),
                        aDeployment("lax").serving("c"))
                .withFallbacks(
                        new FallbackChains(
                                Map.of(),
                                Map.of("a", FallbackTarget.of(List.of("b"))),
                                Map.of("a", FallbackTarget.of(List.of("c"))),
                                false,
                                5));

        for (MockedFailure mocked :
                List.of(MockedFailure.CONTEXT_WINDOW, MockedFailure.CONTENT_POLICY)) {
            gateway.asks(
                    aCall("a", false, overrides().mocking(mocked).build()), new RecordingCaller());
        }

        assertThat(gateway.provider.asked()).containsExactly("long", "lax");
    }

    @Test
    void a_mocked_rate_limit_fails_the_first_attempt_only() {
        gateway.with(aDeployment("east"));

        RecordingCaller caller =
                gateway.asks(
                        aCall("chat", false, overrides().mocking(MockedFailure.RATE_LIMIT).build()),
                        new RecordingCaller());

        assertThat(caller.heard()).containsExactly("whole:hello from east");
        assertThat(caller.facts().attemptedRetries()).isEqualTo(1);
        assertThat(gateway.provider.asked()).containsExactly("east");
    }

    @Test
    void a_mocked_timeout_takes_the_time_of_every_attempt() {
        gateway.with(aDeployment("east"));

        RecordingCaller caller =
                gateway.asks(
                        aCall(
                                "chat",
                                false,
                                overrides()
                                        .retries(0)
                                        .within(Duration.ofSeconds(7))
                                        .mocking(MockedFailure.TIMEOUT)
                                        .build()),
                        new RecordingCaller());

        assertThat(statusOf(caller)).isEqualTo(408);
        assertThat(gateway.waits).containsExactly(Duration.ofSeconds(7));
        assertThat(gateway.provider.asked()).isEmpty();
        assertThat(gateway.asks("chat").heard()).containsExactly("whole:hello from east");
    }

    private Duration firstTokenLimit() {
        return gateway.provider.limits().getLast().firstToken();
    }

    @Test
    void a_silent_stream_is_given_ten_seconds_where_somebody_else_may_speak() {
        gateway.with(aDeployment("east"), aDeployment("west"));
        gateway.streams("chat");
        assertThat(firstTokenLimit()).isEqualTo(Duration.ofSeconds(10));

        aLoneDeploymentWithAStandIn();
        gateway.streams("a");
        assertThat(firstTokenLimit()).isEqualTo(Duration.ofSeconds(10));

        gateway.streams("b");
        assertThat(firstTokenLimit()).isZero();

        gateway.asks("a");
        assertThat(firstTokenLimit()).isZero();
    }

    @Test
    void the_last_one_left_has_no_limit_to_its_first_token() {
        aLoneDeploymentWithAStandIn();
        gateway.provider.always("east", fails(FailureKind.TIMEOUT, 408));

        gateway.streams("a");

        assertThat(gateway.provider.limits())
                .extracting(AttemptLimits::firstToken)
                .containsExactly(Duration.ofSeconds(10), Duration.ZERO);
    }

    @Test
    void a_long_prompt_a_known_deployment_and_a_setting_change_the_first_token_limit() {
        aLoneDeploymentWithAStandIn();
        ModelCall call = aCall("a", true, CallOverrides.NONE);
        Letter big = new Letter(Dialect.OPENAI_CHAT, new byte[200_000], List.of());
        gateway.asks(
                new ModelCall(
                        call.id(),
                        call.caller(),
                        "a",
                        true,
                        false,
                        call.overrides(),
                        call.forwarded(),
                        big),
                new RecordingCaller());
        // 200 000 bytes are some 50 000 tokens
        assertThat(firstTokenLimit()).isEqualTo(Duration.ofSeconds(20));

        gateway.provider.always(
                "east",
                (candidate, asked, cancellation) -> {
                    gateway.passes(Duration.ofSeconds(4));
                    return whole("hello").to(candidate, asked, cancellation);
                });
        for (int i = 0; i < 30; i++) {
            gateway.streams("a");
        }
        assertThat(firstTokenLimit()).isBetween(Duration.ofSeconds(12), Duration.ofSeconds(30));

        gateway.withStreams(new StreamRules(true, Duration.ofSeconds(3))).streams("a");
        assertThat(firstTokenLimit()).isEqualTo(Duration.ofSeconds(3));

        gateway.withStreams(new StreamRules(true, StreamRules.NEVER)).streams("a");
        assertThat(firstTokenLimit()).isZero();
    }

    @Test
    void a_limit_that_was_set_holds_only_while_somebody_else_is_left() {
        gateway.withStreams(new StreamRules(true, Duration.ofSeconds(3)));

        gateway.with(aDeployment("east")).streams("chat");
        assertThat(firstTokenLimit()).isZero();

        gateway.with(aDeployment("east"), aDeployment("west")).streams("chat");
        assertThat(firstTokenLimit()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void whoever_may_not_be_asked_is_not_left() {
        gateway.with(aDeployment("east"), aDeployment("west")).withRetries(0).streams("chat");

        assertThat(firstTokenLimit()).isZero();
    }

    @Test
    void a_model_that_reasons_may_be_silent() {
        gateway.with(aDeployment("east").reasoning(), aDeployment("west").reasoning());

        gateway.streams("chat");

        assertThat(firstTokenLimit()).isZero();
    }
}
