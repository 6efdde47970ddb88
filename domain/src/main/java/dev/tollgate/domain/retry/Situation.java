package dev.tollgate.domain.retry;

import dev.tollgate.domain.failure.ProviderFailure;

import java.time.Duration;

/// Where a call stands after a failed attempt.
///
/// @param failure what just failed
/// @param allowance retries after it
/// @param retries those that were made in this level
/// @param repeats those among them that asked a deployment again
/// @param others whether the group has another deployment than the one that failed
/// @param another whether the level has one that may be asked and was not yet
/// @param last the last failure of the deployment that would be asked again: often, but not always,
///   the one that just failed
/// @param out how long that deployment is left alone from now on
/// @param beyond what is left once the level is given up
/// @param attemptsLeft attempts that the call may still make
/// @param timeLeft what is left of the call's deadline
public record Situation(
        ProviderFailure failure,
        Allowance allowance,
        int retries,
        int repeats,
        boolean others,
        boolean another,
        ProviderFailure last,
        Duration out,
        Beyond beyond,
        int attemptsLeft,
        Duration timeLeft) {
    /// What a call may try when it gives up a level.
    public enum Beyond {
        NOTHING,
        /// the group's next level
        LEVEL,
        /// a stand-in
        GROUP
    }
}
