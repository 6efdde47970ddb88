package dev.tollgate.domain.ledger;

import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.ledger.LedgerEntry.Target;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// What the failures of a day are told apart by. Every attempt that failed is one, and every call
/// that was refused or found nobody to ask; a call whose attempts all failed is none besides.
///
/// @param day in UTC, of the beginning of the attempt
/// @param error what went wrong, as the entry has it
/// @param group the model group; empty where no group has the name that was asked for
/// @param deployment its id; empty: nobody was asked
public record FailureLine(
        LocalDate day, String error, String group, String deployment, String apiBase) {

    /// The line an entry counts on, if it is a failure.
    public static Optional<FailureLine> of(LedgerEntry entry) {
        return isFailure(entry) ? Optional.of(line(entry)) : Optional.empty();
    }

    private static boolean isFailure(LedgerEntry entry) {
        boolean itsOwn = entry.attempt() > 0 || entry.target().deployment().isEmpty();
        return itsOwn && Bookings.isCall(entry) && entry.outcome().status() != Status.SUCCESS;
    }

    private static FailureLine line(LedgerEntry entry) {
        Target target = entry.target();
        return new FailureLine(
                LocalDate.ofInstant(entry.startedAt(), ZoneOffset.UTC),
                entry.outcome().error(),
                target.group(),
                target.deployment(),
                target.apiBase());
    }
}
