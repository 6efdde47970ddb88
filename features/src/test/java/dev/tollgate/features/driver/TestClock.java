package dev.tollgate.features.driver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/// Time in the scenario's hand. A wait of the gateway moves it instead of holding anybody up.
final class TestClock implements InstantSource {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final List<Duration> waits = new CopyOnWriteArrayList<>();

    @Override
    public Instant instant() {
        return now.get();
    }

    /// A clock for durations: real time and what was let pass besides.
    long nanoTime() {
        return System.nanoTime() + Duration.between(START, now.get()).toNanos();
    }

    void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    void waitFor(Duration time) {
        waits.add(time);
        pass(time);
    }

    List<Duration> waits() {
        return List.copyOf(waits);
    }
}
