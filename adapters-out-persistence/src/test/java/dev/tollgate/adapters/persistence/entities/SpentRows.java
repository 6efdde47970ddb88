package dev.tollgate.adapters.persistence.entities;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.money.Usd;

import java.util.List;

/// Spend as the ledger keeps it.
final class SpentRows {
    private SpentRows() {}

    static void add(Database database, Subject subject, Usd amount) {
        Object spent =
                switch (database.dialect()) {
                    case POSTGRESQL -> amount.toDollars();
                    case SQLITE -> amount.nanos();
                };
        long _ =
                database.write(
                        Database.PATIENTLY,
                        statements ->
                                statements.update(
                                        "insert into tollgate.account"
                                                + " (name, scope, subject, model, period,"
                                                + " period_start, settled)"
                                                + " values (?, ?, ?, ?, '', %s, ?)"
                                                        .formatted(epoch(database)),
                                        List.of(
                                                BudgetAccount.ever(subject).name(),
                                                subject.scope().name(),
                                                subject.id(),
                                                subject.model(),
                                                spent)));
    }

    private static String epoch(Database database) {
        return switch (database.dialect()) {
            case POSTGRESQL -> "timestamp 'epoch'";
            case SQLITE -> "0";
        };
    }
}
