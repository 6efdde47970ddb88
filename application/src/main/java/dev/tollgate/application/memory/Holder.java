package dev.tollgate.application.memory;

import dev.tollgate.domain.budget.BudgetAccount;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// An instance that leases.
final class Holder {
    /// When it was last heard of.
    Instant heard = Instant.MIN;

    /// What it holds; nothing is held where there is no lease.
    final Map<BudgetAccount, Lease> leases = new HashMap<>();

    /// The entries its leases were booked by.
    final Map<BudgetAccount, UUID> booked = new HashMap<>();

    /// Nano-dollars.
    static final class Lease {
        long amount;

        /// What others wait for.
        long recalled;
    }
}
