package dev.tollgate.application.port.out;

import dev.tollgate.domain.catalog.DeploymentId;

import java.time.Duration;

/// Tells the other replicas of a deployment that is left alone, so that they need not fail there
/// themselves. What they tell in turn goes to `FleetMonitor.leaveAlone`. Several replicas exchange
/// it by a [CooldownBoard].
///
/// Lengths of time are told, not moments: the replicas' clocks need not agree.
public interface SharedCooldowns {
    /// For a gateway without other replicas.
    SharedCooldowns NONE = (_, _) -> {};

    /// Called on the path of a call: returns at once, tells later, and never throws.
    void cooled(DeploymentId deployment, Duration length);
}
