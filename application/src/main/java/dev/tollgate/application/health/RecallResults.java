package dev.tollgate.application.health;

import dev.tollgate.application.port.in.CheckHealth.Probe;
import dev.tollgate.application.port.in.RecallHealth;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.domain.access.Caller;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Tells what is remembered of the deployments of which a caller hears.
public final class RecallResults implements RecallHealth {
    private final Supplier<GatewaySetup> setups;
    private final HealthResults results;

    public RecallResults(Supplier<GatewaySetup> setups, HealthResults results) {
        this.setups = setups;
        this.results = results;
    }

    @Override
    public List<Probe> recall(Caller caller, int most) {
        Set<String> heard =
                Heard.by(caller, setups.get()).stream()
                        .map(it -> it.id().value())
                        .collect(Collectors.toSet());
        return results.recall(most).stream()
                .filter(probe -> heard.contains(probe.deploymentId()))
                .toList();
    }
}
