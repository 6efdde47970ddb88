package dev.tollgate.application.call;

import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.failure.Refusal;

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
    record Denied(Exclusion exclusion) implements AttemptResult {
        /// Because it was refused on the deployment's own account.
        static Denied by(Refusal reason, Deployment deployment) {
            return new Denied(new Exclusion(deployment.id(), full(reason), detail(reason)));
        }

        private static Exclusion.Reason full(Refusal reason) {
            return reason instanceof Refusal.TooManyParallel
                    ? Exclusion.Reason.PARALLEL_LIMIT
                    : Exclusion.Reason.BUDGET;
        }

        private static String detail(Refusal reason) {
            return reason instanceof Refusal.BudgetSpent spent
                    ? "%s spent %s of %s".formatted(spent.shown(), spent.spent(), spent.limit())
                    : reason.toString();
        }

        /// Because others of the same moment had its last requests of the minute.
        static Denied byRateLimit(Deployment deployment) {
            return new Denied(
                    new Exclusion(
                            deployment.id(),
                            Exclusion.Reason.RATE_LIMIT,
                            "RPM limit=%1$d, current usage=%1$d"
                                    .formatted(deployment.share().rpm())));
        }
    }

    /// No further attempt makes sense: the caller left, the deadline passed, the gateway closes.
    record Stopped(CallFailure failure) implements AttemptResult {}
}
