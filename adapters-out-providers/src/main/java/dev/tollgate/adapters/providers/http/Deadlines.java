package dev.tollgate.adapters.providers.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// Ends exchanges whose time is over. One thread looks at all of them every few milliseconds, so
/// that a call costs two operations on a set and neither a timer nor a thread. The thread runs only
/// while there is something to watch.
final class Deadlines {
    private static final long TICK_NANOS = 10_000_000;
    private static final int IDLE_TICKS = 500;

    private final Set<Exchange> watched = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean awake = new AtomicBoolean();

    void watch(Exchange exchange) {
        watched.add(exchange);
        if (!awake.get()) {
            wake();
        }
    }

    void forget(Exchange exchange) {
        watched.remove(exchange);
    }

    /// How long the longest exchange may still take, in nanoseconds; 0 when there is none.
    long longestLeft() {
        long now = System.nanoTime();
        long longest = 0;
        for (Exchange exchange : watched) {
            longest = Math.max(longest, exchange.totalLeft(now));
        }
        return longest;
    }

    private void wake() {
        if (awake.compareAndSet(false, true)) {
            // A platform thread: deadlines must hold even when every carrier is busy.
            Thread.ofPlatform().daemon().name("provider-deadlines").start(this::run);
        }
    }

    private void run() {
        int idle = 0;
        while (idle < IDLE_TICKS) {
            LockSupport.parkNanos(TICK_NANOS);
            if (watched.isEmpty()) {
                idle++;
            } else {
                idle = 0;
                long now = System.nanoTime();
                for (Exchange exchange : watched) {
                    exchange.expireAt(now);
                }
            }
        }
        awake.set(false);
        if (!watched.isEmpty()) {
            wake();
        }
    }
}
