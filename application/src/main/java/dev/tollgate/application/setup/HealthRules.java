package dev.tollgate.application.setup;

import dev.tollgate.domain.catalog.DeploymentId;

import java.time.Duration;
import java.util.Map;

/// How deployments are checked.
///
/// @param background check all of them again and again, and answer from what was found
/// @param interval from the start of one round to the start of the next
/// @param details whether answers tell more of a deployment than its model
/// @param concurrency probes at once
/// @param ignoreTransient a rate limit or a timeout says nothing about a deployment
/// @param probes deployments that can be checked
public record HealthRules(
        boolean background,
        Duration interval,
        boolean details,
        int concurrency,
        boolean ignoreTransient,
        Map<DeploymentId, ProbePlan> probes) {
    public static final int DEFAULT_CONCURRENCY = 16;
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(300);
    public static final HealthRules NONE =
            new HealthRules(false, DEFAULT_INTERVAL, true, DEFAULT_CONCURRENCY, false, Map.of());

    public HealthRules {
        if (!interval.isPositive() || concurrency < 1) {
            throw new IllegalArgumentException(
                    "health checks every %s, %d at once".formatted(interval, concurrency));
        }
        probes = Map.copyOf(probes);
    }
}
