package dev.tollgate.domain.fleet;

import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import java.time.Duration;
import java.util.Map;

/// When a failing deployment is left alone for a while.
///
/// Unless `allowedFails` is set: at once for a rate limit where the group has another deployment,
/// and for a refused key or a missing model; else when more than half of at least five attempts in
/// the current minute failed and the group has another deployment, or all of at least a thousand
/// did. With `allowedFails`: when more than that many failures came within one cooldown time.
///
/// @param cooldown how long, unless the deployment or the provider says otherwise; zero: never
/// @param allowedFails failures to put up with, or [#UNSET]
/// @param policy `allowed_fails_policy`: failures of one kind to put up with
public record CooldownRules(Duration cooldown, int allowedFails, Map<FailureKind, Integer> policy) {
    public static final int UNSET = -1;
    public static final Duration DEFAULT_COOLDOWN = Duration.ofSeconds(5);
    public static final CooldownRules DEFAULT =
            new CooldownRules(DEFAULT_COOLDOWN, UNSET, Map.of());
    public static final CooldownRules NEVER = new CooldownRules(Duration.ZERO, UNSET, Map.of());

    private static final int MINIMUM_REQUESTS = 5;
    private static final int ALONE_MINIMUM_REQUESTS = 1000;
    private static final Duration LONGEST = Duration.ofHours(1);

    public CooldownRules {
        if (cooldown.isNegative() || allowedFails < UNSET) {
            throw new IllegalArgumentException(
                    "cooldown %s, allowed_fails %d".formatted(cooldown, allowedFails));
        }
        policy = Map.copyOf(policy);
    }

    /// Whether a failure says something about the deployment rather than about the request.
    public static boolean counts(ProviderFailure failure) {
        return switch (failure.kind()) {
            case RATE_LIMIT,
                    AUTHENTICATION,
                    NOT_FOUND,
                    TIMEOUT,
                    INTERNAL,
                    BAD_GATEWAY,
                    UNAVAILABLE,
                    CONNECTION,
                    MALFORMED_REPLY ->
                    true;
            case API -> failure.status() >= 500;
            case BAD_REQUEST,
                    UNSUPPORTED_PARAMS,
                    CONTEXT_WINDOW,
                    CONTENT_POLICY,
                    PERMISSION,
                    UNPROCESSABLE ->
                    false;
        };
    }

    /// How long the deployment stays out after this failure; zero if it stays in.
    ///
    /// @param window successes and failures of the current minute, this failure included
    /// @param recentFails failures within the last cooldown time, this one included
    /// @param others whether its group has another deployment
    public Duration after(
            ProviderFailure failure,
            Deployment deployment,
            Window window,
            int recentFails,
            boolean others) {
        Duration length = length(failure, deployment);
        if (!counts(failure) || length.isZero()) {
            return Duration.ZERO;
        }
        boolean out =
                allowedFails == UNSET
                        ? byShare(failure.kind(), window, others)
                        : recentFails > allowedFails;
        return out ? length : Duration.ZERO;
    }

    private static boolean byShare(FailureKind kind, Window window, boolean others) {
        if (kind == FailureKind.AUTHENTICATION || kind == FailureKind.NOT_FOUND) {
            return true;
        }
        if (kind == FailureKind.RATE_LIMIT && others) {
            return true;
        }
        int total = window.successes() + window.failures();
        return others
                ? total >= MINIMUM_REQUESTS && window.failures() * 2 > total
                : total >= ALONE_MINIMUM_REQUESTS && window.successes() == 0;
    }

    private Duration length(ProviderFailure failure, Deployment deployment) {
        Duration own = deployment.limits().cooldown();
        if (!own.isNegative()) {
            return own;
        }
        if (cooldown.isZero()) {
            return Duration.ZERO;
        }
        Duration asked = failure.retryAfter().orElse(cooldown);
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }

    /// How long one counting window of failures lasts for a deployment.
    public Duration failureMemory(Deployment deployment) {
        Duration own = deployment.limits().cooldown();
        return own.isNegative() ? cooldown : own;
    }

    /// Outcomes of the current minute.
    public record Window(int successes, int failures) {}
}
