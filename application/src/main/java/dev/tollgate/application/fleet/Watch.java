package dev.tollgate.application.fleet;

import dev.tollgate.domain.fleet.DeploymentState;
import dev.tollgate.domain.fleet.DeploymentState.Circuit;
import dev.tollgate.domain.fleet.Health;
import dev.tollgate.domain.fleet.Latency;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// What is known of one deployment. Lock-free; every part is consistent by itself.
final class Watch {
    /// How long a probe keeps others from probing, should nobody hear of its end.
    private static final long PROBE_MILLIS = 60_000;

    private static final long NOBODY = Long.MIN_VALUE;
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
    private final AtomicLong probeSince = new AtomicLong(NOBODY);
    private volatile boolean open;

    DeploymentState state(Instant now, long minute) {
        return new DeploymentState(
                inFlight.get(),
                coolingUntil.get(),
                circuit(now),
                requests.in(minute),
                tokens.in(minute),
                usualTokens.get(),
                perToken.get(),
                firstToken.get(),
                health.get());
    }

    private Circuit circuit(Instant now) {
        if (!open) {
            return Circuit.CLOSED;
        }
        return probed(probeSince.get(), now) ? Circuit.PROBED : Circuit.OPEN;
    }

    private static boolean probed(long since, Instant now) {
        return since != NOBODY && now.toEpochMilli() - since < PROBE_MILLIS;
    }

    boolean cooling(Instant now) {
        return now.isBefore(coolingUntil.get());
    }

    boolean open() {
        return open;
    }

    void began() {
        inFlight.incrementAndGet();
    }

    /// An attempt that began under a watch which a reload threw away may end under this one.
    void ended() {
        inFlight.updateAndGet(running -> Math.max(0, running - 1));
        untried();
    }

    void untried() {
        if (probeSince.get() != NOBODY) {
            probeSince.set(NOBODY);
        }
    }

    void worked(Observation seen, Instant now, long minute) {
        if (open) {
            open = false;
        }
        if (!health.get().healthy()) {
            health.updateAndGet(old -> old.found(true, now));
        }
        long used = seen.usage().totalTokens();
        if (used > 0) {
            tokens.add(minute, used);
            usualTokens.updateAndGet(old -> old == 0 ? used : old + (used - old) / SMOOTHING);
        }
        if (seen.firstToken().isPositive()) {
            double seconds = seconds(seen.firstToken());
            firstToken.updateAndGet(old -> old.with(seconds, now));
        } else {
            double seconds = seconds(seen.duration()) / Math.max(1, seen.usage().outputTokens());
            perToken.updateAndGet(old -> old.with(seconds, now));
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    void timedOut(Instant now) {
        perToken.updateAndGet(old -> old.withTimeout(now));
        firstToken.updateAndGet(old -> old.withTimeout(now));
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
            open = true;
        }
    }

    boolean mayTry(Instant now) {
        if (!open || cooling(now)) {
            return true;
        }
        long since = probeSince.get();
        return !probed(since, now) && probeSince.compareAndSet(since, now.toEpochMilli());
    }

    private record Fails(int count, Instant until) {}
}
