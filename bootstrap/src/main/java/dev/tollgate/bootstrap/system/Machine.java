package dev.tollgate.bootstrap.system;

import dev.tollgate.application.port.out.Pause;
import dev.tollgate.domain.call.Cancellation;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The machine the gateway runs on: its clocks, its chance, its environment.
public final class Machine {
    private Machine() {}

    public static InstantSource clock() {
        return InstantSource.system();
    }

    public static LongSupplier nanoTime() {
        return System::nanoTime;
    }

    /// Chance for routing and jitter; not for secrets.
    public static Supplier<RandomGenerator> random() {
        return ThreadLocalRandom::current;
    }

    public static RandomGenerator secureRandom() {
        return new SecureRandom();
    }

    /// Ids of calls: unique, not secret. They are ordered by time because the ledger has an index
    /// of them, which grows at one end then and not everywhere.
    public static Supplier<String> callIds(InstantSource clock) {
        Supplier<UUID> ids = timeOrderedIds(clock);
        return () -> ids.get().toString();
    }

    /// Ids that are unique, not secret, and ordered by the time at which they were made (UUID
    /// version 7).
    public static Supplier<UUID> timeOrderedIds(InstantSource clock) {
        return () -> {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            long high = clock.millis() << 16 | 0x7000L | random.nextLong() & 0xFFFL;
            long low = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | Long.MIN_VALUE;
            return new UUID(high, low);
        };
    }

    public static Map<String, String> environment() {
        return System.getenv();
    }

    /// Waits on the calling thread, until the call is cancelled at the latest.
    public static Pause pause() {
        return Machine::pauseUnlessCancelled;
    }

    private static void pauseUnlessCancelled(Duration duration, Cancellation cancellation) {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (var _ = cancellation.onCancel(cancelled::countDown)) {
            boolean _ = cancelled.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
