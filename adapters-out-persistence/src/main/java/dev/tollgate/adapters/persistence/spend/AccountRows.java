package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Row;
import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.money.Usd;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The tables `account` and `lease`. Whoever changes a lease has locked its account before,
/// accounts in the order of their names.
final class AccountRows {
    private static final List<Column> ACCOUNT =
            List.of(
                    Column.text("name"),
                    Column.text("scope"),
                    Column.text("subject"),
                    Column.text("model"),
                    Column.text("period"),
                    new Column("period_start", Column.Type.TIME),
                    Column.money("settled"));

    /// The character behind the one that separates a scope from what follows in names.
    private static final String AFTER_SEPARATOR = "}";

    private static final Column SETTLED = Column.money("settled");
    private static final List<Column> LEASE =
            List.of(
                    Column.text("account"),
                    Column.text("instance"),
                    Column.money("amount"),
                    Column.money("recalled"));

    private final SqlForm form;

    AccountRows(SqlForm form) {
        this.form = form;
    }

    /// The name an account is kept under.
    static String key(BudgetAccount account) {
        return Texts.name(account.name());
    }

    private static @Nullable Object[] row(BudgetAccount account, long settled) {
        Subject subject = account.subject();
        return new @Nullable Object[] {
            key(account),
            subject.scope().name(),
            Texts.name(subject.id()),
            Texts.name(subject.model()),
            account.window(),
            LedgerRow.micros(account.periodStart()),
            settled
        };
    }

    /// Adds to what accounts have settled, opens those that are new, and locks all of them.
    void settle(Statements sql, Map<BudgetAccount, Usd> changes) {
        if (changes.isEmpty()) {
            return;
        }
        SortedMap<String, @Nullable Object[]> rows = new TreeMap<>();
        changes.forEach((account, change) -> rows.put(key(account), row(account, change.nanos())));
        form.write(
                sql,
                "account",
                ACCOUNT,
                List.copyOf(rows.values()),
                "ON CONFLICT (name) DO UPDATE SET settled ="
                        + " account.settled + excluded.settled");
    }

    /// Adds to what accounts have settled that are open and locked.
    ///
    /// @param changes nano-dollars by key
    void add(Statements sql, SortedMap<String, Long> changes) {
        if (!changes.isEmpty()) {
            List<Column> columns = List.of(Column.text("its_name"), Column.money("change"));
            List<@Nullable Object[]> rows = new ArrayList<>();
            changes.forEach((key, change) -> rows.add(new @Nullable Object[] {key, change}));
            String statement =
                    "WITH given (its_name, change) AS (%s) UPDATE %s SET settled = settled + change"
                                    .formatted(form.source(columns), "tollgate.account")
                            + " FROM given WHERE name = its_name";
            long _ = sql.update(statement, form.arguments(columns, rows));
        }
    }

    /// Locks accounts and opens those that are new.
    ///
    /// @return what each has settled, in nano-dollars by key
    Map<String, Long> locked(Statements sql, Collection<BudgetAccount> accounts) {
        SortedMap<String, BudgetAccount> wanted = new TreeMap<>();
        accounts.forEach(account -> wanted.put(key(account), account));
        Map<String, Long> found = settled(sql, wanted.keySet(), form.locking());
        if (found.size() < wanted.size()) {
            open(sql, wanted);
            found = settled(sql, wanted.keySet(), form.locking());
        }
        return found;
    }

    private void open(Statements sql, SortedMap<String, BudgetAccount> accounts) {
        List<@Nullable Object[]> rows =
                accounts.values().stream().map(account -> row(account, 0)).toList();
        form.write(sql, "account", ACCOUNT, rows, "ON CONFLICT (name) DO NOTHING");
    }

    /// What accounts that are known have settled, in nano-dollars by key.
    Map<String, Long> settled(Statements sql, Collection<String> keys, String locking) {
        Map<String, Long> settled = new HashMap<>();
        String statement =
                "SELECT name, %s FROM %s WHERE %s ORDER BY name%s"
                        .formatted(
                                form.read(SETTLED),
                                "tollgate.account",
                                form.isAnyOf("name"),
                                locking);
        sql.query(
                        statement,
                        List.of(form.list(keys)),
                        row -> Map.entry(row.text("name"), row.number("settled")))
                .forEach(each -> settled.put(each.getKey(), each.getValue()));
        return settled;
    }

    /// An account as it is kept.
    ///
    /// @param key the name it is kept under
    /// @param nanos what it has settled, in nano-dollars
    record Kept(String key, BudgetAccount account, long nanos) {}

    /// The first accounts of a scope behind a key that have settled anything, locked.
    ///
    /// @param behind empty: from the first one on
    List<Kept> settledOf(Statements sql, Scope scope, String behind, int most) {
        String statement =
                "SELECT %s FROM %s WHERE name > ? AND name < ? AND settled <> 0 ORDER BY name LIMIT %d%s"
                        .formatted(form.readAll(ACCOUNT), "tollgate.account", most, form.locking());
        String first = behind.isEmpty() ? scope + "|" : behind;
        return sql.query(
                statement,
                List.of(first, scope + AFTER_SEPARATOR),
                row -> new Kept(row.text("name"), account(row), row.number("settled")));
    }

    /// All leases on accounts.
    Leases leases(Statements sql, Collection<String> keys) {
        String statement =
                "SELECT %s FROM %s WHERE amount > 0 AND %s"
                        .formatted(form.readAll(LEASE), "tollgate.lease", form.isAnyOf("account"));
        return new Leases(
                sql.query(
                        statement,
                        List.of(form.list(keys)),
                        row ->
                                new Lease(
                                        row.text("account"),
                                        row.text("instance"),
                                        row.number("amount"),
                                        row.number("recalled"))));
    }

    /// The keys of the first accounts that instances hold leases on.
    Set<String> heldBy(Statements sql, Collection<String> instances, int most) {
        String statement =
                "SELECT account FROM %s WHERE amount > 0 AND %s ORDER BY account LIMIT %d"
                        .formatted("tollgate.lease", form.isAnyOf("instance"), most);
        return Set.copyOf(
                sql.query(statement, List.of(form.list(instances)), row -> row.text("account")));
    }

    /// What others wait for and an instance holds.
    Set<BudgetAccount> recalled(Statements sql, String instance) {
        String statement =
                "SELECT %s FROM %s WHERE name IN (SELECT account FROM %s WHERE instance = ?"
                        .formatted(form.readAll(ACCOUNT), "tollgate.account", "tollgate.lease");
        return Set.copyOf(
                sql.query(
                        statement + " AND amount > 0 AND recalled > 0)",
                        List.of(instance),
                        AccountRows::account));
    }

    /// Accounts by their keys.
    Map<String, BudgetAccount> named(Statements sql, Collection<String> keys) {
        Map<String, BudgetAccount> accounts = new HashMap<>();
        String statement =
                "SELECT %s FROM %s WHERE %s"
                        .formatted(form.readAll(ACCOUNT), "tollgate.account", form.isAnyOf("name"));
        sql.query(
                        statement,
                        List.of(form.list(keys)),
                        row -> Map.entry(row.text("name"), account(row)))
                .forEach(each -> accounts.put(each.getKey(), each.getValue()));
        return accounts;
    }

    private static BudgetAccount account(Row row) {
        Subject subject =
                new Subject(
                        Scope.valueOf(row.text("scope")), row.text("subject"), row.text("model"));
        Instant start = Instant.EPOCH.plus(row.number("period_start"), ChronoUnit.MICROS);
        return new BudgetAccount(subject, row.text("period"), start);
    }

    /// Removes leases that nothing is left of.
    void sweep(Statements sql, Collection<String> keys) {
        String statement =
                "DELETE FROM %s WHERE amount = 0 AND %s"
                        .formatted("tollgate.lease", form.isAnyOf("account"));
        long _ = sql.update(statement, List.of(form.list(keys)));
    }

    /// Writes those that were changed.
    void write(Statements sql, Leases leases) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Lease lease : leases.changed()) {
            rows.add(
                    new @Nullable Object[] {
                        lease.account(), lease.instance(), lease.amount(), lease.recalled()
                    });
        }
        if (!rows.isEmpty()) {
            form.write(
                    sql,
                    "lease",
                    LEASE,
                    rows,
                    "ON CONFLICT (account, instance) DO UPDATE SET amount ="
                            + " excluded.amount, recalled = excluded.recalled");
        }
    }
}
