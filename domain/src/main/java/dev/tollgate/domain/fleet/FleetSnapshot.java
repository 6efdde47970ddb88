package dev.tollgate.domain.fleet;

import java.time.Instant;
import java.util.List;

/// The observed state of the candidates of one call at one moment.
///
/// @param at the moment
/// @param turn how many plans were made for these candidates before
/// @param states one for each candidate, in the candidates' order; those behind its end are fresh
public record FleetSnapshot(Instant at, long turn, List<DeploymentState> states) {
    public FleetSnapshot {
        states = List.copyOf(states);
    }

    /// A fleet of which nothing is known.
    public static FleetSnapshot fresh(Instant at) {
        return new FleetSnapshot(at, 0, List.of());
    }

    /// @param place the candidate's place among the candidates the snapshot was taken of
    public DeploymentState of(int place) {
        return place < states.size() ? states.get(place) : DeploymentState.FRESH;
    }
}
