package dev.tollgate.application.call;

import dev.tollgate.domain.failure.CallFailure;

/// How the walk through one group ended.
sealed interface GroupEnd {
    /// The caller has an answer, whole or honestly broken.
    record Answered() implements GroupEnd {}

    /// @param mayGoOn whether another group may be tried
    record Unanswered(CallFailure failure, boolean mayGoOn) implements GroupEnd {}
}
