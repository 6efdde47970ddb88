package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.ledger.Bookings;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.money.Usd;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the entries of a batch change of accounts and leases, added up. Most of them are alike:
/// where their cost goes is worked out once for all of these.
final class BatchSums {
    private final Map<Alike, Sum> sums = new HashMap<>();
    private final Map<BudgetAccount, Usd> changes = new HashMap<>();
    private final Map<String, Map<BudgetAccount, Long>> spent = new HashMap<>();

    /// @param old the entry it takes the place of
    void add(Optional<LedgerEntry> old, LedgerEntry entry) {
        if (old.isPresent()) {
            add(entry, Bookings.changes(old, entry));
        } else {
            sums.computeIfAbsent(Alike.of(entry), _ -> new Sum(entry)).nanos +=
                    entry.charged().nanos();
        }
    }

    private void add(LedgerEntry entry, Map<BudgetAccount, Usd> its) {
        its.forEach((account, change) -> changes.merge(account, change, Usd::plus));
        if (Bookings.isCall(entry)) {
            Map<BudgetAccount, Long> byAccount =
                    spent.computeIfAbsent(entry.instance(), _ -> new HashMap<>());
            for (BudgetAccount named : entry.accounts()) {
                long change = its.getOrDefault(named, Usd.ZERO).nanos();
                if (change > 0) {
                    byAccount.merge(named, change, Long::sum);
                }
            }
        }
    }

    private void settle() {
        sums.values()
                .forEach(
                        sum -> {
                            LedgerEntry all = sum.first.charging(new Usd(sum.nanos));
                            add(all, Bookings.changes(Optional.empty(), all));
                        });
        sums.clear();
    }

    /// What accounts have settled more, or less.
    Map<BudgetAccount, Usd> changes() {
        settle();
        changes.values().removeIf(Usd.ZERO::equals);
        return changes;
    }

    /// Nano-dollars that instances spent of accounts they leased.
    Map<Holding, Long> spent() {
        settle();
        Map<Holding, Long> amounts = new HashMap<>();
        spent.forEach(
                (instance, its) ->
                        its.forEach(
                                (account, amount) ->
                                        amounts.merge(
                                                new Holding(AccountRows.key(account), instance),
                                                amount,
                                                Long::sum)));
        return amounts;
    }

    /// What decides on where the cost of an entry goes.
    private record Alike(
            boolean call,
            String instance,
            List<BudgetAccount> accounts,
            Payer payer,
            List<String> tags,
            String provider,
            String deployment) {
        static Alike of(LedgerEntry entry) {
            return new Alike(
                    Bookings.isCall(entry),
                    entry.instance(),
                    entry.accounts(),
                    entry.payer(),
                    entry.call().tags(),
                    entry.target().provider(),
                    entry.target().deployment());
        }
    }

    private static final class Sum {
        private final LedgerEntry first;
        private long nanos;

        Sum(LedgerEntry first) {
            this.first = first;
        }
    }
}
