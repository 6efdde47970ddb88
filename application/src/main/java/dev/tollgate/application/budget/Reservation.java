package dev.tollgate.application.budget;

import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.money.Usd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// An amount set aside on several accounts for one attempt. Ends exactly once.
public final class Reservation {
    /// For an attempt that is on no account.
    public static final Reservation NONE = new Reservation(List.of(), Usd.ZERO, List.of());

    private final List<Lease> leases;
    private final Usd amount;
    private final List<Lease> watched;
    private final AtomicBoolean open = new AtomicBoolean(true);

    /// @param watched accounts that nothing is set aside on, and the cost is added to
    Reservation(List<Lease> leases, Usd amount, List<Lease> watched) {
        this.leases = leases;
        this.amount = amount;
        this.watched = watched;
    }

    /// The same, with the cost added to these accounts as well.
    Reservation watching(List<Lease> others) {
        return others.isEmpty() ? this : new Reservation(leases, amount, others);
    }

    public Usd amount() {
        return amount;
    }

    public List<BudgetAccount> accounts() {
        if (leases.isEmpty() && watched.isEmpty()) {
            return List.of();
        }
        List<BudgetAccount> accounts = new ArrayList<>(leases.size() + watched.size());
        leases.forEach(lease -> accounts.add(lease.account()));
        watched.forEach(lease -> accounts.add(lease.account()));
        return List.copyOf(accounts);
    }

    /// What the key's own account has spent, as far as is known here; nothing where it has none.
    public Optional<KeyAccount> key() {
        for (Lease lease : leases) {
            Subject subject = lease.account().subject();
            if (subject.scope() == Scope.KEY && subject.model().isEmpty()) {
                return Optional.of(lease.figures());
            }
        }
        return Optional.empty();
    }

    public record KeyAccount(Usd spent, Usd limit) {}

    /// The attempt cost this much; the rest is free again. A cost above the amount is taken all the
    /// same.
    public void settle(Usd cost) {
        if (end()) {
            leases.forEach(lease -> lease.settle(amount.nanos(), cost.nanos()));
            watched.forEach(lease -> lease.settle(0, cost.nanos()));
        }
    }

    /// The attempt cost nothing.
    public void release() {
        settle(Usd.ZERO);
    }

    private boolean end() {
        return !(leases.isEmpty() && watched.isEmpty()) && open.compareAndSet(true, false);
    }
}
