package dev.tollgate.application.memory;

import dev.tollgate.application.port.out.Ledger;
import dev.tollgate.application.port.out.LedgerRetention;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/// A ledger in memory, which takes everything.
public final class InMemoryLedger implements Ledger, LedgerRetention {
    private final InMemoryBooks books;

    public InMemoryLedger(InMemoryBooks books) {
        this.books = books;
    }

    @Override
    public List<UUID> post(List<LedgerEntry> entries) {
        if (entries.size() > MOST_ENTRIES) {
            throw new IllegalArgumentException(
                    "at most %d entries are posted at once: %d"
                            .formatted(MOST_ENTRIES, entries.size()));
        }
        return books.locked(
                () -> {
                    entries.forEach(books::post);
                    return List.of();
                });
    }

    @Override
    public boolean forgetBefore(LocalDate day) {
        return books.locked(
                () -> {
                    books.forgetBefore(day);
                    return false;
                });
    }
}
