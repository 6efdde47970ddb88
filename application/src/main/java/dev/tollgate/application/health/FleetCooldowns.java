package dev.tollgate.application.health;

import dev.tollgate.application.fleet.FleetMonitor;
import dev.tollgate.application.port.in.ListCooldowns;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.fleet.DeploymentState;
import dev.tollgate.domain.fleet.FleetSnapshot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Reads the cooldowns of the running configuration's deployments from the fleet, all as of one
/// moment.
public final class FleetCooldowns implements ListCooldowns {
    private final Supplier<GatewaySetup> setups;
    private final FleetMonitor fleet;

    public FleetCooldowns(Supplier<GatewaySetup> setups, FleetMonitor fleet) {
        this.setups = setups;
        this.fleet = fleet;
    }

    @Override
    public List<Cooldown> cooldowns(Caller caller) {
        List<Candidate> all =
                Heard.by(caller, setups.get()).stream()
                        .map(it -> new Candidate(it, it.model()))
                        .toList();
        if (all.isEmpty()) {
            return List.of();
        }
        FleetSnapshot seen = fleet.look(all);
        List<Cooldown> cooling = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Deployment deployment = all.get(i).deployment();
            DeploymentState state = seen.of(i);
            if (state.coolingAt(seen.at())) {
                Duration left = Duration.between(seen.at(), state.coolingUntil());
                cooling.add(new Cooldown(deployment.id().value(), deployment.group(), left));
            }
        }
        return cooling;
    }
}
