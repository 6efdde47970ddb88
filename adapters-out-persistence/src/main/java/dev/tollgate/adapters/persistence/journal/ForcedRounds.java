package dev.tollgate.adapters.persistence.journal;

import dev.tollgate.application.port.out.StorageUnavailable;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Rounds in which all that was written is brought to the disk, and those who wait for one. Whoever
/// asks during a round waits for the next: it has what they wrote for sure.
final class ForcedRounds {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition asked = lock.newCondition();
    private final Condition ended = lock.newCondition();
    private long begun;
    private long over;
    private long good;
    private boolean wanted;
    private boolean closed;
    private boolean finished;

    /// Waits until what the caller wrote is on the disk.
    ///
    /// @throws StorageUnavailable it may not be
    void await() {
        lock.lock();
        try {
            long mine = begun + 1;
            wanted = true;
            asked.signal();
            while (over < mine && !finished) {
                ended.awaitUninterruptibly();
            }
            if (good < mine) {
                throw new StorageUnavailable(
                        "the journal cannot be brought to the disk",
                        new IllegalStateException("the disk fails, or the gateway closes"));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Begins a round, after this time or as soon as somebody waits for one.
    ///
    /// @return false: it is the last one, as the journal closes
    boolean begin(Duration interval) throws InterruptedException {
        lock.lock();
        try {
            long left = interval.toNanos();
            while (!wanted && !closed && left > 0) {
                left = asked.awaitNanos(left);
            }
            wanted = false;
            begun++;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /// How many wait.
    int waiting() {
        lock.lock();
        try {
            return lock.getWaitQueueLength(ended);
        } finally {
            lock.unlock();
        }
    }

    void end(boolean well) {
        lock.lock();
        try {
            over = begun;
            good = well ? begun : good;
            finished = closed;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Has the next round be the last.
    void close() {
        lock.lock();
        try {
            closed = true;
            asked.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
