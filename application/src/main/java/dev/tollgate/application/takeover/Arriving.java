package dev.tollgate.application.takeover;

import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.money.Usd;

import java.time.Instant;
import java.util.Optional;

/// What a row of another gateway is here.
sealed interface Arriving {
    /// An object in the form in which it is kept.
    ///
    /// @param createdAt empty: unknown
    /// @param createdBy empty: unknown
    record Fit(
            EntityKind kind,
            String id,
            Fields fields,
            Optional<Instant> createdAt,
            String createdBy,
            Spent spent)
            implements Arriving {
        Fit with(Fields its) {
            return new Fit(kind, id, its, createdAt, createdBy, spent);
        }
    }

    /// Nothing that can be kept.
    ///
    /// @param label which row it is, without secrets
    record Odd(String label, String why) implements Arriving {}

    /// Nothing that is wanted.
    record Unwanted(String why) implements Arriving {}

    /// What was spent.
    ///
    /// @param duration of the budget that it is counted for; empty: there are no periods
    /// @param running in the present period
    /// @param ever at least so much in all
    record Spent(String duration, Usd running, Usd ever) {
        static final Spent NOTHING = new Spent("", Usd.ZERO, Usd.ZERO);
    }
}
