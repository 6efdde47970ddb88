package dev.tollgate.application.limit;

import dev.tollgate.domain.limit.RateLimit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What is counted for one kind of limit of one subject. Whoever takes several locks takes them in
/// the order of the names; nobody holds one across I/O.
final class Counted implements Comparable<Counted> {
    private final RateLimit.Kind kind;
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final SlidingWindow window = new SlidingWindow();
    private final HeldPart part = new HeldPart();
    private long running;
    private boolean gone;

    Counted(RateLimit limit) {
        this.kind = limit.kind();
        this.name = limit.name();
    }

    String name() {
        return name;
    }

    RateLimit.Kind kind() {
        return kind;
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /// The part of it that this replica holds, where limits are shared. Needs the lock, as
    /// everything below does that does not say otherwise.
    HeldPart part() {
        return part;
    }

    /// What counts against the limit.
    long used(long limit, long second) {
        return kind == RateLimit.Kind.PARALLEL ? running : window.counted(limit, second);
    }

    long left(long limit, long second) {
        return Math.max(0, limit - used(limit, second));
    }

    void take(long amount, long limit, long second) {
        if (kind == RateLimit.Kind.PARALLEL) {
            running += amount;
        } else {
            window.add(amount, second, limit);
        }
        if (amount < 0) {
            changed.signalAll();
        }
    }

    /// Of what was taken in a second so much was not used.
    void takeBack(long amount, long limit, long then, long second) {
        window.takeBack(amount, then, second, limit);
        changed.signalAll();
    }

    long secondsUntil(long amount, long limit, long second) {
        return kind == RateLimit.Kind.PARALLEL ? 1 : window.secondsUntil(amount, limit, second);
    }

    /// The store has answered, or will not: whoever waits looks again.
    void stopAsking() {
        part.stopAsking();
        changed.signalAll();
    }

    /// Waits until something changed, or at most this long. Takes the lock itself.
    ///
    /// @param whileAsking whether only an answer is waited for
    void awaitChange(long nanos, boolean whileAsking) throws InterruptedException {
        lock.lock();
        try {
            if (!whileAsking || part.asking()) {
                part.waits(1);
                try {
                    boolean _ = changed.await(nanos, TimeUnit.NANOSECONDS);
                } finally {
                    part.waits(-1);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends it if there is nothing in it worth keeping. Takes the lock itself.
    boolean endIfEmpty(long second) {
        lock.lock();
        try {
            gone = running == 0 && window.empty(second) && part.empty();
            return gone;
        } finally {
            lock.unlock();
        }
    }

    boolean gone() {
        return gone;
    }

    @Override
    public int compareTo(Counted other) {
        return name.compareTo(other.name);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
