package dev.tollgate.application.fleet;

import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.fleet.CooldownRules;
import dev.tollgate.domain.fleet.DeploymentState;
import dev.tollgate.domain.fleet.FleetSnapshot;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Watches every attempt and knows which deployments are in trouble. Lock-free; holds a few words
/// per deployment of the running configuration.
public final class FleetMonitor {
    private final InstantSource time;
    private final Map<DeploymentId, Watch> watches = new ConcurrentHashMap<>();

    public FleetMonitor(InstantSource time) {
        this.time = time;
    }

    /// What is known of these candidates now.
    public FleetSnapshot snapshot(List<Candidate> candidates) {
        Instant now = time.instant();
        Map<DeploymentId, DeploymentState> states = HashMap.newHashMap(candidates.size());
        for (Candidate candidate : candidates) {
            Watch watch = watches.get(candidate.deployment().id());
            if (watch != null) {
                states.put(
                        candidate.deployment().id(),
                        new DeploymentState(watch.inFlight.get(), watch.coolingUntil.get()));
            }
        }
        return new FleetSnapshot(now, states);
    }

    public boolean cooling(DeploymentId deployment) {
        Watch watch = watches.get(deployment);
        return watch != null && time.instant().isBefore(watch.coolingUntil.get());
    }

    /// An attempt begins; exactly one of the other three follows.
    public void started(DeploymentId deployment) {
        watch(deployment).inFlight.incrementAndGet();
    }

    public void succeeded(DeploymentId deployment) {
        Watch watch = watch(deployment);
        watch.inFlight.decrementAndGet();
        watch.minute.count(minute(), true);
    }

    /// An attempt ended in a way that says nothing about the deployment: the caller left, or asked
    /// nonsense.
    public void ignored(DeploymentId deployment) {
        watch(deployment).inFlight.decrementAndGet();
    }

    /// An attempt failed.
    ///
    /// @param others whether the deployment's group has another one
    /// @return how long the deployment is left alone from now on; zero if it is not
    public Duration failed(
            Deployment deployment, ProviderFailure failure, CooldownRules rules, boolean others) {
        if (!CooldownRules.counts(failure)) {
            ignored(deployment.id());
            return Duration.ZERO;
        }
        Watch watch = watch(deployment.id());
        watch.inFlight.decrementAndGet();
        CooldownRules.Window window = watch.minute.count(minute(), false);
        Instant now = time.instant();
        int recent = watch.recentFails(now, rules.failureMemory(deployment));
        // A pattern serves many models: one of them failing says little about the rest.
        Duration out =
                deployment.wildcard()
                        ? Duration.ZERO
                        : rules.after(failure, deployment, window, recent, others);
        if (out.isPositive()) {
            Instant until = now.plus(out);
            watch.coolingUntil.accumulateAndGet(until, (a, b) -> a.isAfter(b) ? a : b);
        }
        return out;
    }

    /// Forgets deployments that the configuration does not have any more.
    public void keepOnly(Collection<DeploymentId> deployments) {
        watches.keySet().retainAll(deployments);
    }

    private Watch watch(DeploymentId deployment) {
        Watch known = watches.get(deployment);
        return known != null ? known : watches.computeIfAbsent(deployment, _ -> new Watch());
    }

    private long minute() {
        return time.millis() / 60_000;
    }

    private static final class Watch {
        final AtomicInteger inFlight = new AtomicInteger();
        final AtomicReference<Instant> coolingUntil = new AtomicReference<>(Instant.MIN);
        final MinuteCount minute = new MinuteCount();
        final AtomicReference<Fails> fails = new AtomicReference<>(new Fails(0, Instant.MIN));

        int recentFails(Instant now, Duration memory) {
            return fails.updateAndGet(
                            old ->
                                    now.isBefore(old.until())
                                            ? new Fails(old.count() + 1, old.until())
                                            : new Fails(1, now.plus(memory)))
                    .count();
        }
    }

    private record Fails(int count, Instant until) {}

    /// Successes and failures of one clock minute in one word: 24 bits of the minute, 20 of each
    /// count (which stop at their maximum).
    private static final class MinuteCount {
        private static final int MAX = 0xFFFFF;
        private final AtomicLong word = new AtomicLong();

        CooldownRules.Window count(long minute, boolean success) {
            long stamp = minute & 0xFFFFFF;
            long counted =
                    word.updateAndGet(
                            old -> {
                                long base = old >>> 40 == stamp ? old : stamp << 40;
                                long successes = base >>> 20 & MAX;
                                long failures = base & MAX;
                                if (success) {
                                    successes = Math.min(MAX, successes + 1);
                                } else {
                                    failures = Math.min(MAX, failures + 1);
                                }
                                return stamp << 40 | successes << 20 | failures;
                            });
            return new CooldownRules.Window((int) (counted >>> 20 & MAX), (int) (counted & MAX));
        }
    }
}
