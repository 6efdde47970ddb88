package dev.tollgate.domain.fleet;

import dev.tollgate.domain.catalog.DeploymentId;

import java.time.Instant;
import java.util.Map;

/// The observed state of deployments at one moment.
///
/// @param at the moment
/// @param states deployments of which nothing is known are fresh
public record FleetSnapshot(Instant at, Map<DeploymentId, DeploymentState> states) {
    public FleetSnapshot {
        states = Map.copyOf(states);
    }

    public DeploymentState of(DeploymentId deployment) {
        return states.getOrDefault(deployment, DeploymentState.FRESH);
    }
}
