package dev.tollgate.application.port.out;

import java.time.Duration;

/// How long one attempt may take.
///
/// @param timeout bound of a plain attempt from its start to its last byte; of a stream, the
///   longest wait for its head and between two of its events
/// @param total bound of the whole attempt, streamed or not
public record AttemptLimits(Duration timeout, Duration total) {
    public AttemptLimits {
        if (!timeout.isPositive() || !total.isPositive()) {
            throw new IllegalArgumentException(
                    "timeouts must be positive: %s, %s".formatted(timeout, total));
        }
    }
}
