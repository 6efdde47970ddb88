package dev.tollgate.features.driver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/// Time in the scenario's hand. A wait of the gateway moves it instead of holding anybody up.
final class TestClock implements InstantSource {
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<Duration> waits = new CopyOnWriteArrayList<>();

    @Override
    public Instant instant() {
        return now.get();
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
