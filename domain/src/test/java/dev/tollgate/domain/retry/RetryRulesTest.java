package dev.tollgate.domain.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Map;
import java.util.Random;

class RetryRulesTest {
    private static ProviderFailure busy(String retryAfter) {
        return new ProviderFailure(
                FailureKind.RATE_LIMIT,
                429,
                "openai",
                "busy",
                "",
                "",
                "",
                retryAfter.isEmpty()
                        ? HeaderLines.NONE
                        : HeaderLines.of("Retry-After", retryAfter));
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMIT, 429, true, true",
        "INTERNAL, 500, true, true",
        "TIMEOUT, 408, true, true",
        "CONNECTION, 500, true, true",
        "AUTHENTICATION, 401, false, true",
        "PERMISSION, 403, false, true",
        "NOT_FOUND, 404, false, false",
        "BAD_REQUEST, 400, false, false",
        "CONTEXT_WINDOW, 400, false, false",
        "CONTENT_POLICY, 400, false, false",
        "API, 409, true, true",
        "API, 402, false, false",
        "API, 529, true, true",
    })
    void only_what_another_attempt_may_help_is_repeated(
            FailureKind kind, int status, boolean alone, boolean withOthers) {
        assertThat(RetryRules.retryable(kind, status, false)).isEqualTo(alone);
        assertThat(RetryRules.retryable(kind, status, true)).isEqualTo(withOthers);
    }

    @ParameterizedTest
    @CsvSource({"0, 500", "1, 1000", "2, 2000", "4, 8000", "9, 8000", "40, 8000"})
    void waits_double_up_to_eight_seconds_with_some_jitter(int retriesDone, long millis) {
        for (long seed = 0; seed < 100; seed++) {
            assertThat(RetryRules.DEFAULT.waitBefore(retriesDone, busy(""), new Random(seed)))
                    .as("seed %d", seed)
                    .isBetween(Duration.ofMillis(millis), Duration.ofMillis(millis + 750));
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 4000", "0.2, 200", "5, 5000", "6, 500", "0, 500", "soon, 500", "-3, 500"})
    void a_short_wait_asked_for_is_kept(String retryAfter, long millis) {
        assertThat(RetryRules.DEFAULT.waitBefore(0, busy(retryAfter), new Random(1)))
                .isBetween(Duration.ofMillis(millis), Duration.ofMillis(millis + 750));
    }

    @ParameterizedTest
    @CsvSource({
        // asked, deployment's own → retries, by policy, explicit
        "RATE_LIMIT, chat, 0, 4, 0, false, true",
        "RATE_LIMIT, chat, 1, 4, 7, true, true",
        "RATE_LIMIT, other, 1, 4, 9, true, true",
        "TIMEOUT, other, 1, 4, 0, true, true",
        "TIMEOUT, chat, 1, 4, 1, false, true",
        "INTERNAL, other, 1, 4, 1, false, true",
        "INTERNAL, other, -1, 4, 4, false, true",
        "INTERNAL, other, -1, 0, 0, false, true",
        "INTERNAL, other, -1, -1, 2, false, false",
    })
    void no_retry_beats_the_policy_which_beats_the_caller_the_deployment_and_the_router(
            FailureKind kind,
            String group,
            int asked,
            int own,
            int retries,
            boolean byPolicy,
            boolean explicit) {
        RetryRules rules =
                new RetryRules(
                        2,
                        false,
                        Duration.ZERO,
                        Duration.ofSeconds(5),
                        6,
                        Map.of(FailureKind.RATE_LIMIT, 9, FailureKind.TIMEOUT, 0),
                        Map.of("chat", Map.of(FailureKind.RATE_LIMIT, 7)));

        assertThat(rules.allowance(kind, group, asked, own))
                .isEqualTo(new Allowance(retries, byPolicy, explicit));
    }

    @Test
    void a_configured_minimum_is_never_undercut() {
        RetryRules rules =
                new RetryRules(
                        2,
                        true,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(5),
                        6,
                        Map.of(),
                        Map.of());

        assertThat(rules.waitBefore(0, busy(""), new Random(1)))
                .isBetween(Duration.ofSeconds(3), Duration.ofMillis(3750));
    }
}
