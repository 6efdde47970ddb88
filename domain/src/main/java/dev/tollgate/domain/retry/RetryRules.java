package dev.tollgate.domain.retry;

import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How often an attempt is repeated within a model group, and after which wait.
///
/// @param numRetries attempts after the first one
/// @param explicit whether somebody wrote `num_retries`, or it is the built-in one
/// @param minimumWait `retry_after`: shortest wait before asking the same deployment again
/// @param longestRetryAfter the longest wait a provider may ask for and get, before a stand-in is
///   tried or the failure is passed on
/// @param maxAttempts attempts of one call over all groups
/// @param policy `retry_policy`: retries by kind of failure, which beat `numRetries`
/// @param groupPolicies `model_group_retry_policy`: the same by model group, in place of `policy`
public record RetryRules(
        int numRetries,
        boolean explicit,
        Duration minimumWait,
        Duration longestRetryAfter,
        int maxAttempts,
        Map<FailureKind, Integer> policy,
        Map<String, Map<FailureKind, Integer>> groupPolicies) {
    public static final int DEFAULT_RETRIES = 2;
    public static final int DEFAULT_MAX_ATTEMPTS = 6;
    public static final Duration DEFAULT_LONGEST_RETRY_AFTER = Duration.ofSeconds(5);
    public static final RetryRules DEFAULT =
            new RetryRules(
                    DEFAULT_RETRIES,
                    false,
                    Duration.ZERO,
                    DEFAULT_LONGEST_RETRY_AFTER,
                    DEFAULT_MAX_ATTEMPTS,
                    Map.of(),
                    Map.of());

    private static final long FIRST_WAIT_MILLIS = 500;
    private static final long LONGEST_WAIT_MILLIS = 8000;
    private static final long JITTER_MILLIS = 750;

    public RetryRules {
        if (numRetries < 0) {
            throw new IllegalArgumentException("num_retries must not be negative: " + numRetries);
        }
        if (minimumWait.isNegative() || longestRetryAfter.isNegative()) {
            throw new IllegalArgumentException(
                    "waits must not be negative: retry_after %s, longest %s"
                            .formatted(minimumWait, longestRetryAfter));
        }
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("max_attempts must be at least 1: " + maxAttempts);
        }
        policy = Map.copyOf(policy);
        groupPolicies = Map.copyOf(groupPolicies);
    }

    /// The built-in rules with another number of retries, as somebody wrote it.
    public static RetryRules ofRetries(int numRetries) {
        return new RetryRules(
                numRetries,
                true,
                Duration.ZERO,
                DEFAULT_LONGEST_RETRY_AFTER,
                DEFAULT_MAX_ATTEMPTS,
                Map.of(),
                Map.of());
    }

    /// Retries after a failure: none if the caller wants none, else what the policy says of its
    /// kind, else the caller's number, the deployment's, the router's.
    ///
    /// @param asked the caller's number, or [CallOverrides#UNSET]
    /// @param own the deployment's number, or a negative one
    public Allowance allowance(FailureKind kind, String group, int asked, int own) {
        if (asked == 0) {
            return new Allowance(0, false, true);
        }
        int entry =
                groupPolicies.getOrDefault(group, policy).getOrDefault(kind, CallOverrides.UNSET);
        if (entry != CallOverrides.UNSET) {
            return new Allowance(entry, true, true);
        }
        if (asked != CallOverrides.UNSET) {
            return new Allowance(asked, false, true);
        }
        return own >= 0
                ? new Allowance(own, false, true)
                : new Allowance(numRetries, false, explicit);
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

    /// The wait before a deployment is asked again: what it asked for if that is short enough, else
    /// doubling from half a second to eight, and jitter up to 0.75 s.
    ///
    /// @param repeats made so far
    /// @param failure the deployment's last one
    Duration waitBefore(int repeats, ProviderFailure failure, RandomGenerator random) {
        long jitter = random.nextLong(JITTER_MILLIS + 1);
        Optional<Duration> asked = failure.retryAfter();
        if (asked.isPresent()
                && asked.get().isPositive()
                && asked.get().compareTo(longestRetryAfter) <= 0) {
            return asked.get().plusMillis(jitter);
        }
        long doubled = FIRST_WAIT_MILLIS << Math.min(repeats, 10);
        long wait = Math.min(LONGEST_WAIT_MILLIS, Math.max(doubled, minimumWait.toMillis()));
        return Duration.ofMillis(wait + jitter);
    }
}
