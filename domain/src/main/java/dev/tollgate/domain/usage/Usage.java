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
/// @param terms what the price depends on besides the amounts
/// @param meters what else was counted: parts of the tokens, images, seconds, searches, …
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
        boolean estimated,
        Terms terms,
        Meters meters) {

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

    /// On the usual terms, with nothing counted but tokens.
    public Usage(
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
                estimated,
                Terms.USUAL,
                Meters.NONE);
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
                false,
                Terms.USUAL,
                Meters.NONE);
    }

    public static Usage of(long inputTokens, long outputTokens) {
        return new Usage(true, inputTokens, outputTokens, 0, 0, 0, 0, 0, 0);
    }

    /// What an attempt that broke off must have used, as far as one can tell.
    public static Usage estimate(long inputTokens, long outputTokens) {
        return new Usage(true, inputTokens, outputTokens, 0, 0, 0, 0, 0, 0).asEstimate();
    }

    /// What was counted where tokens are not.
    public static Usage of(Meters meters) {
        return of(0, 0).with(meters);
    }

    public Usage with(Terms its) {
        return new Usage(
                reported,
                inputTokens,
                outputTokens,
                cacheReadTokens,
                cacheWriteTokens,
                cacheWrite1hTokens,
                audioInputTokens,
                audioOutputTokens,
                reasoningTokens,
                estimated,
                its,
                meters);
    }

    public Usage with(Meters its) {
        return new Usage(
                reported,
                inputTokens,
                outputTokens,
                cacheReadTokens,
                cacheWriteTokens,
                cacheWrite1hTokens,
                audioInputTokens,
                audioOutputTokens,
                reasoningTokens,
                estimated,
                terms,
                its);
    }

    /// This usage at a service tier that was asked for, unless the provider told the one it served.
    public Usage orTier(ServiceTier asked) {
        Terms its = terms.orTier(asked);
        return its == terms ? this : with(its);
    }

    /// These counts without the text of the prompt, for those who count it otherwise.
    public Usage withoutText() {
        return new Usage(
                reported,
                0,
                outputTokens,
                cacheReadTokens,
                cacheWriteTokens,
                cacheWrite1hTokens,
                audioInputTokens,
                audioOutputTokens,
                reasoningTokens,
                estimated,
                terms,
                meters);
    }

    /// These counts, marked as the gateway's own guess.
    public Usage asEstimate() {
        return new Usage(
                reported,
                inputTokens,
                outputTokens,
                cacheReadTokens,
                cacheWriteTokens,
                cacheWrite1hTokens,
                audioInputTokens,
                audioOutputTokens,
                reasoningTokens,
                true,
                terms,
                meters);
    }

    /// These counts, completed for an answer that broke off before its usage was reported, or came
    /// without one: no fewer tokens than these, and marked as estimated where that makes a
    /// difference.
    ///
    /// @param input what the prompt must have used, asked for only where nothing was reported
    /// @param output what the text that was received must have used
    public Usage completed(LongSupplier input, long output) {
        if (!reported) {
            return estimate(input.getAsLong(), output).with(terms);
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
                        true,
                        terms,
                        meters);
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
                estimated || other.estimated,
                terms.plus(other.terms),
                meters.plus(other.meters));
    }

    public long totalTokens() {
        return inputTokens + outputTokens;
    }

    /// Terms and meters only where they say something.
    @Override
    public String toString() {
        String counts =
                ("Usage[reported=%b, inputTokens=%d, outputTokens=%d, cacheReadTokens=%d,"
                     + " cacheWriteTokens=%d, cacheWrite1hTokens=%d, audioInputTokens=%d,"
                     + " audioOutputTokens=%d, reasoningTokens=%d, estimated=%b")
                        .formatted(
                                reported,
                                inputTokens,
                                outputTokens,
                                cacheReadTokens,
                                cacheWriteTokens,
                                cacheWrite1hTokens,
                                audioInputTokens,
                                audioOutputTokens,
                                reasoningTokens,
                                estimated);
        return counts
                + (terms.equals(Terms.USUAL) ? "" : ", terms=" + terms)
                + (meters.none() ? "" : ", meters=" + meters)
                + "]";
    }
}
