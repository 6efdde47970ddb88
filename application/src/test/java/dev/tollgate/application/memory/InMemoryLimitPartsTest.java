package dev.tollgate.application.memory;

import dev.tollgate.application.port.out.LimitParts;
import dev.tollgate.application.testkit.contract.LimitPartsContract;

import java.time.Duration;
import java.time.Instant;

class InMemoryLimitPartsTest implements LimitPartsContract {
    private Instant now = Instant.parse("2026-11-26T10:00:00Z");
    private final LimitParts parts = new InMemoryLimitParts(() -> now);

    @Override
    public LimitParts parts() {
        return parts;
    }

    @Override
    public void pass(Duration time) {
        now = now.plus(time);
    }
}
