package dev.tollgate.domain.limit;

import dev.tollgate.domain.budget.Subject;

/// What a subject may use up within a minute, or at once.
///
/// @param limit at most; 0 allows nothing
public record RateLimit(Subject subject, Kind kind, long limit) {
    public RateLimit {
        if (limit < 0) {
            throw new IllegalArgumentException(
                    "a limit must not be negative but is %d for %s".formatted(limit, subject));
        }
    }

    /// What it is known by among replicas, whatever its size.
    public String name() {
        return subject.name() + "|" + kind;
    }

    /// What is counted.
    public enum Kind {
        /// calls begun within any 60 seconds
        REQUESTS,
        /// tokens of calls within any 60 seconds
        TOKENS,
        /// calls running at once
        PARALLEL
    }
}
