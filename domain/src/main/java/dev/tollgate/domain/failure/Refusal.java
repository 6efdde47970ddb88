package dev.tollgate.domain.failure;

import java.time.Duration;

/// Why the gateway itself does not start a call or an attempt: what was refused, by which rule, and
/// when it may be tried again.
public sealed interface Refusal {
    /// A number of calls that may run at once is running.
    ///
    /// @param scope whose limit it is: `max_parallel_requests`, `global_max_parallel_requests` or a
    ///   deployment's
    record TooManyParallel(String scope, int limit, Duration retryAfter) implements Refusal {}
}
