package dev.tollgate.application.memory;

import dev.tollgate.application.memory.Holder.Lease;
import dev.tollgate.domain.budget.BudgetAccount;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The instances and their leases.
final class Holders {
    private final Map<String, Holder> holders = new HashMap<>();

    Holder of(String instance) {
        return holders.computeIfAbsent(instance, _ -> new Holder());
    }

    Stream<Holder> all() {
        return holders.values().stream();
    }

    long held(String instance, BudgetAccount account) {
        return lease(instance, account).map(lease -> lease.amount).orElse(0L);
    }

    private Optional<Lease> lease(String instance, BudgetAccount account) {
        return Optional.ofNullable(of(instance).leases.get(account));
    }

    void add(String instance, BudgetAccount account, long amount, Account books) {
        if (amount > 0) {
            of(instance).leases.computeIfAbsent(account, _ -> new Lease()).amount += amount;
            books.lease(amount);
        }
    }

    /// Takes up to an amount off a lease.
    ///
    /// @return what was taken off
    long reduce(String instance, BudgetAccount account, long most, Account books) {
        Optional<Lease> lease = lease(instance, account);
        if (lease.isEmpty()) {
            return 0;
        }
        long taken = Math.min(most, lease.get().amount);
        lease.get().amount -= taken;
        books.lease(-taken);
        if (lease.get().amount == 0) {
            of(instance).leases.remove(account);
        }
        return taken;
    }

    /// Somebody waits for what others hold.
    void recall(String waiting, BudgetAccount account, long missing) {
        holders.forEach(
                (instance, holder) -> {
                    Lease lease = holder.leases.get(account);
                    if (lease != null && !instance.equals(waiting)) {
                        lease.recalled = Math.max(lease.recalled, missing);
                    }
                });
    }

    /// So much is free again that others may have waited for.
    void relieve(BudgetAccount account, long amount) {
        for (Holder holder : holders.values()) {
            Lease lease = holder.leases.get(account);
            if (lease != null) {
                lease.recalled = Math.max(0, lease.recalled - amount);
            }
        }
    }

    int heardSince(Instant time) {
        return (int) holders.values().stream().filter(each -> !each.heard.isBefore(time)).count();
    }

    /// Those that were not heard of for longer than that.
    List<String> silent(Instant now, Duration length) {
        List<String> silent = new ArrayList<>();
        holders.forEach(
                (instance, holder) -> {
                    if (holder.heard.isBefore(now.minus(length))) {
                        silent.add(instance);
                    }
                });
        return silent;
    }

    /// Forgets an instance that nothing is left of.
    void forget(String instance) {
        Holder holder = of(instance);
        if (holder.leases.isEmpty() && holder.booked.isEmpty()) {
            holders.remove(instance);
        }
    }
}
