package dev.tollgate.application.setup;

import dev.tollgate.domain.fallback.FallbackChains;
import dev.tollgate.domain.fleet.CooldownRules;
import dev.tollgate.domain.retry.RetryRules;
import dev.tollgate.domain.routing.RoutingStrategy;

import java.time.Duration;

/// How calls are routed, repeated and bounded.
///
/// @param timeout bound of one attempt
/// @param streamTimeout wait for data of a streamed attempt; zero: `timeout`
/// @param deadline bound of a whole call, all attempts, waits and fallbacks together
public record RouterRules(
        RoutingStrategy strategy,
        RetryRules retries,
        FallbackChains fallbacks,
        CooldownRules cooldowns,
        Duration timeout,
        Duration streamTimeout,
        Duration deadline) {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(600);
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(6000);
    public static final RouterRules DEFAULT =
            new RouterRules(
                    new RoutingStrategy.SimpleShuffle(),
                    RetryRules.DEFAULT,
                    FallbackChains.NONE,
                    CooldownRules.DEFAULT,
                    DEFAULT_TIMEOUT,
                    Duration.ZERO,
                    DEFAULT_DEADLINE);

    public RouterRules {
        if (!timeout.isPositive() || streamTimeout.isNegative() || !deadline.isPositive()) {
            throw new IllegalArgumentException(
                    "timeouts must be positive: timeout %s, stream_timeout %s, deadline %s"
                            .formatted(timeout, streamTimeout, deadline));
        }
    }
}
