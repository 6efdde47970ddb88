package dev.tollgate.domain.fleet;

import java.time.Instant;

/// What was observed of one deployment.
///
/// @param inFlight attempts that are running
/// @param coolingUntil moment from which it may be tried again; [Instant#MIN] if it may be now
public record DeploymentState(int inFlight, Instant coolingUntil) {
    public static final DeploymentState FRESH = new DeploymentState(0, Instant.MIN);

    public boolean coolingAt(Instant now) {
        return now.isBefore(coolingUntil);
    }
}
