package dev.tollgate.domain.routing;

import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.failure.Exclusion;

import java.time.Duration;
import java.util.List;

/// The whole order in which a call tries the deployments of one group, and why others are left out.
///
/// @param levels `order` levels, first to last; within one, the order of attempts. No level is
///   empty
/// @param exclusions deployments left out
/// @param retryAfter if there are no levels: how long until a deployment comes back
public record RoutingPlan(
        List<List<Candidate>> levels, List<Exclusion> exclusions, Duration retryAfter) {
    public RoutingPlan {
        levels = List.copyOf(levels);
        exclusions = List.copyOf(exclusions);
    }

    public boolean empty() {
        return levels.isEmpty();
    }
}
