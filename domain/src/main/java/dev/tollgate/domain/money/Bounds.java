package dev.tollgate.domain.money;

import dev.tollgate.domain.usage.Meters;
import dev.tollgate.domain.usage.ServiceTier;

/// What a call can use at most. Token counts above 2⁴⁰ are taken as 2⁴⁰, and more than 2²⁰ answers
/// as 2²⁰: no call has more.
///
/// @param inputTokens of the whole prompt; cached, written, audio and image ones are among them
/// @param outputTokens of one answer; reasoning, audio and image ones are among them
/// @param choices answers that were asked for (`n`), at least 1
/// @param tier the service tier that the caller named; unstated, any but batches may be served. A
///   provider may always serve at the standard tier instead
/// @param fast whether the provider's faster mode may be on
/// @param meters what else may be counted, tools for example; none of it tokens
public record Bounds(
        long inputTokens,
        long outputTokens,
        int choices,
        ServiceTier tier,
        boolean fast,
        Meters meters) {
    private static final long MOST_TOKENS = 1L << 40;
    private static final int MOST_CHOICES = 1 << 20;

    public Bounds {
        if (inputTokens < 0 || outputTokens < 0 || choices < 1) {
            throw new IllegalArgumentException(
                    "bounds must not be negative, and choices at least 1, but are input %d, output %d, choices %d"
                            .formatted(inputTokens, outputTokens, choices));
        }
        inputTokens = Math.min(inputTokens, MOST_TOKENS);
        outputTokens = Math.min(outputTokens, MOST_TOKENS);
        choices = Math.min(choices, MOST_CHOICES);
    }

    /// One answer at any tier.
    public static Bounds of(long inputTokens, long outputTokens) {
        return new Bounds(inputTokens, outputTokens, 1, ServiceTier.UNSTATED, false, Meters.NONE);
    }

    public Bounds choices(int number) {
        return new Bounds(inputTokens, outputTokens, number, tier, fast, meters);
    }

    public Bounds output(long tokens) {
        return new Bounds(inputTokens, tokens, choices, tier, fast, meters);
    }

    public Bounds at(ServiceTier named) {
        return new Bounds(inputTokens, outputTokens, choices, named, fast, meters);
    }

    /// With the provider's faster mode.
    public Bounds inFastMode() {
        return new Bounds(inputTokens, outputTokens, choices, tier, true, meters);
    }

    public Bounds with(Meters others) {
        return new Bounds(inputTokens, outputTokens, choices, tier, fast, others);
    }
}
