package dev.tollgate.application.fleet;

import java.util.concurrent.atomic.AtomicLong;

/// A count that begins anew with every clock minute, in one word: 24 bits of the minute, 40 of the
/// count (which stops at its maximum).
final class MinuteCounter {
    private static final long MAX = (1L << 40) - 1;

    private final AtomicLong word = new AtomicLong();

    void add(long minute, long amount) {
        word.updateAndGet(
                old -> {
                    long stamp = Stamp.notOlder(old, minute, 1);
                    return packed(stamp, in(old, stamp) + amount);
                });
    }

    /// Counts one more unless that would exceed the limit.
    boolean addWithin(long minute, long limit) {
        while (true) {
            long old = word.get();
            long stamp = Stamp.notOlder(old, minute, 1);
            long count = in(old, stamp);
            if (count >= limit) {
                return false;
            }
            if (word.compareAndSet(old, packed(stamp, count + 1))) {
                return true;
            }
        }
    }

    long in(long minute) {
        long now = word.get();
        return in(now, Stamp.notOlder(now, minute, 1));
    }

    private static long in(long packed, long stamp) {
        return packed >>> 40 == stamp ? packed & MAX : 0;
    }

    private static long packed(long stamp, long count) {
        return stamp << 40 | Math.min(MAX, count);
    }
}
