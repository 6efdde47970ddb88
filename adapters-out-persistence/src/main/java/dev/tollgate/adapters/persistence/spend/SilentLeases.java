package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.spend.BookedLeases.Booked;
import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.adapters.persistence.sql.Work;
import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.ledger.AccountEntries;
import dev.tollgate.domain.ledger.EntryIds;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.money.Usd;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// What becomes of the leases of instances that are gone.
final class SilentLeases {
    /// Most leases of one transaction.
    private static final int MOST = 500;

    private final Database database;
    private final SqlForm form;
    private final AccountRows accounts;
    private final InstanceRows instances;
    private final LedgerRows rows;
    private final BookedLeases booked;
    private final SqlLedger ledger;
    private final RandomGenerator chance;

    SilentLeases(Database database, SpendTables tables, SqlLedger ledger, RandomGenerator chance) {
        this.database = database;
        this.form = tables.form();
        this.accounts = tables.accounts();
        this.instances = tables.instances();
        this.rows = tables.ledger();
        this.booked = tables.booked();
        this.ledger = ledger;
        this.chance = chance;
    }

    int expire() {
        Instant now =
                database.read(Database.PATIENTLY, sql -> Instant.ofEpochMilli(instances.now(sql)));
        ledger.prepare(now);
        return untilDone(sql -> expire(sql, now));
    }

    private int untilDone(Work<Integer> step) {
        int all = 0;
        int some;
        do {
            some = database.write(Database.PATIENTLY, step);
            all += some;
        } while (some == MOST);
        return all;
    }

    private int expire(Statements sql, Instant now) {
        List<String> silent = instances.silent(sql, Accounts.LEASE_LENGTH);
        if (silent.isEmpty()) {
            return 0;
        }
        Leases leases = locked(sql, silent);
        List<Lease> theirs = leases.heldBy(silent, MOST);
        if (!theirs.isEmpty()) {
            book(sql, silent, theirs, now);
            free(sql, leases, theirs);
        }
        instances.forget(sql, silent);
        return theirs.size();
    }

    /// All leases on the first accounts that instances hold, locked.
    private Leases locked(Statements sql, List<String> holders) {
        Set<String> keys = accounts.heldBy(sql, holders, MOST);
        Map<String, Long> locked = accounts.settled(sql, keys, form.locking());
        return accounts.leases(sql, locked.keySet());
    }

    private void book(Statements sql, List<String> silent, List<Lease> found, Instant now) {
        Map<Holding, Booked> before = new HashMap<>();
        booked.of(sql, silent).forEach(each -> before.put(each.holding(), each));
        Map<String, BudgetAccount> names =
                accounts.named(sql, found.stream().map(Lease::account).toList());
        SortedMap<String, Long> settled = new TreeMap<>();
        List<LedgerEntry> entries = new ArrayList<>();
        List<Booked> after = new ArrayList<>();
        for (Lease lease : found) {
            settled.merge(lease.account(), lease.amount(), Long::sum);
            Holding holding = new Holding(lease.account(), lease.instance());
            Booked old = before.get(holding);
            if (old == null) {
                LedgerEntry entry = entry(lease, names, now);
                entries.add(entry);
                after.add(new Booked(holding, entry.id(), lease.amount()));
            } else {
                Booked raised = new Booked(holding, old.entry(), old.amount() + lease.amount());
                rows.charge(sql, raised.entry(), raised.amount());
                after.add(raised);
            }
        }
        rows.append(sql, entries);
        booked.write(sql, after);
        accounts.add(sql, settled);
    }

    private LedgerEntry entry(Lease lease, Map<String, BudgetAccount> names, Instant now) {
        BudgetAccount account = names.get(lease.account());
        if (account == null) {
            throw new IllegalStateException("a lease on an account that is not there");
        }
        return AccountEntries.unreconciled(
                EntryIds.at(now, chance), lease.instance(), account, now, new Usd(lease.amount()));
    }

    private void free(Statements sql, Leases leases, List<Lease> found) {
        for (Lease lease : found) {
            long _ = leases.reduce(lease.account(), lease.instance(), lease.amount());
        }
        accounts.write(sql, leases);
        accounts.sweep(sql, found.stream().map(Lease::account).toList());
    }

    int reconcile(String instance) {
        int freed = untilDone(sql -> release(sql, instance));
        return freed + database.write(Database.PATIENTLY, sql -> correct(sql, instance));
    }

    private int release(Statements sql, String instance) {
        Leases leases = locked(sql, List.of(instance));
        List<Lease> its = leases.heldBy(List.of(instance), MOST);
        its.forEach(lease -> leases.relieve(lease.account(), lease.amount()));
        free(sql, leases, its);
        return its.size();
    }

    private int correct(Statements sql, String instance) {
        List<Booked> all = booked.of(sql, List.of(instance));
        Map<String, Long> _ =
                accounts.settled(
                        sql,
                        all.stream().map(each -> each.holding().account()).toList(),
                        form.locking());
        Map<Holding, Long> everything = new HashMap<>();
        booked.of(sql, List.of(instance)).stream()
                .filter(each -> each.amount() > 0)
                .forEach(each -> everything.put(each.holding(), each.amount()));
        booked.correct(sql, everything);
        booked.forget(sql, instance);
        return everything.size();
    }
}
