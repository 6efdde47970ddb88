package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.EndedPeriods;
import dev.tollgate.application.port.out.Ledger;
import dev.tollgate.application.port.out.LedgerRetention;
import dev.tollgate.application.port.out.RollUps;
import dev.tollgate.application.port.out.SpendRecords;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Accounts, ledger and records in one database.
public record SpendBooks(
        Accounts accounts,
        Ledger ledger,
        LedgerRetention retention,
        EndedPeriods periods,
        RollUps rollUps,
        SpendRecords records) {

    /// @param chance makes the ids of entries that the store itself writes
    public static SpendBooks in(Database database, RandomGenerator chance) {
        return in(database, chance, Database.AT_ONCE);
    }

    /// @param promptly how long a call waits for its leases
    static SpendBooks in(Database database, RandomGenerator chance, Duration promptly) {
        SpendTables tables = SpendTables.of(form(database));
        SqlLedger ledger = new SqlLedger(database, tables, days(database));
        return new SpendBooks(
                new SqlAccounts(database, tables, ledger, chance, promptly),
                ledger,
                ledger,
                new EndedAccounts(database, tables.form()),
                new SqlRollUps(database),
                new SqlSpendRecords(database, tables.form(), DeepPage.Depth.USUAL));
    }

    static SqlForm form(Database database) {
        return switch (database.dialect()) {
            case POSTGRESQL -> new PostgresForm();
            case SQLITE -> new SqliteForm();
        };
    }

    private static LedgerDays days(Database database) {
        return switch (database.dialect()) {
            case POSTGRESQL -> new PostgresDays(database);
            case SQLITE -> new SqliteDays(database);
        };
    }
}
