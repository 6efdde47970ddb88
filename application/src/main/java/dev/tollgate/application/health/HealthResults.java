package dev.tollgate.application.health;

import dev.tollgate.application.fleet.FleetMonitor;
import dev.tollgate.application.port.in.CheckHealth.Probe;
import dev.tollgate.domain.catalog.DeploymentId;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers the last results of every deployment, and tells the fleet.
public final class HealthResults {
    /// Results that are kept of one deployment.
    public static final int KEPT = 20;

    private static final int REQUEST_TIMEOUT = 408;
    private static final int RATE_LIMITED = 429;

    private final FleetMonitor fleet;
    private final Map<String, List<Probe>> results = new ConcurrentHashMap<>();

    public HealthResults(FleetMonitor fleet) {
        this.fleet = fleet;
    }

    /// @param ignoreTransient a rate limit or a timeout tells the fleet nothing
    void keep(Probe probe, boolean ignoreTransient) {
        results.merge(probe.deploymentId(), List.of(probe), HealthResults::newestFirst);
        boolean passing = probe.status() == REQUEST_TIMEOUT || probe.status() == RATE_LIMITED;
        if (!(passing && ignoreTransient)) {
            fleet.probed(new DeploymentId(probe.deploymentId()), probe.healthy());
        }
    }

    private static List<Probe> newestFirst(List<Probe> old, List<Probe> added) {
        List<Probe> all = new ArrayList<>(added);
        all.addAll(old.subList(0, Math.min(old.size(), KEPT - 1)));
        return List.copyOf(all);
    }

    Optional<Probe> latest(DeploymentId deployment) {
        return Optional.ofNullable(results.get(deployment.value())).map(List::getFirst);
    }

    /// @param most results per deployment, the newest first
    List<Probe> recall(int most) {
        return results.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> entry.getValue().stream().limit(most))
                .toList();
    }

    /// Forgets deployments that the configuration does not have any more.
    public void keepOnly(Collection<DeploymentId> deployments) {
        Set<String> ids = new HashSet<>();
        deployments.forEach(id -> ids.add(id.value()));
        results.keySet().retainAll(ids);
    }
}
