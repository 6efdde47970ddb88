package dev.tollgate.application.manage;

import dev.tollgate.domain.budget.BudgetDuration;
import dev.tollgate.domain.entity.Fields;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// When keys stop working.
final class Expiry {
    private static final String EXPIRES = "expires";

    private Expiry() {}

    /// With `expires` set by a `duration` that counts from now; one that means for ever, or is
    /// cleared, clears it.
    static Fields set(Fields asked, Instant now, ZoneId zone) {
        if (!asked.has("duration")) {
            return asked;
        }
        Optional<Instant> end =
                BudgetDuration.parse(asked.text("duration"))
                        .map(length -> length.after(now, zone).truncatedTo(ChronoUnit.MICROS));
        return end.isPresent()
                ? asked.with(EXPIRES, end.get().toString())
                : asked.with(EXPIRES, null).with("duration", null);
    }

    /// With an end no later than the caller's own.
    static Fields within(Fields key, Fields caller) {
        Optional<Instant> most = Limits.moment(caller.text(EXPIRES));
        Optional<Instant> end = Limits.moment(key.text(EXPIRES));
        return most.isPresent() && (end.isEmpty() || end.get().isAfter(most.get()))
                ? key.with(EXPIRES, most.get().toString())
                : key;
    }

    /// What to tell of a budget that never begins anew on a key that ends.
    static Optional<String> notice(Fields key) {
        return key.set("max_budget") && key.set(EXPIRES) && !key.set("budget_duration")
                ? Optional.of(
                        ("This key expires at %s and works no longer then. Its max_budget is for"
                                        + " its whole life: `duration` is how long the key is"
                                        + " valid; `budget_duration` would make the budget begin"
                                        + " anew.")
                                .formatted(key.text(EXPIRES)))
                : Optional.empty();
    }
}
