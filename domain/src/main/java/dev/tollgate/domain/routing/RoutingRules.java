package dev.tollgate.domain.routing;

import dev.tollgate.domain.fleet.DeploymentState;

import java.time.Duration;
import java.time.Instant;

/// Which deployments of a group may serve a call, and in which order they are tried.
///
/// @param preCallChecks leave out deployments whose context window is too small for the prompt, or
///   whose limits per minute are used up (`enable_pre_call_checks`)
/// @param enforceRateLimits `rpm` and `tpm` of a deployment are limits, not only shares
///   (`enforce_model_rate_limits`)
/// @param healthFreshness how long the result of a background health check keeps a deployment out;
///   zero: such results do not route (`enable_health_check_routing`)
/// @param easing how long a deployment that comes back takes to get its whole share again; it
///   begins with a tenth
public record RoutingRules(
        RoutingStrategy strategy,
        TagRules tags,
        boolean preCallChecks,
        boolean enforceRateLimits,
        Duration healthFreshness,
        Duration easing) {
    public static final Duration DEFAULT_EASING = Duration.ofSeconds(30);
    public static final RoutingRules DEFAULT = of(new RoutingStrategy.SimpleShuffle());

    public RoutingRules {
        if (healthFreshness.isNegative() || easing.isNegative()) {
            throw new IllegalArgumentException(
                    "health freshness %s, easing %s".formatted(healthFreshness, easing));
        }
    }

    /// The part of its share of the traffic that a deployment in this state gets.
    public double shareOf(DeploymentState state, Instant now) {
        return healthFreshness.isPositive()
                ? state.shareAfterChecksAt(now, easing)
                : state.shareAt(now, easing);
    }

    /// A strategy without any filter.
    public static RoutingRules of(RoutingStrategy strategy) {
        return new RoutingRules(
                strategy, TagRules.OFF, false, false, Duration.ZERO, DEFAULT_EASING);
    }
}
