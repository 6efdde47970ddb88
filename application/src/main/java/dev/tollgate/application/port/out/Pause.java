package dev.tollgate.application.port.out;

import dev.tollgate.domain.call.Cancellation;

import java.time.Duration;

/// Waits between two attempts.
public interface Pause {
    /// Waits, or returns early when the call is cancelled.
    void pause(Duration duration, Cancellation cancellation);
}
