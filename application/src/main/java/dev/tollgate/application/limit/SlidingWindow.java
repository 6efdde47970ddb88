package dev.tollgate.application.limit;

import java.util.Arrays;

/// An amount per 60 seconds, in a slot for each second: what was counted in a second is forgotten
/// when that second as a whole is 60 seconds ago, so that no 60 seconds ever hold more than is
/// allowed. What is found out too late to be refused becomes a debt, which is paid off before
/// anything else is allowed. Not thread-safe.
final class SlidingWindow {
    private static final int SLOTS = 61;

    private final long[] slots = new long[SLOTS];
    private long second;
    private long sum;
    private long debt;

    /// What is left of the limit.
    long left(long limit, long now) {
        return Math.max(0, limit - counted(limit, now));
    }

    /// What counts against the limit: what was used and what is owed.
    long counted(long limit, long now) {
        moveTo(now, limit);
        return sum + debt;
    }

    void add(long amount, long now, long limit) {
        moveTo(now, limit);
        int slot = slot(second);
        slots[slot] += amount;
        sum += amount;
        long over = Math.min(sum - limit, slots[slot]);
        if (over > 0) {
            slots[slot] -= over;
            sum -= over;
            debt += over;
        }
    }

    /// Takes back what was counted too much in a second that is not forgotten yet: of what is owed
    /// first.
    void takeBack(long amount, long then, long now, long limit) {
        moveTo(now, limit);
        long owed = Math.min(debt, amount);
        debt -= owed;
        if (second - then < SLOTS) {
            long back = Math.min(slots[slot(then)], amount - owed);
            slots[slot(then)] -= back;
            sum -= back;
        }
    }

    /// Seconds until this much is left, if nothing else is counted: about right where there is a
    /// debt, exact where there is none.
    long secondsUntil(long amount, long limit, long now) {
        moveTo(now, limit);
        long counted = sum;
        long ahead = 0;
        while (ahead < SLOTS && limit - counted < Math.min(amount, limit)) {
            counted -= slots[slot(second + 1 + ahead)];
            ahead++;
        }
        return ahead + SLOTS * Math.ceilDiv(debt, Math.max(1, limit));
    }

    boolean empty(long now) {
        return debt == 0 && (sum == 0 || now - second > SLOTS);
    }

    private void moveTo(long now, long limit) {
        long steps = now - second;
        if (steps <= 0) {
            return;
        }
        if (steps > SLOTS) {
            Arrays.fill(slots, 0);
            sum = 0;
            debt = Math.max(0, debt - (steps / SLOTS - 1) * limit);
            second = now;
            pay(limit);
            return;
        }
        while (second < now) {
            second++;
            sum -= slots[slot(second)];
            slots[slot(second)] = 0;
            pay(limit);
        }
    }

    /// What has come free is counted once more for what was used too much before.
    private void pay(long limit) {
        long paid = Math.min(debt, Math.max(0, limit - sum));
        slots[slot(second)] += paid;
        sum += paid;
        debt -= paid;
    }

    private static int slot(long second) {
        return (int) Math.floorMod(second, SLOTS);
    }
}
