package dev.tollgate.domain.usage;

import java.util.function.LongSupplier;

/// Tokens of one attempt, as its provider reported them or as the gateway estimates them.
/// `inputTokens` contains the cached, written and audio ones; `outputTokens` contains reasoning and
/// audio.
///
/// The parts do not overlap: what was written for an hour is not among the other writes.
///
/// @param reported false when nothing is known; all counts are 0 then
/// @param cacheWriteTokens written to the cache for five minutes, or the provider's only span
/// @param cacheWrite1hTokens written to the cache for an hour
/// @param estimated whether a count is the gateway's own guess, because the provider did not get to
///   report it
public record Usage(
        boolean reported,
        long inputTokens,
        long outputTokens,
        long cacheReadTokens,
        long cacheWriteTokens,
        long cacheWrite1hTokens,
        long audioInputTokens,
        long audioOutputTokens,
        long reasoningTokens,
        boolean estimated) {

    public static final Usage NONE = new Usage(false, 0, 0, 0, 0, 0, 0, 0, 0);

    public Usage {
        if (inputTokens < 0
                || outputTokens < 0
                || cacheReadTokens < 0
                || cacheWriteTokens < 0
                || cacheWrite1hTokens < 0
                || audioInputTokens < 0
                || audioOutputTokens < 0
                || reasoningTokens < 0) {
            throw new IllegalArgumentException("token counts must not be negative");
        }
    }

    /// What a provider reported.
    public Usage(
            boolean reported,
            long inputTokens,
            long outputTokens,
            long cacheReadTokens,
            long cacheWriteTokens,
            long cacheWrite1hTokens,
            long audioInputTokens,
            long audioOutputTokens,
            long reasoningTokens) {
        this(
                reported,
                inputTokens,
                outputTokens,
                cacheReadTokens,
                cacheWriteTokens,
                cacheWrite1hTokens,
                audioInputTokens,
                audioOutputTokens,
                reasoningTokens,
                false);
    }

    public static Usage of(long inputTokens, long outputTokens) {
        return new Usage(true, inputTokens, outputTokens, 0, 0, 0, 0, 0, 0);
    }

    /// What an attempt that broke off must have used, as far as one can tell.
    public static Usage estimate(long inputTokens, long outputTokens) {
        return new Usage(true, inputTokens, outputTokens, 0, 0, 0, 0, 0, 0, true);
    }

    /// These counts, completed for an answer that broke off before its usage was reported: no fewer
    /// tokens than these, and marked as estimated where that makes a difference.
    ///
    /// @param input what the prompt must have used, asked for only where nothing was reported
    /// @param output what the text that was received must have used
    public Usage completed(LongSupplier input, long output) {
        if (!reported) {
            return estimate(input.getAsLong(), output);
        }
        return output <= outputTokens
                ? this
                : new Usage(
                        true,
                        inputTokens,
                        output,
                        cacheReadTokens,
                        cacheWriteTokens,
                        cacheWrite1hTokens,
                        audioInputTokens,
                        audioOutputTokens,
                        reasoningTokens,
                        true);
    }

    /// What two attempts used together; one that reported nothing adds nothing.
    public Usage plus(Usage other) {
        return new Usage(
                reported || other.reported,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                cacheReadTokens + other.cacheReadTokens,
                cacheWriteTokens + other.cacheWriteTokens,
                cacheWrite1hTokens + other.cacheWrite1hTokens,
                audioInputTokens + other.audioInputTokens,
                audioOutputTokens + other.audioOutputTokens,
                reasoningTokens + other.reasoningTokens,
                estimated || other.estimated);
    }

    public long totalTokens() {
        return inputTokens + outputTokens;
    }
}
