package dev.tollgate.domain.usage;

/// Tokens that a provider reported for one attempt. `inputTokens` contains the cached, written and
/// audio ones; `outputTokens` contains reasoning and audio.
///
/// The parts do not overlap: what was written for an hour is not among the other writes.
///
/// @param reported false when the provider said nothing; all counts are 0 then
/// @param cacheWriteTokens written to the cache for five minutes, or the provider's only span
/// @param cacheWrite1hTokens written to the cache for an hour
public record Usage(
        boolean reported,
        long inputTokens,
        long outputTokens,
        long cacheReadTokens,
        long cacheWriteTokens,
        long cacheWrite1hTokens,
        long audioInputTokens,
        long audioOutputTokens,
        long reasoningTokens) {

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

    public static Usage of(long inputTokens, long outputTokens) {
        return new Usage(true, inputTokens, outputTokens, 0, 0, 0, 0, 0, 0);
    }

    public long totalTokens() {
        return inputTokens + outputTokens;
    }
}
