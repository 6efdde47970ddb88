package dev.tollgate.application.memory;

import dev.tollgate.application.port.out.EndedPeriods;

import java.time.LocalDate;
import java.time.ZoneOffset;

/// Accounts in memory whose period has ended.
public final class InMemoryEndedPeriods implements EndedPeriods {
    private final InMemoryBooks books;

    public InMemoryEndedPeriods(InMemoryBooks books) {
        this.books = books;
    }

    @Override
    public boolean forgetEndedBefore(LocalDate day) {
        return books.locked(
                () -> {
                    books.forgetEndedBy(day.atStartOfDay(ZoneOffset.UTC).toInstant());
                    return false;
                });
    }
}
