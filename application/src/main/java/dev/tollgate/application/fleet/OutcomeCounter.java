package dev.tollgate.application.fleet;

import dev.tollgate.domain.fleet.CooldownRules;

import java.util.concurrent.atomic.AtomicLong;

/// Successes and failures of one clock minute in one word: 24 bits of the minute, 20 of each count
/// (which stop at their maximum).
final class OutcomeCounter {
    private static final int MAX = 0xFFFFF;
    private final AtomicLong word = new AtomicLong();

    CooldownRules.Window count(long minute, boolean success) {
        long counted = word.updateAndGet(old -> counted(old, minute, success));
        return new CooldownRules.Window((int) (counted >>> 20 & MAX), (int) (counted & MAX));
    }

    private static long counted(long old, long minute, boolean success) {
        long stamp = Stamp.notOlder(old, minute, 1);
        long base = old >>> 40 == stamp ? old : stamp << 40;
        long successes = base >>> 20 & MAX;
        long failures = base & MAX;
        if (success) {
            successes = Math.min(MAX, successes + 1);
        } else {
            failures = Math.min(MAX, failures + 1);
        }
        return stamp << 40 | successes << 20 | failures;
    }
}
