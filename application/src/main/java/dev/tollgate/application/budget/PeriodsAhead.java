package dev.tollgate.application.budget;

import dev.tollgate.application.port.out.Accounts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The periods of a budget that begin before its present lease ends.
final class PeriodsAhead {
    /// Of short ones: those of a minute are enough for as long as a lease lasts.
    private static final int MOST = 15;

    private PeriodsAhead() {}

    static List<Charge> of(Optional<Charge> used, Instant now) {
        List<Charge> ahead = new ArrayList<>(1);
        Optional<Instant> begins = used.flatMap(its -> its.budget().resetAt(now, its.zone()));
        while (begins.isPresent()
                && ahead.size() < MOST
                && begins.get().isBefore(now.plus(Accounts.LEASE_LENGTH))) {
            Charge its = used.orElseThrow();
            Charge next = Charge.of(its.budget(), begins.get(), its.zone());
            ahead.add(next);
            begins = its.budget().resetAt(begins.get(), its.zone());
        }
        return ahead;
    }
}
