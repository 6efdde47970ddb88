package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Row;
import dev.tollgate.adapters.persistence.sql.Statements;

import java.time.LocalDate;
import java.util.List;

/// The table `ledger_horizon`: from which day on entries are kept.
final class LedgerHorizon {
    /// One more entry of a dropped day was posted again.
    static final String COUNT_IGNORED = "UPDATE tollgate.ledger_horizon SET ignored = ignored + ?";

    private LedgerHorizon() {}

    static LocalDate read(Statements sql) {
        return sql.first(
                        "SELECT first_day FROM tollgate.ledger_horizon",
                        List.of(),
                        (Row row) -> LocalDate.parse(row.text("first_day")))
                .orElse(LocalDate.EPOCH);
    }

    /// Never back to a day that was dropped.
    static void move(Statements sql, LocalDate day) {
        long _ =
                sql.update(
                        "UPDATE tollgate.ledger_horizon SET first_day = ? WHERE first_day < ?",
                        List.of(day.toString(), day.toString()));
    }
}
