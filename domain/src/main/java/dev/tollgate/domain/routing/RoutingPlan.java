package dev.tollgate.domain.routing;

import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.failure.Exclusion;

import java.util.List;

/// The whole order in which a call tries the deployments of one group, and why others are left out.
///
/// @param levels `order` levels, first to last; within one, the order of attempts. No level is
///   empty
/// @param exclusions deployments left out
/// @param shortage why there are no levels, where there are none
public record RoutingPlan(
        List<List<Candidate>> levels, List<Exclusion> exclusions, Shortage shortage) {
    public RoutingPlan {
        levels = List.copyOf(levels);
        exclusions = List.copyOf(exclusions);
        if (levels.isEmpty() == shortage instanceof Shortage.None) {
            throw new IllegalArgumentException(
                    "%d levels, shortage %s".formatted(levels.size(), shortage));
        }
    }

    public boolean empty() {
        return levels.isEmpty();
    }
}
