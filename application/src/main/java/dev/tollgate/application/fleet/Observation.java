package dev.tollgate.application.fleet;

import dev.tollgate.domain.usage.Usage;

import java.time.Duration;

/// What a successful attempt showed.
///
/// @param duration from the request to the end of the answer
/// @param firstToken from the request to the first content of a stream; zero for a plain call
public record Observation(Usage usage, Duration duration, Duration firstToken) {
    public static Observation plain(Usage usage, Duration duration) {
        return new Observation(usage, duration, Duration.ZERO);
    }
}
