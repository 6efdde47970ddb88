package dev.tollgate.domain.retry;

import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How often an attempt is repeated within a model group, and after which wait.
///
/// @param numRetries attempts after the first one
/// @param minimumWait `retry_after`: shortest wait before asking the same deployment again
public record RetryRules(int numRetries, Duration minimumWait) {
    public static final int DEFAULT_RETRIES = 2;
    public static final RetryRules DEFAULT = new RetryRules(DEFAULT_RETRIES, Duration.ZERO);

    private static final long FIRST_WAIT_MILLIS = 500;
    private static final long LONGEST_WAIT_MILLIS = 8000;
    private static final long JITTER_MILLIS = 750;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);

    public RetryRules {
        if (numRetries < 0) {
            throw new IllegalArgumentException("num_retries must not be negative: " + numRetries);
        }
        if (minimumWait.isNegative()) {
            throw new IllegalArgumentException("retry_after must not be negative: " + minimumWait);
        }
    }

    /// Whether another attempt in the same group may help.
    ///
    /// @param others whether the group has another deployment than the failed one
    public static boolean retryable(FailureKind kind, int status, boolean others) {
        return switch (kind) {
            case TIMEOUT, RATE_LIMIT, INTERNAL, BAD_GATEWAY, UNAVAILABLE, CONNECTION -> true;
            case MALFORMED_REPLY -> true;
            case AUTHENTICATION, PERMISSION -> others;
            case API -> status >= 500 || status == 409;
            case BAD_REQUEST,
                    UNSUPPORTED_PARAMS,
                    CONTEXT_WINDOW,
                    CONTENT_POLICY,
                    NOT_FOUND,
                    UNPROCESSABLE ->
                    false;
        };
    }

    /// The wait before the deployment that just failed is asked again: what it asked for if that is
    /// at most a minute, else doubling from half a second to eight, and jitter up to 0.75 s.
    ///
    /// @param retriesDone retries made so far
    public Duration waitBefore(int retriesDone, ProviderFailure failure, RandomGenerator random) {
        long jitter = random.nextLong(JITTER_MILLIS + 1);
        Optional<Duration> asked = failure.retryAfter();
        if (asked.isPresent()
                && asked.get().isPositive()
                && asked.get().compareTo(LONGEST_RETRY_AFTER) <= 0) {
            return asked.get().plusMillis(jitter);
        }
        long doubled = FIRST_WAIT_MILLIS << Math.min(retriesDone, 10);
        long wait = Math.min(LONGEST_WAIT_MILLIS, Math.max(doubled, minimumWait.toMillis()));
        return Duration.ofMillis(wait + jitter);
    }
}
