package dev.tollgate.application.fleet;

import java.util.concurrent.atomic.AtomicLongArray;

/// Attempts and repeated ones of the last ten seconds, in a word for each second: 24 bits of the
/// second, 20 of each count.
final class RecentCalls {
    private static final int SECONDS = 10;
    private static final long MAX = 0xFFFFF;
    private static final long ONE_CALL = 1L << 20;

    /// A thread may come so many seconds late, and more.
    private static final long LATE = 60;

    /// Repeats that are free, however little is going on.
    private static final long FREE_REPEATS = 3;

    private static final long PART = 5;

    private final AtomicLongArray seconds = new AtomicLongArray(SECONDS);

    void count(long second) {
        seconds.updateAndGet(slot(second), old -> current(old, second) + ONE_CALL);
    }

    /// Counts one more repeat if it is within a fifth of the attempts, or among the free ones.
    boolean takeRepeat(long second) {
        while (true) {
            long old = seconds.get(slot(second));
            if (!roomForRepeat(second)) {
                return false;
            }
            long counted = current(old, second) + 1;
            if (seconds.compareAndSet(slot(second), old, counted)) {
                return true;
            }
        }
    }

    private boolean roomForRepeat(long second) {
        long calls = 0;
        long repeats = 0;
        for (int i = 0; i < SECONDS; i++) {
            long word = seconds.get(i);
            long age = Stamp.age(word, second);
            if (word != 0 && age < SECONDS && age >= -LATE) {
                calls += word >>> 20 & MAX;
                repeats += word & MAX;
            }
        }
        return repeats < Math.max(FREE_REPEATS, calls / PART);
    }

    private static int slot(long second) {
        return (int) (second % SECONDS);
    }

    /// The counts of this second, 0 where the slot still holds those of an older one. Who comes so
    /// late that a newer one took its place counts into that.
    private static long current(long word, long second) {
        long stamp = Stamp.notOlder(word, second, LATE);
        return word >>> 40 == stamp ? word : stamp << 40;
    }
}
