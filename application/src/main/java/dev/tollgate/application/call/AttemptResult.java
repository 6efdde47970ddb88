package dev.tollgate.application.call;

import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.failure.ProviderFailure;

import java.time.Duration;

/// How one attempt ended.
sealed interface AttemptResult {
    /// The caller has an answer, or an honestly broken one.
    record Answered() implements AttemptResult {}

    /// The provider failed before the caller saw anything.
    ///
    /// @param out how long the deployment is left alone from now on
    record Failed(ProviderFailure failure, Duration out) implements AttemptResult {}

    /// The caller has a part of an answer: its stream broke, or the attempt to continue it did. It
    /// may go on elsewhere, but not at this deployment.
    record BrokenOff(ProviderFailure failure) implements AttemptResult {}

    /// The deployment had no room; it was not asked.
    record Denied(Exclusion exclusion) implements AttemptResult {}

    /// No further attempt makes sense: the caller left, the deadline passed, the gateway closes.
    record Stopped(CallFailure failure) implements AttemptResult {}
}
