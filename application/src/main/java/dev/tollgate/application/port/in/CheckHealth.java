package dev.tollgate.application.port.in;

import dev.tollgate.domain.access.Caller;

import java.time.Instant;
import java.util.List;

/// Asks deployments for a sign of life with a real, small call (which may cost money). Where they
/// are checked in the background, tells what was found last.
public interface CheckHealth {
    /// Who does not administer the gateway hears of the models they may call, and has them asked
    /// only where nobody did for a minute: such calls are on nobody's budget.
    ///
    /// @param model only the deployments of this model group or with this id; empty for all
    Report check(Caller caller, String model);

    /// @param probes what was found, in the order of the configuration
    /// @param details whether the operator wants more told than models and errors
    record Report(List<Probe> probes, boolean details) {
        public Report {
            probes = List.copyOf(probes);
        }
    }

    /// @param model the provider and the model that was asked
    /// @param error one line; empty for a healthy deployment
    /// @param status the HTTP status of the error; 0 for a healthy deployment
    /// @param at when the answer was there
    record Probe(
            String deploymentId,
            String model,
            String apiBase,
            String error,
            int status,
            Instant at) {
        public boolean healthy() {
            return error.isEmpty();
        }
    }
}
