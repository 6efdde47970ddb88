package dev.tollgate.application.call;

import static dev.tollgate.application.testkit.ScriptedProvider.breaks;
import static dev.tollgate.application.testkit.ScriptedProvider.content;
import static dev.tollgate.application.testkit.ScriptedProvider.fails;
import static dev.tollgate.application.testkit.ScriptedProvider.finish;
import static dev.tollgate.application.testkit.ScriptedProvider.role;
import static dev.tollgate.application.testkit.ScriptedProvider.stream;
import static dev.tollgate.application.testkit.TestGateway.aCall;
import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.AttemptClaim;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.setup.ParallelLimits;
import dev.tollgate.application.testkit.RecordingCaller;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.catalog.ModelAlias;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.Refusal;
import dev.tollgate.domain.fallback.FallbackChains;
import dev.tollgate.domain.money.Usd;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

class CallWalkTest {
    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void every_claim_has_ended_and_none_was_forgotten() {
        assertThat(gateway.provider.claims()).noneMatch(AttemptClaim::open);
        assertThat(gateway.desk.leakedClaims()).isZero();
        assertThat(gateway.desk.running()).isZero();
    }

    private static CallOverrides retries(int numRetries) {
        CallOverrides none = CallOverrides.NONE;
        return new CallOverrides(
                numRetries,
                none.timeout(),
                none.streamTimeout(),
                false,
                none.maxFallbacks(),
                none.fallbacks(),
                none.contextWindowFallbacks(),
                none.contentPolicyFallbacks(),
                false,
                none.additionalDropParams(),
                none.allowedOpenaiParams(),
                none.tags(),
                none.mocked());
    }

    private static FallbackChains general(Map<String, List<String>> chains) {
        return new FallbackChains(
                targets(chains), Map.of(), Map.of(), false, FallbackChains.DEFAULT_DEPTH);
    }

    private static Map<String, List<FallbackTarget>> targets(Map<String, List<String>> chains) {
        return chains.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> FallbackTarget.of(e.getValue())));
    }

    @Test
    void a_whole_answer_reaches_the_caller_unchanged_with_its_cost() {
        gateway.with(aDeployment("east").priced("2.5", "10"));

        RecordingCaller caller = gateway.asks("chat");

        assertThat(caller.heard()).containsExactly("whole:hello from east");
        assertThat(caller.facts().deploymentId()).isEqualTo("east");
        // 10 input tokens at 2.5 and 5 output tokens at 10 USD per million
        assertThat(caller.facts().cost()).contains(new Usd(75_000));
        assertThat(gateway.log).hasSize(1);
    }

    @Test
    void an_unpriced_answer_has_no_cost_rather_than_none() {
        gateway.with(aDeployment("east"));

        assertThat(gateway.asks("chat").facts().cost()).isEmpty();
    }

    @Test
    void
            a_failing_only_deployment_is_asked_three_times_with_growing_waits_and_none_after_the_last() {
        gateway.with(aDeployment("east")).provider.always("east", fails(FailureKind.INTERNAL, 500));

        RecordingCaller caller = gateway.asks("chat");

        assertThat(gateway.provider.asked()).containsExactly("east", "east", "east");
        assertThat(gateway.waits).hasSize(2);
        assertThat(gateway.waits.get(0)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1250));
        assertThat(gateway.waits.get(1))
                .isBetween(Duration.ofMillis(1000), Duration.ofMillis(1750));
        assertThat(caller.facts().attemptedRetries()).isEqualTo(2);
        assertThat(caller.failure())
                .isInstanceOfSatisfying(
                        CallFailure.ProviderFailed.class,
                        failed -> assertThat(failed.attempts()).isEqualTo(3));
    }

    @Test
    void another_deployment_is_asked_at_once_before_the_failed_one_again() {
        gateway.with(aDeployment("east").weighing(1), aDeployment("west").weighing(0));
        gateway.provider.always("east", fails(FailureKind.INTERNAL, 500));

        RecordingCaller caller = gateway.asks("chat");

        assertThat(gateway.provider.asked()).containsExactly("east", "west");
        assertThat(gateway.waits).isEmpty();
        assertThat(caller.heard()).containsExactly("whole:hello from west");
        assertThat(caller.facts().attemptedRetries()).isEqualTo(1);
    }

    @Test
    void the_only_deployments_short_retry_after_is_waited_out() {
        gateway.with(aDeployment("east"))
                .provider
                .next("east", fails(FailureKind.RATE_LIMIT, 429, "4"));

        assertThat(gateway.asks("chat").heard()).containsExactly("whole:hello from east");
        assertThat(gateway.waits).hasSize(1);
        assertThat(gateway.waits.getFirst())
                .isBetween(Duration.ofSeconds(4), Duration.ofMillis(4750));
    }

    @Test
    void a_bad_request_is_not_repeated() {
        gateway.with(aDeployment("east"), aDeployment("west"));
        gateway.provider.always("east", fails(FailureKind.BAD_REQUEST, 400));
        gateway.provider.always("west", fails(FailureKind.BAD_REQUEST, 400));

        gateway.asks("chat");

        assertThat(gateway.provider.asked()).hasSize(1);
    }

    @Test
    void num_retries_zero_in_the_call_means_one_attempt() {
        gateway.with(aDeployment("east").retrying(5))
                .provider
                .always("east", fails(FailureKind.INTERNAL, 500));

        gateway.asks(aCall("chat", false, retries(0)), new RecordingCaller());

        assertThat(gateway.provider.asked()).containsExactly("east");
    }

    @Test
    void a_deployments_own_num_retries_beats_the_routers() {
        gateway.with(aDeployment("east").retrying(0))
                .provider
                .always("east", fails(FailureKind.INTERNAL, 500));

        gateway.asks("chat");

        assertThat(gateway.provider.asked()).containsExactly("east");
    }

    @Test
    void a_refused_key_cools_the_only_deployment_and_the_next_call_hears_that_none_is_left() {
        gateway.with(aDeployment("east"))
                .provider
                .always("east", fails(FailureKind.AUTHENTICATION, 401));

        gateway.asks("chat");
        RecordingCaller next = gateway.asks("chat");

        assertThat(gateway.provider.asked()).containsExactly("east");
        assertThat(next.failure())
                .isInstanceOfSatisfying(
                        CallFailure.NoDeployment.class,
                        none -> assertThat(none.retryAfter()).isEqualTo(Duration.ofSeconds(5)));
    }

    @Test
    void a_deployment_comes_back_after_its_cooldown() {
        gateway.with(aDeployment("east"))
                .provider
                .next("east", fails(FailureKind.AUTHENTICATION, 401));

        gateway.asks("chat");
        gateway.passes(Duration.ofSeconds(6));

        assertThat(gateway.asks("chat").heard()).containsExactly("whole:hello from east");
    }

    @Test
    void of_two_rate_limited_deployments_each_is_asked_once_while_the_first_cools() {
        gateway.with(aDeployment("east"), aDeployment("west"));
        gateway.provider.always("east", fails(FailureKind.RATE_LIMIT, 429));
        gateway.provider.always("west", fails(FailureKind.RATE_LIMIT, 429));

        gateway.asks("chat");

        assertThat(gateway.provider.asked()).containsExactlyInAnyOrder("east", "west");
        assertThat(gateway.waits).isEmpty();
    }

    @Test
    void the_next_order_level_follows_when_the_first_has_used_up_its_retries() {
        gateway.with(aDeployment("first").inOrder(1), aDeployment("second").inOrder(2))
                .withRetries(1)
                .provider
                .always("first", fails(FailureKind.INTERNAL, 500));

        RecordingCaller caller = gateway.asks("chat");

        assertThat(gateway.provider.asked()).containsExactly("first", "first", "second");
        assertThat(caller.heard()).containsExactly("whole:hello from second");
    }

    @Test
    void a_fallback_group_answers_for_a_failed_one() {
        gateway.with(aDeployment("east").serving("a"), aDeployment("backup").serving("b"))
                .withRetries(0)
                .withFallbacks(general(Map.of("a", List.of("b"))))
                .provider
                .always("east", fails(FailureKind.BAD_REQUEST, 400));

        RecordingCaller caller = gateway.asks("a");

        assertThat(caller.heard()).containsExactly("whole:hello from backup");
        assertThat(caller.facts().group()).isEqualTo("b");
        assertThat(caller.facts().attemptedFallbacks()).isEqualTo(1);
    }

    @Test
    void a_fallback_has_fallbacks_of_its_own_and_a_cycle_ends() {
        gateway.with(
                        aDeployment("east").serving("a"),
                        aDeployment("west").serving("b"),
                        aDeployment("south").serving("c"))
                .withRetries(0)
                .withFallbacks(general(Map.of("a", List.of("b"), "b", List.of("a", "c"))))
                .provider
                .always("east", fails(FailureKind.INTERNAL, 500))
                .always("west", fails(FailureKind.INTERNAL, 500));

        RecordingCaller caller = gateway.asks("a");

        assertThat(gateway.provider.asked()).containsExactly("east", "west", "south");
        assertThat(caller.facts().attemptedFallbacks()).isEqualTo(2);
    }

    @Test
    void when_all_fallbacks_fail_the_first_groups_failure_is_told() {
        gateway.with(aDeployment("east").serving("a"), aDeployment("west").serving("b"))
                .withRetries(0)
                .withFallbacks(general(Map.of("a", List.of("b"))))
                .provider
                .always("east", fails(FailureKind.UNAVAILABLE, 503))
                .always("west", fails(FailureKind.BAD_REQUEST, 400));

        RecordingCaller caller = gateway.asks("a");

        assertThat(caller.failure())
                .isInstanceOfSatisfying(
                        CallFailure.ProviderFailed.class,
                        failed -> {
                            assertThat(failed.failure().status()).isEqualTo(503);
                            assertThat(failed.lastFallback()).isEqualTo("b");
                        });
    }

    @Test
    void a_prompt_too_long_goes_to_the_context_window_fallbacks_alone() {
        FallbackChains chains =
                new FallbackChains(
                        targets(Map.of("a", List.of("b"))),
                        targets(Map.of("x", List.of("c"))),
                        Map.of(),
                        false,
                        5);
        gateway.with(
                        aDeployment("east").serving("a"),
                        aDeployment("west").serving("b"),
                        aDeployment("long").serving("c"))
                .withFallbacks(chains)
                .provider
                .always("east", fails(FailureKind.CONTEXT_WINDOW, 400));

        assertThat(gateway.asks("a").heard()).containsExactly("failed");

        gateway.withFallbacks(
                new FallbackChains(
                        targets(Map.of("a", List.of("b"))),
                        targets(Map.of("a", List.of("c"))),
                        Map.of(),
                        false,
                        5));
        assertThat(gateway.asks("a").heard()).containsExactly("whole:hello from long");
    }

    @Test
    void an_unknown_name_goes_to_the_default_fallbacks_or_is_refused() {
        gateway.with(aDeployment("east").serving("a"));
        assertThat(gateway.asks("nope").failure()).isEqualTo(new CallFailure.UnknownModel("nope"));

        gateway.withFallbacks(general(Map.of("*", List.of("a"))));
        RecordingCaller caller = gateway.asks("nope");
        assertThat(caller.heard()).containsExactly("whole:hello from east");
        assertThat(caller.facts().attemptedFallbacks()).isEqualTo(1);
    }

    @Test
    void an_alias_is_served_by_its_group() {
        gateway.with(aDeployment("east").serving("a"))
                .withAliases(Map.of("gpt-4", new ModelAlias("a", false)));

        assertThat(gateway.asks("gpt-4").facts().group()).isEqualTo("a");
    }

    @Test
    void a_deployment_id_picks_that_deployment_even_while_it_cools() {
        gateway.with(aDeployment("east"), aDeployment("west"))
                .provider
                .next("east", fails(FailureKind.AUTHENTICATION, 401));

        gateway.asks("east");

        assertThat(gateway.asks("east").heard()).containsExactly("whole:hello from east");
    }

    @Test
    void a_stream_is_passed_on_event_by_event_and_completed() {
        gateway.with(aDeployment("east"))
                .provider
                .next("east", stream(role(), content("Hel"), content("lo"), finish()));

        assertThat(gateway.streams("chat").heard())
                .containsExactly("start", "role", "Hel", "lo", "finish", "complete");
    }

    @Test
    void the_usage_of_a_stream_is_given_to_all_where_a_setting_says_so() {
        List<Boolean> wanted = new ArrayList<>();
        gateway.with(aDeployment("east"))
                .alwaysGivingStreamUsage()
                .provider
                .always(
                        "east",
                        (candidate, call, cancellation) -> {
                            wanted.add(call.streamUsage());
                            return stream(content("Hi"), finish())
                                    .to(candidate, call, cancellation);
                        });

        gateway.streams("chat");

        assertThat(wanted).containsExactly(true);
    }

    @Test
    void a_stream_that_breaks_before_its_content_is_replaced_unseen() {
        gateway.with(aDeployment("east").weighing(1), aDeployment("west").weighing(0));
        gateway.provider.next("east", stream(role(), breaks()));

        assertThat(gateway.streams("chat").heard())
                .containsExactly("start", "hello from west", "finish", "complete");
    }

    @Test
    void a_stream_that_breaks_after_its_content_is_told_broken_and_not_repeated() {
        gateway.with(aDeployment("east"), aDeployment("west"));
        gateway.provider.always("east", stream(content("Hel"), breaks()));
        gateway.provider.always("west", stream(content("Hel"), breaks()));

        RecordingCaller caller = gateway.streams("chat");

        assertThat(caller.heard()).containsExactly("start", "Hel", "broken");
        assertThat(gateway.provider.asked()).hasSize(1);
        assertThat(gateway.log.getFirst().failure()).isPresent();
    }

    @Test
    void a_caller_who_hangs_up_cancels_the_call_and_what_was_received_is_settled() {
        gateway.with(aDeployment("east"))
                .provider
                .next("east", stream(content("Hel"), content("lo"), finish()));
        Cancellation cancellation = new Cancellation();

        gateway.asks(
                aCall("chat", true, CallOverrides.NONE),
                new RecordingCaller().hangingUpAfter(1),
                cancellation);

        assertThat(cancellation.cancelled()).isTrue();
        assertThat(gateway.log.getFirst().failure()).contains(new CallFailure.CallerLeft());
        assertThat(gateway.log.getFirst().attempts().getFirst().usage().inputTokens())
                .isEqualTo(10);
    }

    @Test
    void a_cancelled_attempt_is_neither_repeated_nor_held_against_the_deployment() {
        gateway.with(aDeployment("east"))
                .provider
                .next(
                        "east",
                        (_, _, cancellation) -> {
                            cancellation.cancel();
                            return new ProviderReply.Failed(
                                    dev.tollgate.application.testkit.ScriptedProvider.failure(
                                            FailureKind.AUTHENTICATION, 401));
                        });

        RecordingCaller gone = gateway.asks("chat");

        assertThat(gone.heard()).isEmpty();
        assertThat(gateway.provider.asked()).containsExactly("east");
        assertThat(gateway.asks("chat").heard()).containsExactly("whole:hello from east");
    }

    @Test
    void a_call_cut_off_by_shutdown_is_told_so() {
        gateway.with(aDeployment("east"))
                .provider
                .next(
                        "east",
                        (_, _, cancellation) -> {
                            cancellation.cancel(Cancellation.Cause.SHUTTING_DOWN);
                            return new ProviderReply.Failed(
                                    dev.tollgate.application.testkit.ScriptedProvider.failure(
                                            FailureKind.CONNECTION, 500));
                        });

        assertThat(gateway.asks("chat").failure()).isEqualTo(new CallFailure.ShuttingDown());
    }

    @Test
    void the_deadline_bounds_all_attempts_together() {
        gateway.with(aDeployment("east"))
                .withDeadline(Duration.ofSeconds(10))
                .withRetries(5)
                .provider
                .always(
                        "east",
                        (candidate, call, cancellation) -> {
                            gateway.passes(Duration.ofSeconds(6));
                            return fails(FailureKind.INTERNAL, 500)
                                    .to(candidate, call, cancellation);
                        });

        RecordingCaller caller = gateway.asks("chat");

        assertThat(gateway.provider.asked()).hasSize(2);
        assertThat(gateway.provider.limits().get(1).timeout())
                .isLessThanOrEqualTo(Duration.ofSeconds(4));
        assertThat(caller.failure())
                .isEqualTo(new CallFailure.DeadlineExceeded(Duration.ofSeconds(10)));
    }

    @Test
    void a_stream_timeout_bounds_streams_only() {
        gateway.with(
                aDeployment("east")
                        .within(Duration.ofSeconds(30))
                        .streamingWithin(Duration.ofSeconds(5)));

        gateway.asks("chat");
        gateway.streams("chat");

        assertThat(gateway.provider.limits().get(0).timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(gateway.provider.limits().get(1).timeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void a_full_deployment_is_passed_over_and_a_full_group_is_refused_for_a_moment() {
        TestGateway inner = gateway;
        gateway.with(aDeployment("east").atOnce(1).weighing(1), aDeployment("west").weighing(0));
        RecordingCaller nested = new RecordingCaller();
        gateway.provider.next(
                "east",
                (candidate, call, cancellation) -> {
                    inner.asks(aCall("chat", false, CallOverrides.NONE), nested);
                    return fails(FailureKind.BAD_REQUEST, 400).to(candidate, call, cancellation);
                });

        gateway.asks("chat");

        assertThat(nested.heard()).containsExactly("whole:hello from west");
    }

    @Test
    void more_calls_than_may_run_at_once_are_refused() {
        TestGateway inner = gateway;
        gateway.with(aDeployment("east")).withLimits(new ParallelLimits(0, 1));
        RecordingCaller nested = new RecordingCaller();
        gateway.provider.next(
                "east",
                (candidate, call, cancellation) -> {
                    inner.asks(aCall("chat", false, CallOverrides.NONE), nested);
                    return fails(FailureKind.BAD_REQUEST, 400).to(candidate, call, cancellation);
                });

        gateway.asks("chat");

        assertThat(nested.failure())
                .isEqualTo(
                        new CallFailure.Refused(
                                new Refusal.TooManyParallel(
                                        "global_max_parallel_requests", 1, Duration.ofSeconds(1))));
    }

    @Test
    void a_call_has_given_back_its_place_before_its_last_byte() {
        gateway.with(aDeployment("east")).withLimits(new ParallelLimits(0, 1));
        RecordingCaller again = new RecordingCaller();
        RecordingCaller eager =
                new RecordingCaller()
                        .thenDoing(
                                () ->
                                        gateway.asks(
                                                aCall("chat", false, CallOverrides.NONE), again));

        gateway.asks(aCall("chat", false, CallOverrides.NONE), eager);

        assertThat(again.heard()).containsExactly("whole:hello from east");
    }
}
