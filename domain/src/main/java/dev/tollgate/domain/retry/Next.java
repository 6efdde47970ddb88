package dev.tollgate.domain.retry;

import java.time.Duration;

/// What a call does after a failed attempt.
public sealed interface Next {
    /// Asks a deployment of the same level that it has not asked yet, at once.
    record Another() implements Next {}

    /// Asks one that it has asked before, after this wait.
    record Again(Duration after) implements Next {}

    /// Leaves the level: for the next one, for a stand-in, or with the failure as its end.
    record Leave() implements Next {}
}
