package dev.tollgate.adapters.persistence.spend;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Leases that were read in a transaction, and what became of them in it.
final class Leases {
    private final Map<Holding, Lease> leases = new LinkedHashMap<>();
    private final Map<Holding, Lease> changed = new LinkedHashMap<>();

    Leases(Collection<Lease> read) {
        read.forEach(lease -> leases.put(holding(lease), lease));
    }

    private static Holding holding(Lease lease) {
        return new Holding(lease.account(), lease.instance());
    }

    Collection<Lease> changed() {
        return changed.values();
    }

    /// The first leases that instances hold.
    List<Lease> heldBy(Collection<String> instances, int most) {
        return leases.values().stream()
                .filter(lease -> lease.amount() > 0 && instances.contains(lease.instance()))
                .limit(most)
                .toList();
    }

    private List<Lease> on(String account) {
        List<Lease> found = new ArrayList<>();
        for (Lease lease : leases.values()) {
            if (lease.account().equals(account)) {
                found.add(lease);
            }
        }
        return found;
    }

    long held(String account, String instance) {
        return held(new Holding(account, instance)).amount();
    }

    private Lease held(Holding holding) {
        return leases.getOrDefault(holding, new Lease(holding.account(), holding.instance(), 0, 0));
    }

    long leased(String account) {
        return on(account).stream().mapToLong(Lease::amount).sum();
    }

    private void put(Lease lease) {
        leases.put(holding(lease), lease);
        changed.put(holding(lease), lease);
    }

    void add(String account, String instance, long amount) {
        if (amount != 0) {
            Lease old = held(new Holding(account, instance));
            put(new Lease(account, instance, old.amount() + amount, old.recalled()));
        }
    }

    /// Takes up to an amount off a lease.
    ///
    /// @return what was taken off
    long reduce(String account, String instance, long most) {
        long taken = Math.min(most, held(account, instance));
        add(account, instance, -taken);
        return taken;
    }

    /// Somebody waits for what others hold.
    void recall(String account, String waiting, long missing) {
        for (Lease lease : on(account)) {
            if (!lease.instance().equals(waiting) && lease.recalled() < missing) {
                put(new Lease(account, lease.instance(), lease.amount(), missing));
            }
        }
    }

    /// So much is free again that others may have waited for.
    void relieve(String account, long amount) {
        for (Lease lease : on(account)) {
            if (amount > 0 && lease.recalled() > 0) {
                long left = Math.max(0, lease.recalled() - amount);
                put(new Lease(account, lease.instance(), lease.amount(), left));
            }
        }
    }
}
