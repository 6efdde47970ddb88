package dev.tollgate.domain.failure;

import dev.tollgate.domain.catalog.DeploymentId;

/// A deployment that a plan leaves out, and why.
public record Exclusion(DeploymentId deployment, Reason reason, String detail) {
    public enum Reason {
        /// it failed lately and is left alone for a while
        COOLING_DOWN,
        /// it has no alternative in its group, failed, and a probe is testing it
        CIRCUIT_OPEN,
        /// a background health check failed lately
        UNHEALTHY,
        /// the call's tags and its own do not fit
        TAGS,
        /// the prompt is longer than its context window
        CONTEXT_WINDOW,
        /// its requests or tokens per minute are used up
        RATE_LIMIT,
        /// as many calls run there as may at once
        PARALLEL_LIMIT,
        /// its budget, or its provider's, is spent
        BUDGET,
        /// too many of its calls were repeats lately
        RETRY_LIMIT
    }
}
