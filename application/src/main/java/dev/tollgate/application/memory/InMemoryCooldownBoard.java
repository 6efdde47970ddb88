package dev.tollgate.application.memory;

import dev.tollgate.application.port.out.CooldownBoard;
import dev.tollgate.domain.catalog.DeploymentId;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// Cooldowns that replicas within one process tell each other.
public final class InMemoryCooldownBoard implements CooldownBoard {
    private final InstantSource time;
    private final Map<Place, Told> told = new HashMap<>();
    private long revision;

    public InMemoryCooldownBoard(InstantSource time) {
        this.time = time;
    }

    private record Place(DeploymentId deployment, String instance) {}

    private record Told(long revision, Instant until) {}

    @Override
    public synchronized void tell(String instance, Map<DeploymentId, Duration> left) {
        Instant now = time.instant();
        revision++;
        told.values().removeIf(each -> !each.until.isAfter(now));
        left.forEach(
                (deployment, length) ->
                        told.put(
                                new Place(deployment, instance),
                                new Told(revision, now.plus(length))));
    }

    @Override
    public synchronized News since(String instance, long seen) {
        Instant now = time.instant();
        Map<DeploymentId, Duration> left = new HashMap<>();
        told.forEach(
                (place, each) -> {
                    if (each.revision > seen
                            && !place.instance.equals(instance)
                            && each.until.isAfter(now)) {
                        left.merge(
                                place.deployment,
                                Duration.between(now, each.until),
                                (one, other) -> one.compareTo(other) > 0 ? one : other);
                    }
                });
        return new News(revision, left);
    }
}
