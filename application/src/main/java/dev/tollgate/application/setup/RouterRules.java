package dev.tollgate.application.setup;

import dev.tollgate.domain.fallback.FallbackChains;
import dev.tollgate.domain.fleet.CooldownRules;
import dev.tollgate.domain.retry.RetryRules;
import dev.tollgate.domain.routing.RoutingRules;

/// How calls are routed, repeated and bounded.
public record RouterRules(
        RoutingRules routing,
        RetryRules retries,
        FallbackChains fallbacks,
        CooldownRules cooldowns,
        CallTimes times,
        StreamRules streams) {
    public static final RouterRules DEFAULT =
            new RouterRules(
                    RoutingRules.DEFAULT,
                    RetryRules.DEFAULT,
                    FallbackChains.NONE,
                    CooldownRules.DEFAULT,
                    CallTimes.DEFAULT,
                    StreamRules.DEFAULT);
}
