package dev.tollgate.domain.fleet;

import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import java.time.Duration;
import java.util.Map;

/// When a failing deployment is left alone for a while.
///
/// Unless a number of failures to put up with is set: at once for a rate limit where there is an
/// alternative, and for a refused key or a missing model; else when more than half of at least five
/// attempts in the current minute failed and there is an alternative, or all of at least a thousand
/// did. With such a number: when more failures than that came within one cooldown time.
///
/// A deployment behind a pattern serves many models. Only what speaks of its address or its key
/// counts there, and nothing takes it out at once.
///
/// @param cooldown how long, unless the deployment or the provider says otherwise; zero: never
/// @param allowedFails failures to put up with, or [#UNSET]
/// @param policy `allowed_fails_policy`: the same by the kind of the failure that came last; beats
///   `allowedFails`
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

    /// Whether a failure says something about the deployment rather than about the request, or one
    /// of the models behind it.
    public static boolean counts(ProviderFailure failure, Deployment deployment) {
        return switch (failure.kind()) {
            case AUTHENTICATION, INTERNAL, BAD_GATEWAY, UNAVAILABLE, CONNECTION -> true;
            case RATE_LIMIT, NOT_FOUND, TIMEOUT, MALFORMED_REPLY -> !deployment.wildcard();
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
    /// @param alternative whether its group has another deployment, or the call a stand-in
    public Duration after(
            ProviderFailure failure,
            Deployment deployment,
            Window window,
            int recentFails,
            boolean alternative) {
        Duration length = length(failure, deployment);
        if (!counts(failure, deployment) || length.isZero()) {
            return Duration.ZERO;
        }
        int allowed = policy.getOrDefault(failure.kind(), allowedFails);
        boolean out =
                allowed == UNSET
                        ? !deployment.wildcard() && atOnce(failure.kind(), alternative)
                                || byShare(window, alternative)
                        : recentFails > allowed;
        return out ? length : Duration.ZERO;
    }

    private static boolean atOnce(FailureKind kind, boolean alternative) {
        return kind == FailureKind.AUTHENTICATION
                || kind == FailureKind.NOT_FOUND
                || kind == FailureKind.RATE_LIMIT && alternative;
    }

    private static boolean byShare(Window window, boolean alternative) {
        int total = window.successes() + window.failures();
        return alternative
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
