package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.ledger.AccountEntries;
import dev.tollgate.domain.ledger.EntryIds;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.money.Usd;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Accounts in a database, shared by all instances that use it.
final class SqlAccounts implements Accounts {
    private static final Duration ALIVE = Duration.ofSeconds(10);

    private final Database database;
    private final SqlForm form;
    private final AccountRows accounts;
    private final InstanceRows instances;
    private final Granting granting;
    private final SilentLeases silent;
    private final ClearedAccounts cleared;
    private final SqlLedger ledger;
    private final RandomGenerator chance;
    private final Duration promptly;

    SqlAccounts(
            Database database,
            SpendTables tables,
            SqlLedger ledger,
            RandomGenerator chance,
            Duration promptly) {
        this.database = database;
        this.form = tables.form();
        this.accounts = tables.accounts();
        this.instances = tables.instances();
        this.granting = granting(tables);
        this.silent = new SilentLeases(database, tables, ledger, chance);
        this.cleared = new ClearedAccounts(database, tables, ledger, chance);
        this.ledger = ledger;
        this.chance = chance;
        this.promptly = promptly;
    }

    private static Granting granting(SpendTables tables) {
        return switch (tables.form()) {
            case PostgresForm _ -> new GrantingAtOnce();
            case SqliteForm _ -> new GrantingStepByStep(tables.accounts(), tables.instances());
        };
    }

    @Override
    public List<Grant> lease(String instance, List<Request> requests) {
        return requests.isEmpty()
                ? List.of()
                : database.write(promptly, sql -> granting.grant(sql, instance, requests));
    }

    @Override
    public void keep(String instance, Map<BudgetAccount, Usd> most) {
        if (most.isEmpty()) {
            return;
        }
        database.write(
                Database.PATIENTLY,
                sql -> {
                    Map<String, Long> kept = new TreeMap<>();
                    most.forEach((each, amount) -> kept.put(AccountRows.key(each), amount.nanos()));
                    Map<String, Long> locked = accounts.settled(sql, kept.keySet(), form.locking());
                    Leases leases = accounts.leases(sql, locked.keySet());
                    kept.forEach((key, amount) -> lower(leases, key, instance, amount));
                    accounts.write(sql, leases);
                    return kept;
                });
    }

    private static void lower(Leases leases, String key, String instance, long most) {
        long over = leases.held(key, instance) - Math.max(0, most);
        if (over > 0) {
            leases.relieve(key, leases.reduce(key, instance, over));
        }
    }

    @Override
    public Set<BudgetAccount> recalled(String instance) {
        return database.read(promptly, sql -> accounts.recalled(sql, instance));
    }

    @Override
    public int alive(String instance) {
        return database.write(
                promptly,
                sql -> {
                    instances.heard(sql, instance);
                    return instances.heardWithin(sql, ALIVE);
                });
    }

    @Override
    public int expire() {
        return silent.expire();
    }

    @Override
    public int reconcile(String instance) {
        return silent.reconcile(instance);
    }

    @Override
    public List<Balance> balances(Collection<BudgetAccount> wanted) {
        Set<String> keys = wanted.stream().map(AccountRows::key).collect(Collectors.toSet());
        return database.read(
                Database.PATIENTLY,
                sql -> {
                    Map<String, Long> settled = accounts.settled(sql, keys, "");
                    Leases leases = accounts.leases(sql, keys);
                    return wanted.stream()
                            .map(account -> balance(account, settled, leases))
                            .toList();
                });
    }

    private static Balance balance(
            BudgetAccount account, Map<String, Long> settled, Leases leases) {
        String key = AccountRows.key(account);
        return new Balance(
                account, new Usd(settled.getOrDefault(key, 0L)), new Usd(leases.leased(key)));
    }

    @Override
    public Map<Subject, Usd> spent(Collection<Subject> subjects) {
        Map<Subject, String> keys = new LinkedHashMap<>();
        subjects.forEach(each -> keys.put(each, AccountRows.key(BudgetAccount.ever(each))));
        Map<String, Long> settled =
                database.read(Database.PATIENTLY, sql -> accounts.settled(sql, keys.values(), ""));
        Map<Subject, Usd> spent = new LinkedHashMap<>();
        keys.forEach(
                (subject, key) -> {
                    long nanos = settled.getOrDefault(key, 0L);
                    if (nanos != 0) {
                        spent.put(subject, new Usd(nanos));
                    }
                });
        return spent;
    }

    @Override
    public void adjust(BudgetAccount account, Usd settled, Instant at, String by) {
        ledger.prepare(at);
        database.write(
                Database.PATIENTLY,
                sql -> {
                    String key = AccountRows.key(account);
                    long old = accounts.locked(sql, List.of(account)).getOrDefault(key, 0L);
                    Usd difference = new Usd(settled.nanos() - old);
                    if (difference.nanos() != 0) {
                        LedgerEntry entry =
                                AccountEntries.adjustment(
                                        EntryIds.at(at, chance), account, at, difference, by);
                        ledger.append(sql, entry);
                    }
                    return difference;
                });
    }

    @Override
    public int clear(Scope scope, Instant at, String by) {
        return cleared.clear(scope, at, by);
    }
}
