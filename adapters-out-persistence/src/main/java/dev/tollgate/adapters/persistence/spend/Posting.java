package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.ledger.Bookings;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.money.Usd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// Appends entries and changes all that follows from them, within one transaction.
final class Posting {
    private final LedgerRows ledger;
    private final AccountRows accounts;
    private final DailyRows daily;
    private final BookedLeases booked;

    Posting(LedgerRows ledger, AccountRows accounts, DailyRows daily, BookedLeases booked) {
        this.ledger = ledger;
        this.accounts = accounts;
        this.daily = daily;
        this.booked = booked;
    }

    /// @param entries of different ids
    /// @param unfit entries that are kept beside the ledger
    void post(Statements sql, List<LedgerEntry> entries, List<LedgerEntry> unfit) {
        Set<UUID> appended = ledger.append(sql, entries);
        Set<UUID> kept = ledger.setAside(sql, unfit);
        List<LedgerEntry> known =
                entries.stream().filter(entry -> !appended.contains(entry.id())).toList();
        List<LedgerEntry> added = new ArrayList<>();
        entries.stream().filter(entry -> appended.contains(entry.id())).forEach(added::add);
        unfit.stream().filter(entry -> kept.contains(entry.id())).forEach(added::add);
        Map<UUID, LedgerEntry> replaced = replace(sql, known, unfit);
        known.stream().filter(entry -> replaced.containsKey(entry.id())).forEach(added::add);
        if (!added.isEmpty()) {
            book(sql, added, replaced);
        }
    }

    /// Puts true entries in the place of provisional ones.
    ///
    /// @return what was replaced
    private Map<UUID, LedgerEntry> replace(
            Statements sql, List<LedgerEntry> known, List<LedgerEntry> unfit) {
        List<UUID> ids =
                Stream.concat(known.stream(), unfit.stream())
                        .filter(entry -> !Bookings.isProvisional(entry.outcome().status()))
                        .map(LedgerEntry::id)
                        .toList();
        Map<UUID, LedgerEntry> old = ledger.provisional(sql, ids);
        ledger.delete(sql, old.keySet());
        ledger.append(sql, known.stream().filter(entry -> old.containsKey(entry.id())).toList());
        return old;
    }

    private void book(Statements sql, List<LedgerEntry> added, Map<UUID, LedgerEntry> replaced) {
        Map<BudgetAccount, Usd> changes = new HashMap<>();
        DailyRows.Changes figures = new DailyRows.Changes();
        Spent spent = new Spent();
        for (LedgerEntry entry : added) {
            Optional<LedgerEntry> old = Optional.ofNullable(replaced.get(entry.id()));
            Map<BudgetAccount, Usd> its = Bookings.changes(old, entry);
            its.forEach((account, change) -> changes.merge(account, change, Usd::plus));
            spent.add(entry, its);
            figures.add(entry);
            old.ifPresent(figures::remove);
        }
        daily.add(sql, figures);
        changes.values().removeIf(Usd.ZERO::equals);
        accounts.settle(sql, changes);
        takeOff(sql, spent);
        booked.forget(sql, replaced.values());
    }

    /// What was spent was leased: now or, where the lease was booked as a whole, before.
    private void takeOff(Statements sql, Spent spent) {
        Map<Holding, Long> amounts = spent.amounts();
        if (amounts.isEmpty()) {
            return;
        }
        Leases leases = accounts.leases(sql, accountsOf(amounts.keySet()));
        Map<Holding, Long> beyond = new HashMap<>();
        amounts.forEach(
                (holding, amount) -> {
                    long rest =
                            amount - leases.reduce(holding.account(), holding.instance(), amount);
                    if (rest > 0) {
                        beyond.put(holding, rest);
                    }
                });
        accounts.write(sql, leases);
        booked.correct(sql, beyond);
    }

    private static Set<String> accountsOf(Set<Holding> holdings) {
        return Set.copyOf(holdings.stream().map(Holding::account).toList());
    }

    /// What instances spent of accounts that they leased.
    private static final class Spent {
        private final Map<String, Map<BudgetAccount, Long>> byInstance = new HashMap<>();

        void add(LedgerEntry entry, Map<BudgetAccount, Usd> changes) {
            if (Bookings.isCall(entry)) {
                Map<BudgetAccount, Long> its =
                        byInstance.computeIfAbsent(entry.instance(), _ -> new HashMap<>());
                for (BudgetAccount named : entry.accounts()) {
                    long change = changes.getOrDefault(named, Usd.ZERO).nanos();
                    if (change > 0) {
                        its.merge(named, change, Long::sum);
                    }
                }
            }
        }

        Map<Holding, Long> amounts() {
            Map<Holding, Long> amounts = new HashMap<>();
            byInstance.forEach(
                    (instance, its) ->
                            its.forEach(
                                    (account, amount) ->
                                            amounts.merge(
                                                    new Holding(AccountRows.key(account), instance),
                                                    amount,
                                                    Long::sum)));
            return amounts;
        }
    }
}
