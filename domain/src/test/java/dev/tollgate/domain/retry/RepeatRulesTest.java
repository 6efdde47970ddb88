package dev.tollgate.domain.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.retry.Situation.Beyond;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Random;

class RepeatRulesTest {
    private FailureKind kind = FailureKind.INTERNAL;
    private String retryAfter = "";
    private Allowance allowance = new Allowance(2, false, false);
    private int retries;
    private int repeats;
    private boolean others;
    private boolean another;
    private Duration out = Duration.ZERO;
    private Beyond beyond = Beyond.NOTHING;
    private int attemptsLeft = 5;
    private Duration timeLeft = Duration.ofSeconds(100);

    private Next next() {
        ProviderFailure failure =
                new ProviderFailure(
                        kind,
                        500,
                        "openai",
                        "no",
                        "",
                        "",
                        "",
                        retryAfter.isEmpty()
                                ? HeaderLines.NONE
                                : HeaderLines.of("retry-after", retryAfter));
        Situation now =
                new Situation(
                        failure,
                        allowance,
                        retries,
                        repeats,
                        others,
                        another,
                        failure,
                        out,
                        beyond,
                        attemptsLeft,
                        timeLeft);
        return RepeatRules.after(RetryRules.DEFAULT, now, new Random(1));
    }

    /// `another`, `leave`, or the wait before asking again, in milliseconds without jitter.
    private String nextInWords() {
        return switch (next()) {
            case Next.Another() -> "another";
            case Next.Leave() -> "leave";
            case Next.Again(Duration wait) -> {
                long jitter = new Random(1).nextLong(751);
                yield Long.toString(wait.toMillis() - jitter);
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        // kind, Retry-After, beyond → what follows for a deployment that is asked for the first
        // time
        "INTERNAL, '', NOTHING, 500",
        "INTERNAL, '', GROUP, 500",
        "INTERNAL, '', LEVEL, leave",
        "CONNECTION, '', GROUP, 500",
        "MALFORMED_REPLY, '', GROUP, 500",
        "UNAVAILABLE, 3, GROUP, 3000",
        "UNAVAILABLE, 30, GROUP, leave",
        "UNAVAILABLE, 30, NOTHING, leave",
        "TIMEOUT, '', NOTHING, 500",
        "TIMEOUT, '', GROUP, leave",
        "TIMEOUT, '', LEVEL, leave",
        "RATE_LIMIT, '', NOTHING, 500",
        "RATE_LIMIT, '', GROUP, leave",
        "RATE_LIMIT, 5, NOTHING, 5000",
        "RATE_LIMIT, 5, GROUP, 5000",
        "RATE_LIMIT, 6, NOTHING, leave",
        "RATE_LIMIT, 6, GROUP, leave",
        "BAD_REQUEST, '', NOTHING, leave",
        "UNPROCESSABLE, '', GROUP, leave",
        "CONTENT_POLICY, '', NOTHING, leave",
        "CONTEXT_WINDOW, '', NOTHING, leave",
        "AUTHENTICATION, '', NOTHING, leave",
        "NOT_FOUND, '', NOTHING, leave",
    })
    void a_lone_deployment_is_asked_again_where_that_may_help_more_than_going_elsewhere(
            FailureKind failed, String asksToWait, Beyond left, String expected) {
        kind = failed;
        retryAfter = asksToWait;
        beyond = left;

        assertThat(nextInWords()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "INTERNAL, another",
        "TIMEOUT, another",
        "RATE_LIMIT, another",
        "AUTHENTICATION, another",
        "PERMISSION, another",
        "BAD_REQUEST, leave",
        "NOT_FOUND, leave",
    })
    void whoever_was_not_asked_yet_comes_first(FailureKind failed, String expected) {
        kind = failed;
        others = true;
        another = true;
        retryAfter = "60";
        beyond = Beyond.GROUP;

        assertThat(nextInWords()).isEqualTo(expected);
    }

    @Test
    void a_refused_key_is_not_tried_on_the_same_deployment_again() {
        kind = FailureKind.PERMISSION;
        others = true;

        assertThat(nextInWords()).isEqualTo("leave");
    }

    @ParameterizedTest
    @CsvSource({
        // explicit, beyond, repeats → asked again?
        "false, GROUP, 0, true",
        "false, GROUP, 1, false",
        "true, GROUP, 1, true",
        "true, LEVEL, 1, true",
        "false, LEVEL, 0, false",
        "false, NOTHING, 1, true",
    })
    void before_going_elsewhere_it_is_repeated_once_or_as_often_as_somebody_said(
            boolean explicit, Beyond left, int repeated, boolean again) {
        allowance = new Allowance(2, false, explicit);
        beyond = left;
        repeats = repeated;
        retries = repeated;

        assertThat(next() instanceof Next.Again).isEqualTo(again);
    }

    @Test
    void retries_are_bounded_by_their_number() {
        another = true;
        retries = 2;

        assertThat(nextInWords()).isEqualTo("leave");
    }

    @Test
    void nothing_follows_the_last_attempt_that_a_call_may_make() {
        another = true;
        attemptsLeft = 0;

        assertThat(nextInWords()).isEqualTo("leave");
    }

    @Test
    void the_last_attempt_is_kept_for_a_stand_in() {
        attemptsLeft = 1;
        assertThat(nextInWords()).isEqualTo("500");

        beyond = Beyond.GROUP;
        assertThat(nextInWords()).isEqualTo("leave");
    }

    @Test
    void a_wait_that_does_not_fit_the_deadline_is_not_begun() {
        timeLeft = Duration.ofMillis(500);

        assertThat(nextInWords()).isEqualTo("leave");
    }

    @Test
    void nobody_waits_for_a_deployment_that_will_still_be_cooling_down() {
        out = Duration.ofSeconds(30);

        assertThat(nextInWords()).isEqualTo("leave");
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_REQUEST, NOTHING, 500",
        "BAD_REQUEST, GROUP, 500",
        "RATE_LIMIT, GROUP, 500",
        "TIMEOUT, NOTHING, 500",
        "TIMEOUT, GROUP, leave",
    })
    void an_entry_in_the_policy_repeats_what_would_not_be_but_never_a_silent_one_before_a_stand_in(
            FailureKind failed, Beyond left, String expected) {
        kind = failed;
        beyond = left;
        allowance = new Allowance(1, true, true);

        assertThat(nextInWords()).isEqualTo(expected);
    }
}
