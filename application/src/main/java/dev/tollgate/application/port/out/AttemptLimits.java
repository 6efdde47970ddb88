package dev.tollgate.application.port.out;

import java.time.Duration;

/// How long one attempt may take, clock by clock. Where one runs out, the attempt is a failure of
/// kind `TIMEOUT` that names the clock and its bound.
///
/// @param timeout bound of a plain attempt from its start to its last byte; of a stream that has
///   begun to answer, the longest wait between two of its events
/// @param total bound of the whole attempt, streamed or not
/// @param connect bound of making a connection, name lookup and TLS included
/// @param firstByte longest wait for the head of a plain attempt's answer, from when the request is
///   sent; zero: none of its own
/// @param firstToken longest wait for a stream's first token (its first content or finish reason;
///   comments, pings and roles are none), from the attempt's start; zero: `timeout`
public record AttemptLimits(
        Duration timeout,
        Duration total,
        Duration connect,
        Duration firstByte,
        Duration firstToken) {
    public AttemptLimits {
        if (!timeout.isPositive()
                || !total.isPositive()
                || !connect.isPositive()
                || firstByte.isNegative()
                || firstToken.isNegative()) {
            throw new IllegalArgumentException(
                    "timeouts must be positive: %s, total %s, connect %s, first byte %s, first token %s"
                            .formatted(timeout, total, connect, firstByte, firstToken));
        }
    }
}
