package dev.tollgate.application.port.out;

import dev.tollgate.domain.catalog.DeploymentId;

/// The right to one attempt at one deployment, which the admission desk alone gives.
public interface AttemptClaim {
    DeploymentId deployment();

    /// Whether it has not been settled or released.
    boolean open();
}
