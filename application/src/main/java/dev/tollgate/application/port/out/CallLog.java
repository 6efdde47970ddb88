package dev.tollgate.application.port.out;

import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Hears of every call that ended, before the last byte of its answer is released.
public interface CallLog {
    void ended(Entry entry);

    /// @param attempts every attempt, in order
    /// @param leftOut deployments that were not asked, or not once more, and why
    /// @param failure why there was no whole answer; empty for a success
    /// @param duration from arrival to end
    record Entry(
            ModelCall call,
            List<Attempt> attempts,
            List<Exclusion> leftOut,
            Optional<CallFailure> failure,
            Duration duration) {
        public Entry {
            attempts = List.copyOf(attempts);
            leftOut = List.copyOf(leftOut);
        }
    }

    /// @param cost empty where unpriced or not reported
    /// @param failure empty for a success, else the failure kind's name and status
    record Attempt(
            String deploymentId,
            String group,
            String model,
            Usage usage,
            Optional<Usd> cost,
            Duration duration,
            String failure) {}
}
