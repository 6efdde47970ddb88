package dev.tollgate.application.call;

import dev.tollgate.application.fleet.FleetMonitor;
import dev.tollgate.application.port.out.Pause;
import dev.tollgate.application.setup.RouterRules;
import dev.tollgate.domain.catalog.DeploymentId;

import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;

/// What every part of one call's walk works with.
///
/// @param failed deployments that failed this call, in whatever group
record Walk(
        AdmittedCall admitted,
        CallProgress progress,
        Attempts attempts,
        PlanFacts facts,
        RandomGenerator random,
        Pause pause,
        Set<DeploymentId> failed) {

    RouterRules rules() {
        return admitted.rules();
    }

    FleetMonitor fleet() {
        return admitted.fleet();
    }

    CallRecorder recorder() {
        return admitted.recorder();
    }

    void pauses(Duration wait) {
        pause.pause(wait, admitted.cancellation());
    }
}
