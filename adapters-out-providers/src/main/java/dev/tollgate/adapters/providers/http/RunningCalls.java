package dev.tollgate.adapters.providers.http;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Counts exchanges, for the one who waits until there are none.
final class RunningCalls {
    private final AtomicLong count = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean awaited;

    void begin() {
        count.incrementAndGet();
    }

    void end() {
        if (count.decrementAndGet() == 0 && awaited) {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /// @return whether there are none; false after this time, or when interrupted
    boolean awaitNone(long nanos) {
        lock.lock();
        try {
            awaited = true;
            long left = nanos;
            while (count.get() > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return count.get() == 0;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
