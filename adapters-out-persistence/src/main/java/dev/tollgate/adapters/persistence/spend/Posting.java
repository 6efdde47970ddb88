package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.domain.ledger.Bookings;
import dev.tollgate.domain.ledger.LedgerEntry;

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
        Set<UUID> there = ledger.append(sql, entries);
        Set<UUID> aside = ledger.setAside(sql, unfit);
        List<LedgerEntry> known = new ArrayList<>();
        List<LedgerEntry> added = new ArrayList<>();
        entries.forEach(entry -> (there.contains(entry.id()) ? known : added).add(entry));
        unfit.stream().filter(entry -> !aside.contains(entry.id())).forEach(added::add);
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
        BatchSums sums = new BatchSums();
        DailyRows.Changes figures = new DailyRows.Changes();
        for (LedgerEntry entry : added) {
            Optional<LedgerEntry> old = Optional.ofNullable(replaced.get(entry.id()));
            sums.add(old, entry);
            figures.add(entry);
            old.ifPresent(figures::remove);
        }
        daily.add(sql, figures);
        accounts.settle(sql, sums.changes());
        takeOff(sql, sums.spent());
        booked.forget(sql, replaced.values());
    }

    /// What was spent was leased: now or, where the lease was booked as a whole, before.
    private void takeOff(Statements sql, Map<Holding, Long> amounts) {
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
}
