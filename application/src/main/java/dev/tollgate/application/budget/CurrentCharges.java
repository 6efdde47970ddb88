package dev.tollgate.application.budget;

import dev.tollgate.domain.budget.Budget;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The charges on budgets in their present periods. A period is worked out once, not for every call
/// that is in it.
final class CurrentCharges {
    /// Above this many all are worked out anew.
    private static final int MOST = 100_000;

    private final Map<Budget, Current> known = new ConcurrentHashMap<>();

    Charge of(Budget budget, Instant now, ZoneId zone) {
        @Nullable Current current = known.get(budget);
        if (current == null || !current.holds(now, zone)) {
            current = new Current(Charge.of(budget, now, zone), now, end(budget, now, zone));
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(budget, current);
        }
        return current.charge;
    }

    /// When the period ends, or the limit changes.
    private static Instant end(Budget budget, Instant now, ZoneId zone) {
        Instant reset = budget.resetAt(now, zone).orElse(Instant.MAX);
        Instant increased = budget.increaseUntil();
        return now.isBefore(increased) && increased.isBefore(reset) ? increased : reset;
    }

    /// @param from the moment it was worked out for; what it was before is not known
    private record Current(Charge charge, Instant from, Instant end) {
        boolean holds(Instant now, ZoneId zone) {
            return !now.isBefore(from) && now.isBefore(end) && charge.zone().equals(zone);
        }
    }
}
