package dev.tollgate.domain.call;

import dev.tollgate.domain.usage.ServiceTier;

/// How much answer a caller asked for.
///
/// @param maxTokens most tokens of one answer; 0: not said
/// @param choices answers to one prompt, at least 1
/// @param tier service tier asked for
public record OutputWish(long maxTokens, int choices, ServiceTier tier) {
    /// Of a caller who said nothing.
    public static final OutputWish UNSAID = new OutputWish(0, 1, ServiceTier.UNSTATED);

    public OutputWish {
        if (maxTokens < 0 || choices < 1) {
            throw new IllegalArgumentException(
                    "max tokens must not be negative, and choices at least 1: %d, %d"
                            .formatted(maxTokens, choices));
        }
    }
}
