package dev.tollgate.application.port.out;

import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.money.Usd;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What instances hold of shared [Accounts]. An instance spends only what it has leased. Every
/// method throws [StorageUnavailable] when the store is away.
public interface Leases {
    /// Grants or extends leases, each by itself, in one transaction. A grant adds to what the
    /// instance holds already. Where even `least` is not free, but others hold some of it, their
    /// leases are recalled.
    ///
    /// @return one for each request, in their order
    List<Accounts.Grant> lease(String instance, List<Accounts.Request> requests);

    /// Gives back what is not needed of leases: each becomes at most this much, or stays what it is
    /// if that is less. May be repeated when it is not known whether it was heard.
    void keep(String instance, Map<BudgetAccount, Usd> most);

    /// What others wait for and this instance holds leases on.
    Set<BudgetAccount> recalled(String instance);

    /// Tells that this instance lives, and prolongs its leases by [Accounts#LEASE_LENGTH].
    ///
    /// @return the instances that were heard of within the last ten seconds, this one included
    int alive(String instance);

    /// Books the leases of instances that have been silent for longer than a lease lasts, each as
    /// an UNRECONCILED ledger entry over its whole amount.
    ///
    /// @return how many leases were booked
    int expire();
}
