package dev.tollgate.domain.budget;

import dev.tollgate.domain.money.Usd;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// What a budget has come to that its owners want to hear of.
///
/// @param percent of the budget that is spent at least; for a forecast, 0
/// @param projected what will be spent by the end of the period at the pace so far; of a forecast
///   alone, else zero
/// @param exceededAt when that passes the budget; of a forecast alone
public record Milestone(Kind kind, int percent, Usd projected, Optional<Instant> exceededAt) {
    private static final int NEARLY = 95;
    private static final int SOON = 85;
    private static final int ALL = 100;

    /// A period that has only begun tells nothing of its end.
    private static final int PACE_IS_KNOWN = 10;

    public enum Kind {
        SOFT_BUDGET_CROSSED,
        THRESHOLD_CROSSED,
        BUDGET_CROSSED,
        PROJECTED_LIMIT_EXCEEDED
    }

    /// The last one that a budget has come to in the period of this moment; one that allows nothing
    /// comes to none.
    ///
    /// @param exhausted whether what is left did not pay for a call
    public static Optional<Milestone> of(
            Budget budget, Usd spent, boolean exhausted, Instant now, ZoneId zone) {
        Usd limit = budget.limitAt(now);
        if (limit.nanos() == 0) {
            return Optional.empty();
        }
        boolean all = spent.compareTo(limit) >= 0;
        if (budget.soft()) {
            return all ? at(Kind.SOFT_BUDGET_CROSSED, ALL) : Optional.empty();
        }
        // A call that is too large for what is left says little while much is left.
        if (all || exhausted && share(spent, limit, SOON)) {
            return at(Kind.BUDGET_CROSSED, ALL);
        }
        if (share(spent, limit, NEARLY)) {
            return at(Kind.THRESHOLD_CROSSED, NEARLY);
        }
        return share(spent, limit, SOON)
                ? at(Kind.THRESHOLD_CROSSED, SOON)
                : forecast(budget, spent, limit, now, zone);
    }

    private static Optional<Milestone> at(Kind kind, int percent) {
        return Optional.of(new Milestone(kind, percent, Usd.ZERO, Optional.empty()));
    }

    private static boolean share(Usd spent, Usd limit, int percent) {
        return big(spent)
                        .multiply(BigDecimal.valueOf(ALL))
                        .compareTo(big(limit).multiply(BigDecimal.valueOf(percent)))
                >= 0;
    }

    private static BigDecimal big(Usd amount) {
        return BigDecimal.valueOf(amount.nanos());
    }

    private static Optional<Milestone> forecast(
            Budget budget, Usd spent, Usd limit, Instant now, ZoneId zone) {
        if (budget.duration().isEmpty() || spent.nanos() == 0) {
            return Optional.empty();
        }
        BudgetDuration.Period period = budget.duration().get().periodAt(now, zone);
        long whole = Duration.between(period.start(), period.end()).toMillis();
        long passed = Duration.between(period.start(), now).toMillis();
        if (passed * ALL < whole * PACE_IS_KNOWN) {
            return Optional.empty();
        }
        BigDecimal projected = scaled(big(spent), whole, passed);
        if (projected.compareTo(big(limit)) <= 0) {
            return Optional.empty();
        }
        long until = scaled(big(limit), passed, spent.nanos()).longValue();
        return Optional.of(
                new Milestone(
                        Kind.PROJECTED_LIMIT_EXCEEDED,
                        0,
                        new Usd(projected.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue()),
                        Optional.of(period.start().plusMillis(until))));
    }

    private static BigDecimal scaled(BigDecimal amount, long by, long of) {
        return amount.multiply(BigDecimal.valueOf(by))
                .divide(BigDecimal.valueOf(of), 0, RoundingMode.HALF_UP);
    }
}
