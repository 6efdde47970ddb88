package dev.tollgate.application.setup;

import java.time.Duration;

/// The clocks of a call. Zero stands for none, or for the next weaker one.
///
/// @param timeout bound of one plain attempt; of a streamed one, the longest gap between events
///   where `streamTimeout` is zero
/// @param streamTimeout longest wait for data of a streamed attempt; zero: `timeout`
/// @param connect bound of making a connection
/// @param firstByte longest wait for the answer of a plain attempt to begin; zero: none of its own
/// @param deadline bound of a whole call, all attempts, waits and fallbacks together
public record CallTimes(
        Duration timeout,
        Duration streamTimeout,
        Duration connect,
        Duration firstByte,
        Duration deadline) {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(600);
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(6000);
    public static final Duration DEFAULT_CONNECT = Duration.ofSeconds(10);
    public static final CallTimes DEFAULT =
            new CallTimes(
                    DEFAULT_TIMEOUT,
                    Duration.ZERO,
                    DEFAULT_CONNECT,
                    Duration.ZERO,
                    DEFAULT_DEADLINE);

    public CallTimes {
        if (!timeout.isPositive()
                || streamTimeout.isNegative()
                || !connect.isPositive()
                || firstByte.isNegative()
                || !deadline.isPositive()) {
            throw new IllegalArgumentException(
                    "timeouts must be positive: timeout %s, stream_timeout %s, connect %s, first byte %s, deadline %s"
                            .formatted(timeout, streamTimeout, connect, firstByte, deadline));
        }
    }
}
