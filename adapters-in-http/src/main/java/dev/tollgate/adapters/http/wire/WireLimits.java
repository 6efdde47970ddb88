package dev.tollgate.adapters.http.wire;

import java.time.Duration;

/// What a connection may take in time and memory.
///
/// @param bodyBytes most bytes one request body may have, also after decompression
/// @param bodyBytesInFlight most bytes that the bodies of all running calls may have together
/// @param headTime from the first byte of a request to the end of its head
/// @param bodyTime from the end of the head to the end of the body, and a second more for every 32
///   KiB that came
/// @param idleTime how long a connection may wait for its next request
/// @param writeTime how long a caller may take nothing of an answer
/// @param hangUpAfter age of a call from which on its caller is watched for leaving
public record WireLimits(
        long bodyBytes,
        long bodyBytesInFlight,
        Duration headTime,
        Duration bodyTime,
        Duration idleTime,
        Duration writeTime,
        Duration hangUpAfter) {
    private static final long MIB = 1024 * 1024;

    /// 64 MiB a body, a quarter of the heap for all of them.
    public static final WireLimits DEFAULT =
            new WireLimits(
                    64 * MIB,
                    Math.max(MIB, Runtime.getRuntime().maxMemory() / 4),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(120),
                    Duration.ofSeconds(60),
                    Duration.ofMillis(300));

    public WireLimits {
        if (bodyBytes < 1 || bodyBytesInFlight < 1) {
            throw new IllegalArgumentException(
                    "body bounds must be positive: %d, %d".formatted(bodyBytes, bodyBytesInFlight));
        }
        for (Duration time :
                new Duration[] {headTime, bodyTime, idleTime, writeTime, hangUpAfter}) {
            if (!time.isPositive()) {
                throw new IllegalArgumentException("a time bound must be positive: " + time);
            }
        }
    }

    /// The same with other bounds for the bodies.
    public WireLimits withBodies(long perBody, long inFlight) {
        return new WireLimits(
                perBody, inFlight, headTime, bodyTime, idleTime, writeTime, hangUpAfter);
    }

    /// The same with another bound for callers who take nothing.
    public WireLimits withWriteTime(Duration write) {
        return withTimes(headTime, bodyTime, idleTime, write, hangUpAfter);
    }

    /// The same with other times.
    public WireLimits withTimes(
            Duration head, Duration body, Duration idle, Duration write, Duration hangUp) {
        return new WireLimits(bodyBytes, bodyBytesInFlight, head, body, idle, write, hangUp);
    }
}
