package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Row;
import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.domain.ledger.LedgerEntry;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// The table `unreconciled`: leases that were booked as a whole, one ledger entry for each instance
/// and account, and corrected when it is known what was really spent.
final class BookedLeases {
    private static final List<Column> COLUMNS =
            List.of(
                    Column.text("instance"),
                    Column.text("account"),
                    new Column("entry", Column.Type.UUID),
                    Column.money("amount"));

    private final SqlForm form;
    private final LedgerRows ledger;
    private final AccountRows accounts;

    BookedLeases(SqlForm form, LedgerRows ledger, AccountRows accounts) {
        this.form = form;
        this.ledger = ledger;
        this.accounts = accounts;
    }

    /// @param entry over the lease
    /// @param amount nano-dollars of it
    record Booked(Holding holding, UUID entry, long amount) {}

    List<Booked> of(Statements sql, Collection<String> instances) {
        String statement =
                "SELECT %s FROM %s WHERE %s ORDER BY account"
                        .formatted(
                                form.readAll(COLUMNS),
                                "tollgate.unreconciled",
                                form.isAnyOf("instance"));
        return sql.query(statement, List.of(form.list(instances)), BookedLeases::booked);
    }

    private static Booked booked(Row row) {
        return new Booked(
                new Holding(row.text("account"), row.text("instance")),
                UUID.fromString(row.text("entry")),
                row.number("amount"));
    }

    void write(Statements sql, Collection<Booked> all) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Booked each : all) {
            rows.add(
                    new @Nullable Object[] {
                        each.holding.instance(),
                        each.holding.account(),
                        each.entry.toString(),
                        each.amount
                    });
        }
        if (!rows.isEmpty()) {
            form.write(
                    sql,
                    "unreconciled",
                    COLUMNS,
                    rows,
                    "ON CONFLICT (instance, account) DO UPDATE SET entry ="
                            + " excluded.entry, amount = excluded.amount");
        }
    }

    /// Takes what was spent off what was booked. The accounts are locked.
    void correct(Statements sql, Map<Holding, Long> spent) {
        if (spent.isEmpty()) {
            return;
        }
        List<Booked> changed = new ArrayList<>();
        SortedMap<String, Long> settled = new TreeMap<>();
        List<String> instances = spent.keySet().stream().map(Holding::instance).distinct().toList();
        for (Booked each : of(sql, instances)) {
            long off = Math.min(each.amount, spent.getOrDefault(each.holding, 0L));
            if (off > 0) {
                changed.add(new Booked(each.holding, each.entry, each.amount - off));
                settled.merge(each.holding.account(), -off, Long::sum);
            }
        }
        accounts.add(sql, settled);
        write(sql, changed);
        changed.forEach(each -> ledger.charge(sql, each.entry, each.amount));
    }

    /// These are no longer what a lease was booked by.
    void forget(Statements sql, Collection<LedgerEntry> entries) {
        List<String> ids =
                entries.stream()
                        .filter(e -> e.outcome().status() == LedgerEntry.Status.UNRECONCILED)
                        .map(entry -> entry.id().toString())
                        .toList();
        if (!ids.isEmpty()) {
            String statement =
                    "DELETE FROM %s WHERE %s"
                            .formatted("tollgate.unreconciled", form.isAnyId("entry"));
            long _ = sql.update(statement, List.of(form.list(ids)));
        }
    }

    void forget(Statements sql, String instance) {
        String statement = "DELETE FROM %s WHERE instance = ?".formatted("tollgate.unreconciled");
        long _ = sql.update(statement, List.of(instance));
    }
}
