package dev.tollgate.domain.routing;

import java.time.Duration;

/// Why a plan holds no deployment.
public sealed interface Shortage {
    /// It holds one.
    record None() implements Shortage {}

    /// No deployment has the call's tags.
    record NoTags() implements Shortage {}

    /// The prompt is longer than the context window of every deployment that has the tags.
    ///
    /// @param model the one with the longest window
    /// @param tokens the prompt's
    /// @param limit the window's
    record PromptTooLong(String model, long tokens, long limit) implements Shortage {}

    /// The last deployments that were left have used up their limits of this minute.
    ///
    /// @param retryAfter until one has room again or comes back
    record LimitsUsedUp(Duration retryAfter) implements Shortage {}

    /// Those that could serve the call cool down, are probed, or have no share of this minute left.
    ///
    /// @param retryAfter until the first one may be tried
    record NobodyNow(Duration retryAfter) implements Shortage {}
}
