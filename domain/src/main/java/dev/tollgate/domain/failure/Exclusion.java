package dev.tollgate.domain.failure;

import dev.tollgate.domain.catalog.DeploymentId;

/// A deployment that a plan leaves out, and why.
public record Exclusion(DeploymentId deployment, Reason reason, String detail) {
    public enum Reason {
        COOLING_DOWN,
        TAGS,
        PARALLEL_LIMIT
    }
}
