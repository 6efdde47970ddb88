package dev.tollgate.application.budget;

import dev.tollgate.domain.money.Usd;

/// What became of the wish to reserve an amount on several accounts.
public sealed interface Reserved {
    /// All accounts have it.
    record Granted(Reservation reservation) implements Reserved {}

    /// This account's limit does not allow it, whatever running calls give back.
    ///
    /// @param spent what the account has spent
    record Spent(Charge charge, Usd spent) implements Reserved {}

    /// It would fit if running calls, or other replicas, gave back what they hold.
    record Held(Charge charge) implements Reserved {}

    /// The leases do not cover it and the shared accounts cannot be reached.
    record OutOfReach(Charge charge) implements Reserved {}
}
