package dev.tollgate.application.fleet;

import dev.tollgate.domain.usage.Usage;

import java.time.Duration;

/// What a successful attempt showed.
public sealed interface Observation {
    Usage usage();

    /// From the request to the first content of a stream; zero where that is not known.
    default Duration firstTokenTime() {
        return switch (this) {
            case Streamed(_, Duration firstToken) -> firstToken;
            case Plain _, Untimed _ -> Duration.ZERO;
        };
    }

    /// A whole answer.
    ///
    /// @param duration from the request to the end of the answer
    record Plain(Usage usage, Duration duration) implements Observation {}

    /// A streamed answer. How long all of it took depends on how fast its caller reads.
    ///
    /// @param firstToken from the request to the first content
    record Streamed(Usage usage, Duration firstToken) implements Observation {}

    /// A stream that tells nothing of time: it carried another one on, or had no content.
    record Untimed(Usage usage) implements Observation {}
}
