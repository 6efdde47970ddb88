package dev.tollgate.application.fleet;

import java.util.concurrent.atomic.AtomicLongArray;

/// Attempts and repeated ones of the last ten seconds, in a word for each second: 24 bits of the
/// second, 20 of each count.
final class RecentCalls {
    private static final int SECONDS = 10;
    private static final int MAX = 0xFFFFF;
    private static final long STAMP = 0xFFFFFF;

    /// Repeats that are free, however little is going on.
    private static final long FREE_REPEATS = 3;

    private static final long PART = 5;

    private final AtomicLongArray seconds = new AtomicLongArray(SECONDS);

    void count(long second, boolean repeat) {
        long stamp = second & STAMP;
        seconds.updateAndGet(
                (int) (second % SECONDS),
                old -> {
                    long base = old >>> 40 == stamp ? old : stamp << 40;
                    long calls = Math.min(MAX, (base >>> 20 & MAX) + 1);
                    long repeats = Math.min(MAX, (base & MAX) + (repeat ? 1 : 0));
                    return stamp << 40 | calls << 20 | repeats;
                });
    }

    /// Whether one more repeat is within a fifth of the attempts, or among the free ones.
    boolean mayRepeat(long second) {
        long calls = 0;
        long repeats = 0;
        for (int i = 0; i < SECONDS; i++) {
            long word = seconds.get(i);
            long age = (second - (word >>> 40)) & STAMP;
            if (age < SECONDS) {
                calls += word >>> 20 & MAX;
                repeats += word & MAX;
            }
        }
        return repeats < Math.max(FREE_REPEATS, calls / PART);
    }
}
