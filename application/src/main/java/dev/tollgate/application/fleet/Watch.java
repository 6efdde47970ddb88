package dev.tollgate.application.fleet;

import dev.tollgate.domain.fleet.DeploymentState;
import dev.tollgate.domain.fleet.DeploymentState.Circuit;
import dev.tollgate.domain.fleet.Health;
import dev.tollgate.domain.fleet.Latency;
import dev.tollgate.domain.usage.Usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// What is known of one deployment. Lock-free; every part is consistent by itself.
final class Watch {
    private static final long SMOOTHING = 8;

    final OutcomeCounter outcomes = new OutcomeCounter();
    final RecentCalls recent = new RecentCalls();
    final MinuteCounter requests = new MinuteCounter();
    final AtomicReference<Health> health = new AtomicReference<>(Health.UNKNOWN);
    final AtomicReference<Latency> firstToken = new AtomicReference<>(Latency.UNKNOWN);
    final AtomicLong turn = new AtomicLong();

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicReference<Instant> coolingUntil = new AtomicReference<>(Instant.MIN);
    private final AtomicReference<Latency> perToken = new AtomicReference<>(Latency.UNKNOWN);
    private final AtomicReference<Fails> fails = new AtomicReference<>(new Fails(0, Instant.MIN));
    private final MinuteCounter tokens = new MinuteCounter();
    private final AtomicLong usualTokens = new AtomicLong();

    /// How often the circuit opened, and up to which of these it has closed again.
    private final AtomicLong opened = new AtomicLong();

    private final AtomicLong closed = new AtomicLong();

    /// Who probes; free while nobody does.
    private final AtomicReference<Pass> probe = new AtomicReference<>(Pass.FREE);

    DeploymentState state(Instant now, long minute) {
        return new DeploymentState(
                inFlight.get(),
                coolingUntil.get(),
                circuit(),
                requests.in(minute),
                tokens.in(minute),
                usualTokens.get(),
                perToken.get(),
                firstToken.get(),
                health.get());
    }

    private Circuit circuit() {
        if (!open()) {
            return Circuit.CLOSED;
        }
        return probe.get() == Pass.FREE ? Circuit.OPEN : Circuit.PROBED;
    }

    boolean cooling(Instant now) {
        return now.isBefore(coolingUntil.get());
    }

    /// How often the circuit has opened so far.
    long openings() {
        return opened.get();
    }

    private boolean open() {
        return closed.get() < opened.get();
    }

    /// Whether the circuit is open since the last of so many openings.
    boolean openSince(long openings) {
        return closed.get() < openings && opened.get() == openings;
    }

    /// An attempt shows that the deployment works. Only one that began after the circuit opened can
    /// close it.
    ///
    /// @param openings how many there were when the attempt began
    /// @return whether it closed the circuit
    boolean closes(long openings) {
        Pass prober = probe.get();
        if (closed.get() >= openings
                || closed.getAndAccumulate(openings, Math::max) >= openings
                || open()) {
            return false;
        }
        // It has told what it was sent for, and may go on for long.
        probe.compareAndSet(prober, Pass.FREE);
        return true;
    }

    void began() {
        inFlight.incrementAndGet();
    }

    void ended() {
        inFlight.decrementAndGet();
    }

    /// @param began when the attempt began: a check that failed later knows better
    void worked(Observation seen, Instant began, Instant now, long minute) {
        if (!health.get().healthy()) {
            health.updateAndGet(old -> began.isBefore(old.at()) ? old : old.found(true, now));
        }
        long used = seen.usage().totalTokens();
        if (used > 0) {
            tokens.add(minute, used);
            usualTokens.updateAndGet(old -> old == 0 ? used : old + (used - old) / SMOOTHING);
        }
        switch (seen) {
            case Observation.Plain(Usage usage, Duration duration) -> {
                double seconds = seconds(duration) / Math.max(1, usage.outputTokens());
                perToken.updateAndGet(old -> old.with(seconds, now));
            }
            case Observation.Streamed(Usage _, Duration first) -> {
                double seconds = seconds(first);
                firstToken.updateAndGet(old -> old.with(seconds, now));
            }
            case Observation.Untimed(Usage _) -> {}
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /// @param streaming whether the first content of a stream is what was waited for; plain answers
    ///   have more time, and are judged by themselves
    void timedOut(boolean streaming, Instant now) {
        (streaming ? firstToken : perToken).updateAndGet(old -> old.withTimeout(now));
    }

    int recentFails(Instant now, Duration memory) {
        return fails.updateAndGet(
                        old ->
                                now.isBefore(old.until())
                                        ? new Fails(old.count() + 1, old.until())
                                        : new Fails(1, now.plus(memory)))
                .count();
    }

    /// @param opens whether calls go elsewhere until it has worked again
    void cool(Instant until, boolean opens) {
        coolingUntil.accumulateAndGet(until, (a, b) -> a.isAfter(b) ? a : b);
        if (opens) {
            opened.incrementAndGet();
        }
    }

    Optional<Pass> pass(Instant now) {
        if (!open()) {
            return Optional.of(Pass.FREE);
        }
        Pass mine = new Probe();
        return !cooling(now) && probe.compareAndSet(Pass.FREE, mine)
                ? Optional.of(mine)
                : Optional.empty();
    }

    private final class Probe implements Pass {
        @Override
        public void close() {
            probe.compareAndSet(this, FREE);
        }
    }

    private record Fails(int count, Instant until) {}
}
