package dev.tollgate.application.fleet;

import java.util.concurrent.atomic.AtomicLong;

/// A count that begins anew with every clock minute, in one word: 24 bits of the minute, 40 of the
/// count (which stops at its maximum).
final class MinuteCounter {
    private static final long MAX = (1L << 40) - 1;
    private static final long STAMP = (1L << 24) - 1;

    private final AtomicLong word = new AtomicLong();

    void add(long minute, long amount) {
        word.updateAndGet(old -> packed(minute, in(old, minute) + amount));
    }

    /// Counts one more unless that would exceed the limit.
    boolean addWithin(long minute, long limit) {
        while (true) {
            long old = word.get();
            long count = in(old, minute);
            if (count >= limit) {
                return false;
            }
            if (word.compareAndSet(old, packed(minute, count + 1))) {
                return true;
            }
        }
    }

    long in(long minute) {
        return in(word.get(), minute);
    }

    private static long in(long packed, long minute) {
        return packed >>> 40 == (minute & STAMP) ? packed & MAX : 0;
    }

    private static long packed(long minute, long count) {
        return (minute & STAMP) << 40 | Math.min(MAX, count);
    }
}
