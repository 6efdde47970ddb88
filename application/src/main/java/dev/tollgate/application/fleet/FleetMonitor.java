package dev.tollgate.application.fleet;

import dev.tollgate.application.port.out.SharedCooldowns;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.fleet.DeploymentState;
import dev.tollgate.domain.fleet.FleetSnapshot;
import dev.tollgate.domain.fleet.Latency;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Watches every attempt and knows how each deployment is doing. Lock-free; holds a few hundred
/// bytes per deployment of the running configuration.
public final class FleetMonitor {
    private static final int SPREADS = 4;

    /// What others tell of deployments that are not in this configuration takes no more room.
    private static final int MOST_WATCHED = 10_000;

    private final InstantSource time;
    private final SharedCooldowns others;
    private final Map<DeploymentId, Watch> watches = new ConcurrentHashMap<>();

    /// For a gateway without other replicas.
    public FleetMonitor(InstantSource time) {
        this(time, SharedCooldowns.NONE);
    }

    /// @param others hears of every cooldown that begins here
    public FleetMonitor(InstantSource time, SharedCooldowns others) {
        this.time = time;
        this.others = others;
    }

    public Instant now() {
        return time.instant();
    }

    /// What is known of these candidates now, for one plan: takes a turn of those who go in turns.
    public FleetSnapshot snapshot(List<Candidate> candidates) {
        return snapshot(
                candidates, watch(candidates.getFirst().deployment().id()).turn.getAndIncrement());
    }

    /// The same for somebody who only looks.
    public FleetSnapshot look(List<Candidate> candidates) {
        Watch first = watches.get(candidates.getFirst().deployment().id());
        return snapshot(candidates, first == null ? 0 : first.turn.get());
    }

    private FleetSnapshot snapshot(List<Candidate> candidates, long turn) {
        Instant now = time.instant();
        long minute = minute(now);
        DeploymentState[] states = new DeploymentState[candidates.size()];
        for (int i = 0; i < states.length; i++) {
            Watch watch = watches.get(candidates.get(i).deployment().id());
            states[i] = watch == null ? DeploymentState.FRESH : watch.state(now, minute);
        }
        return new FleetSnapshot(now, turn, List.of(states));
    }

    public boolean cooling(DeploymentId deployment) {
        Watch watch = watches.get(deployment);
        return watch != null && watch.cooling(time.instant());
    }

    /// Takes the right to ask this deployment once more, if there is one left: repeats of the last
    /// ten seconds stay within a fifth of the attempts, three of them being free. Taken before the
    /// wait that precedes a repeat, so that callers who wait together do not all come back.
    public boolean takeRepeat(DeploymentId deployment) {
        Watch watch = watches.get(deployment);
        return watch == null || watch.recent.takeRepeat(second(time.instant()));
    }

    /// The right to try a deployment that has a stand-in but no other deployment beside it. Once
    /// such a one has cooled, one call at a time has it, as its probe, until it closes it or the
    /// deployment answers.
    ///
    /// @return empty while the deployment cools or another call probes it
    public Optional<Pass> pass(DeploymentId deployment) {
        Watch watch = watches.get(deployment);
        return watch == null ? Optional.of(Pass.FREE) : watch.pass(time.instant());
    }

    /// The time after which a stream of this deployment has nearly always begun: the decaying mean
    /// and four times its spread, twice the mean at least. Empty before ten streams were seen.
    public Optional<Duration> typicalFirstToken(DeploymentId deployment) {
        Watch watch = watches.get(deployment);
        Latency seen = watch == null ? Latency.UNKNOWN : watch.firstToken.get();
        if (seen.samples() < Latency.ENOUGH) {
            return Optional.empty();
        }
        double seconds = Math.max(2 * seen.mean(), seen.mean() + SPREADS * seen.spread());
        return Optional.of(Duration.ofNanos((long) (seconds * 1e9)));
    }

    /// An attempt begins.
    ///
    /// @param streaming whether its answer comes as a stream
    public WatchedAttempt started(Deployment deployment, boolean streaming) {
        Instant now = time.instant();
        Watch watch = watch(deployment.id());
        watch.requests.add(minute(now), 1);
        return begin(deployment, streaming, watch, now);
    }

    /// The same, unless the deployment's requests of this minute are used up: then nothing begins,
    /// and nothing is counted. However many ask at once, no more begin than its `rpm`.
    public Optional<WatchedAttempt> startedWithinLimit(Deployment deployment, boolean streaming) {
        long rpm = deployment.share().rpm();
        if (rpm <= 0) {
            return Optional.of(started(deployment, streaming));
        }
        Instant now = time.instant();
        Watch watch = watch(deployment.id());
        return watch.requests.addWithin(minute(now), rpm)
                ? Optional.of(begin(deployment, streaming, watch, now))
                : Optional.empty();
    }

    private WatchedAttempt begin(
            Deployment deployment, boolean streaming, Watch watch, Instant now) {
        watch.recent.count(second(now));
        return new WatchedAttempt(deployment, streaming, watch, time, others, now);
    }

    /// Until limits per minute begin anew.
    public Duration untilNextMinute() {
        return Duration.ofSeconds(60 - Math.floorMod(time.instant().getEpochSecond(), 60L));
    }

    /// Another replica left this deployment alone a moment ago. One that nobody here has asked yet
    /// is left alone as well.
    public void leaveAlone(DeploymentId deployment, Duration length) {
        boolean room = watches.size() < MOST_WATCHED || watches.containsKey(deployment);
        if (length.isPositive() && room) {
            watch(deployment).cool(time.instant().plus(length), true);
        }
    }

    /// A health check ended.
    public void probed(DeploymentId deployment, boolean healthy) {
        Instant now = time.instant();
        watch(deployment).health.updateAndGet(old -> old.found(healthy, now));
    }

    /// Forgets deployments that the configuration does not have any more.
    public void keepOnly(Collection<DeploymentId> deployments) {
        watches.keySet().retainAll(deployments);
    }

    private Watch watch(DeploymentId deployment) {
        Watch known = watches.get(deployment);
        return known != null ? known : watches.computeIfAbsent(deployment, _ -> new Watch());
    }

    static long minute(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), 60L);
    }

    private static long second(Instant now) {
        return Math.max(0, now.getEpochSecond());
    }
}
