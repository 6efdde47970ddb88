package dev.tollgate.domain.failure;

import dev.tollgate.domain.access.ModelAccess;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.limit.RateLimit;
import dev.tollgate.domain.money.Usd;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Why the gateway itself does not start a call or an attempt: what was refused, by which rule, and
/// when it may be tried again.
public sealed interface Refusal {
    /// A number of calls that may run at once is running.
    ///
    /// @param scope whose limit it is: `max_parallel_requests`, `global_max_parallel_requests` or a
    ///   deployment's
    record TooManyParallel(String scope, int limit, Duration retryAfter) implements Refusal {}

    /// A limit of the key, or of somebody it belongs to, is used up.
    ///
    /// @param remaining what is left of it, which is too little
    /// @param shown whose limit it is, as the caller may see it
    /// @param resetAt when it is not used up any more
    record LimitReached(
            RateLimit limit, String shown, long remaining, Duration retryAfter, Instant resetAt)
            implements Refusal {}

    /// A list does not allow the model.
    record ModelNotAllowed(ModelAccess.Owner owner, String model) implements Refusal {}

    /// The end user that the call is for is blocked.
    record CustomerBlocked(String customer) implements Refusal {}

    /// A budget has no room for the call, whatever running calls give back.
    ///
    /// @param shown whose budget it is, as the caller may see it
    /// @param window the budget's duration (`1d`), empty if it never resets
    /// @param resetAt when its next period begins; empty: never
    record BudgetSpent(
            Subject subject,
            String shown,
            String window,
            Usd spent,
            Usd limit,
            Optional<Instant> resetAt,
            Duration retryAfter)
            implements Refusal {}

    /// A budget would have room for the call if running calls gave back what they reserved.
    record BudgetReserved(Subject subject, String shown, Usd limit, Duration retryAfter)
            implements Refusal {}

    /// What must be written down, or reserved, cannot be now.
    ///
    /// @param what is not there, in the operator's words
    record NotNow(String what, Duration retryAfter) implements Refusal {}

    /// What the model costs is not known, and the operator does not allow such calls.
    record Unpriced(String model) implements Refusal {}
}
