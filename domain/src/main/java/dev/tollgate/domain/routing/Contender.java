package dev.tollgate.domain.routing;

import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.fleet.DeploymentState;

/// A candidate and what is known of it.
record Contender(Candidate candidate, DeploymentState state) {
    Deployment deployment() {
        return candidate.deployment();
    }

    /// Whether one more call would stay within its requests and tokens per minute.
    ///
    /// @param promptTokens of the call
    boolean fits(long promptTokens) {
        long rpm = deployment().share().rpm();
        long tpm = deployment().share().tpm();
        long more = Math.max(promptTokens, state.usualTokens());
        return (rpm <= 0 || state.requests() < rpm)
                && (tpm <= 0 || state.likelyTokens() + more <= tpm);
    }
}
