package dev.tollgate.application.testkit;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Ids in the order in which they were asked for.
public final class Ids implements Supplier<UUID> {
    private final AtomicLong last = new AtomicLong();

    @Override
    public UUID get() {
        return new UUID(0x7000L, last.incrementAndGet());
    }
}
