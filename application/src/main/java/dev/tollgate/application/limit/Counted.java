package dev.tollgate.application.limit;

import dev.tollgate.domain.limit.RateLimit;

import java.util.concurrent.locks.ReentrantLock;

/// What is counted for one kind of limit of one subject. Whoever takes several locks takes them in
/// the order of the names.
final class Counted implements Comparable<Counted> {
    private final RateLimit.Kind kind;
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final SlidingWindow window = new SlidingWindow();
    private long running;
    private boolean gone;

    Counted(RateLimit limit) {
        this.kind = limit.kind();
        this.name = limit.subject() + "|" + limit.kind();
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /// Needs the lock, as everything below does.
    long left(long limit, long second) {
        return kind == RateLimit.Kind.PARALLEL
                ? Math.max(0, limit - running)
                : window.left(limit, second);
    }

    void take(long amount, long limit, long second) {
        if (kind == RateLimit.Kind.PARALLEL) {
            running += amount;
        } else {
            window.add(amount, second, limit);
        }
    }

    long secondsUntil(long amount, long limit, long second) {
        return kind == RateLimit.Kind.PARALLEL ? 1 : window.secondsUntil(amount, limit, second);
    }

    /// Ends it if there is nothing in it worth keeping.
    boolean endIfEmpty(long second) {
        lock.lock();
        try {
            gone = running == 0 && window.empty(second);
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
