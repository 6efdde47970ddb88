package dev.tollgate.application.fleet;

import java.util.concurrent.atomic.AtomicLong;

/// A count that begins anew with every clock minute, in one word: 24 bits of the minute, 40 of the
/// count (which stops at its maximum).
final class MinuteCounter {
    private static final long MAX = (1L << 40) - 1;
    private static final long STAMP = (1L << 24) - 1;

    private final AtomicLong word = new AtomicLong();

    void add(long minute, long amount) {
        word.updateAndGet(
                old -> {
                    long counted = notOlder(old, minute);
                    return packed(counted, in(old, counted) + amount);
                });
    }

    /// Counts one more unless that would exceed the limit.
    boolean addWithin(long minute, long limit) {
        while (true) {
            long old = word.get();
            long counted = notOlder(old, minute);
            long count = in(old, counted);
            if (count >= limit) {
                return false;
            }
            if (word.compareAndSet(old, packed(counted, count + 1))) {
                return true;
            }
        }
    }

    /// Who read the clock just before a minute ended and comes late counts into the next one.
    private static long notOlder(long packed, long minute) {
        return ((packed >>> 40) - minute & STAMP) == 1 ? minute + 1 : minute;
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
