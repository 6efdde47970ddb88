package dev.tollgate.application.call;

import dev.tollgate.application.fleet.FleetMonitor;
import dev.tollgate.application.port.out.Pause;
import dev.tollgate.application.setup.RouterRules;
import dev.tollgate.domain.call.Cancellation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// What every part of one call's walk works with.
record Walk(
        RouterRules rules,
        FleetMonitor fleet,
        PlanFacts facts,
        RandomGenerator random,
        Pause pause,
        Attempts attempts,
        CallRecorder recorder,
        Cancellation cancellation) {

    void pauses(Duration wait) {
        pause.pause(wait, cancellation);
    }
}
