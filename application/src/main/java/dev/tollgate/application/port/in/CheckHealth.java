package dev.tollgate.application.port.in;

import java.util.List;

/// Asks deployments for a sign of life with a real, small call (which may cost money).
public interface CheckHealth {
    /// @param model only the deployments of this model group or with this id; empty for all
    List<Probe> check(String model);

    /// @param error empty for a healthy deployment
    record Probe(String deploymentId, String model, String apiBase, String error) {
        public boolean healthy() {
            return error.isEmpty();
        }
    }
}
