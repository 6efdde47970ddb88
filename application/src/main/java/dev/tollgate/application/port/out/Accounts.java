package dev.tollgate.application.port.out;

import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.money.Usd;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Budget accounts, shared by all replicas. A replica spends only what it has leased; of every
/// account, what is settled and what is leased out never exceed together the limit that was in
/// force when a lease was granted. What is settled is added by [Ledger#post]. Every method throws
/// [StorageUnavailable] when the store is away.
public interface Accounts extends Leases {
    /// Everything an instance of the past ever spent is in the ledger: its journal was replayed.
    /// What is left of its leases is free again, what was booked of them beyond its entries is
    /// corrected. Until then its entries are taken off what was booked, as they are posted.
    ///
    /// @return how many leases were freed or corrected
    int reconcile(String instance);

    /// What is known of accounts, in their order; those that were never used have nothing.
    List<Balance> balances(Collection<BudgetAccount> accounts);

    /// All that was ever spent, by subject; a subject that never spent is absent. It is what the
    /// subject's account that never resets has settled. Spend on one model group alone is known
    /// since there was a budget on it.
    Map<Subject, Usd> spent(Collection<Subject> subjects);

    /// Sets the spend of an account, and of no other, by an adjustment entry over the difference.
    /// Where the account is new it is opened so, which carries over what a changed duration has
    /// spent so far. On the account that never resets it changes what was [#spent].
    void adjust(BudgetAccount account, Usd settled, Instant at, String by);

    /// Sets to nothing what the accounts of a scope have settled, as [#adjust] does it: of all that
    /// never reset, and of all whose period may still run. Some after others: where the store goes
    /// away meanwhile, some were set and the others were not, and it can be asked again.
    ///
    /// @return how many accounts were set
    int clear(Scope scope, Instant at, String by);

    /// How long a lease lasts after its holder was last heard of.
    Duration LEASE_LENGTH = Duration.ofMinutes(15);

    /// @param limit of the account, temporary increases included
    /// @param least what is needed now; less is of no use. May be zero: only `wanted` matters then
    /// @param wanted what would be welcome, at least `least`
    record Request(BudgetAccount account, Usd limit, Usd least, Usd wanted) {
        public Request {
            if (least.nanos() < 0 || wanted.compareTo(least) < 0) {
                throw new IllegalArgumentException(
                        "wanted must be at least least, and that not negative: %s, %s"
                                .formatted(wanted, least));
            }
        }
    }

    /// @param granted added to the instance's lease: nothing, or between `least` and `wanted`
    /// @param settled what the account has spent
    /// @param leasedToOthers what other instances hold
    record Grant(Usd granted, Usd settled, Usd leasedToOthers) {}

    /// @param settled what the account has spent
    /// @param leased what all instances hold together
    record Balance(BudgetAccount account, Usd settled, Usd leased) {}
}
