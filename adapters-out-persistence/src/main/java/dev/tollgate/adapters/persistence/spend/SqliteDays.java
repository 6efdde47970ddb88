package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.domain.ledger.EntryIds;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// One table for all days, from which old entries are deleted bit by bit.
final class SqliteDays implements LedgerDays {
    /// Entries that are deleted at once: the writer serves calls in between.
    private static final int MOST_DELETED = 1_000;

    private static final String DELETE =
            "DELETE FROM tollgate.ledger WHERE id IN"
                    + " (SELECT id FROM tollgate.ledger WHERE id < ? ORDER BY id LIMIT ?)";

    private final Database database;
    private volatile Optional<LocalDate> first = Optional.empty();

    SqliteDays(Database database) {
        this.database = database;
    }

    @Override
    public boolean open(LocalDate day) {
        LocalDate from = first.orElseGet(this::read);
        return !day.isBefore(from);
    }

    private LocalDate read() {
        LocalDate day = database.read(Database.PATIENTLY, LedgerHorizon::read);
        first = Optional.of(day);
        return day;
    }

    @Override
    public void ignored(int entries) {
        long _ =
                database.write(
                        Database.PATIENTLY,
                        sql -> sql.update(LedgerHorizon.COUNT_IGNORED, List.of(entries)));
    }

    @Override
    public boolean dropBefore(LocalDate day) {
        String id = EntryIds.first(day.atStartOfDay(ZoneOffset.UTC).toInstant()).toString();
        long deleted =
                database.write(
                        Database.PATIENTLY,
                        sql -> {
                            LedgerHorizon.move(sql, day);
                            return sql.update(DELETE, List.of(id, MOST_DELETED));
                        });
        first = Optional.empty();
        return deleted == MOST_DELETED;
    }

    @Override
    public void forget() {
        first = Optional.empty();
    }
}
