package dev.tollgate.domain.budget;

import dev.tollgate.domain.money.Usd;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// What a subject may spend, in all or in each period.
///
/// @param max most that may be spent in a period; zero allows nothing
/// @param duration how long a period is; empty: there is one, which does not end
/// @param increase what may be spent beyond `max` for a while
/// @param increaseUntil when that ends
/// @param soft whether nobody is refused where it is spent: its owners hear of it
public record Budget(
        Subject subject,
        Usd max,
        Optional<BudgetDuration> duration,
        Usd increase,
        Instant increaseUntil,
        boolean soft) {

    public Budget {
        if (max.nanos() < 0 || increase.nanos() < 0) {
            throw new IllegalArgumentException(
                    "a budget must not be negative: %s, %s".formatted(max, increase));
        }
    }

    public Budget(Subject subject, Usd max, Optional<BudgetDuration> duration) {
        this(subject, max, duration, Usd.ZERO, Instant.EPOCH, false);
    }

    /// One whose owners hear of it when it is spent.
    public static Budget soft(Subject subject, Usd max, Optional<BudgetDuration> duration) {
        return new Budget(subject, max, duration, Usd.ZERO, Instant.EPOCH, true);
    }

    /// What may be spent in the period of this moment.
    public Usd limitAt(Instant now) {
        return now.isBefore(increaseUntil) ? max.plus(increase) : max;
    }

    /// The account that a call of this moment is on.
    public BudgetAccount accountAt(Instant now, ZoneId zone) {
        return duration.map(each -> periodic(each, now, zone))
                .orElseGet(() -> new BudgetAccount(subject, "", Instant.EPOCH));
    }

    private BudgetAccount periodic(BudgetDuration each, Instant now, ZoneId zone) {
        return new BudgetAccount(
                subject, each.normalised().text(), each.periodAt(now, zone).start());
    }

    /// When the next period begins; empty: never.
    public Optional<Instant> resetAt(Instant now, ZoneId zone) {
        return duration.map(each -> each.nextReset(now, zone));
    }
}
