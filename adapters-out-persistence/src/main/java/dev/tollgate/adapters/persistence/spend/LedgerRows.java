package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.entity.KeptText;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.CallFacts;
import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.ledger.LedgerEntry.Target;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// The tables `ledger` and `set_aside`.
final class LedgerRows {
    private static final List<Column> SET_ASIDE =
            List.of(
                    new Column("id", Column.Type.UUID),
                    Column.text("reason"),
                    Column.text("entry"));

    private final SqlForm form;

    LedgerRows(SqlForm form) {
        this.form = form;
    }

    /// Appends those that are not there yet.
    ///
    /// @return the ids of those that were
    Set<UUID> append(Statements sql, List<LedgerEntry> entries) {
        if (entries.isEmpty()) {
            return Set.of();
        }
        List<@Nullable Object[]> rows = entries.stream().map(LedgerRow::of).toList();
        return append(sql, "ledger", LedgerRow.COLUMNS, rows);
    }

    /// Keeps what the ledger does not take, unless it is there already.
    ///
    /// @return the ids of those that were
    Set<UUID> setAside(Statements sql, List<LedgerEntry> entries) {
        if (entries.isEmpty()) {
            return Set.of();
        }
        List<@Nullable Object[]> rows =
                entries.stream()
                        .map(
                                entry ->
                                        new @Nullable Object[] {
                                            entry.id().toString(), reason(entry), kept(entry)
                                        })
                        .toList();
        return append(sql, "set_aside", SET_ASIDE, rows);
    }

    private static String reason(LedgerEntry entry) {
        return isStorable(entry) ? "refused by the database" : "text that no database takes";
    }

    /// Whether all its texts are such that a database can take them.
    static boolean isStorable(LedgerEntry entry) {
        CallFacts call = entry.call();
        Payer payer = entry.payer();
        Target target = entry.target();
        Outcome outcome = entry.outcome();
        for (BudgetAccount account : entry.accounts()) {
            if (!isStorable(account)) {
                return false;
            }
        }
        return all(call.tags().toArray(String[]::new))
                && all(
                        entry.instance(),
                        call.callerId(),
                        call.type(),
                        call.group(),
                        call.session(),
                        call.address())
                && all(payer.keyId(), payer.keyHash(), payer.keyAlias(), payer.user())
                && all(payer.team(), payer.teamAlias(), payer.organization(), payer.customer())
                && all(target.deployment(), target.group(), target.provider())
                && all(target.model(), target.apiBase(), target.responseId(), target.prices())
                && all(outcome.error(), outcome.message());
    }

    private static boolean isStorable(BudgetAccount account) {
        return all(account.subject().id(), account.subject().model(), account.window());
    }

    private static boolean all(String... texts) {
        for (String text : texts) {
            if (!KeptText.isPossible(text)) {
                return false;
            }
        }
        return true;
    }

    /// The row as a JSON array, ASCII only.
    private static String kept(LedgerEntry entry) {
        return Texts.ascii(Texts.table(List.<@Nullable Object[]>of(LedgerRow.of(entry))));
    }

    private Set<UUID> append(
            Statements sql, String table, List<Column> columns, List<@Nullable Object[]> rows) {
        return form.append(sql, table, columns, rows).stream()
                .map(UUID::fromString)
                .collect(Collectors.toSet());
    }

    /// Provisional entries among some, locked.
    Map<UUID, LedgerEntry> provisional(Statements sql, Collection<UUID> ids) {
        Map<UUID, LedgerEntry> found = new HashMap<>();
        if (!ids.isEmpty()) {
            String statement =
                    "SELECT %s FROM %s WHERE %s AND status IN ('%s', '%s')%s"
                            .formatted(
                                    form.readAll(LedgerRow.COLUMNS),
                                    "tollgate.ledger",
                                    form.isAnyId("id"),
                                    Status.INTERRUPTED,
                                    Status.UNRECONCILED,
                                    form.locking());
            sql.query(statement, List.of(list(ids)), LedgerRow::read)
                    .forEach(entry -> found.put(entry.id(), entry));
        }
        return found;
    }

    private Object list(Collection<UUID> ids) {
        return form.list(ids.stream().map(UUID::toString).toList());
    }

    void delete(Statements sql, Collection<UUID> ids) {
        if (!ids.isEmpty()) {
            String statement =
                    "DELETE FROM %s WHERE %s".formatted("tollgate.ledger", form.isAnyId("id"));
            long _ = sql.update(statement, List.of(list(ids)));
        }
    }

    /// Changes what an entry over a lease charges.
    void charge(Statements sql, UUID id, long nanos) {
        String statement =
                "UPDATE %s SET cost = %s WHERE id = %s"
                        .formatted(
                                "tollgate.ledger",
                                form.parameter(Column.Type.MONEY),
                                form.parameter(Column.Type.UUID));
        long _ = sql.update(statement, List.of(nanos, id.toString()));
    }
}
