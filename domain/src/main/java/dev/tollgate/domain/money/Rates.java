package dev.tollgate.domain.money;

import dev.tollgate.domain.usage.Meter;
import dev.tollgate.domain.usage.Meters;
import dev.tollgate.domain.usage.Usage;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/// The token prices of one level and service tier, every fallback resolved, USD per million. Null
/// is unpriced.
record Rates(
        @Nullable BigDecimal input,
        @Nullable BigDecimal output,
        @Nullable BigDecimal cacheRead,
        @Nullable BigDecimal cacheWrite,
        @Nullable BigDecimal cacheWrite1h,
        @Nullable BigDecimal audioInput,
        @Nullable BigDecimal audioOutput,
        @Nullable BigDecimal reasoning,
        Pictures pictures) {

    /// Prices of tokens that are neither text nor plain audio.
    record Pictures(
            @Nullable BigDecimal imageInput,
            @Nullable BigDecimal videoInput,
            @Nullable BigDecimal imageOutput,
            @Nullable BigDecimal videoOutput,
            @Nullable BigDecimal cachedAudio,
            @Nullable BigDecimal cachedImage,
            @Nullable BigDecimal writtenAudio) {}

    /// The exact cost of the tokens; nothing if a price is missing for tokens that were used, or if
    /// the model has no token price at all.
    @Nullable Parts parts(Usage usage) {
        if (input == null && output == null) {
            return null;
        }
        Meters meters = usage.meters();
        return meters.none() ? plain(usage) : mixed(usage, meters);
    }

    private @Nullable Parts plain(Usage usage) {
        Sum in = new Sum();
        in.add(input, text(usage));
        in.add(audioInput, usage.audioInputTokens());
        Sum read = new Sum();
        read.add(cacheRead, usage.cacheReadTokens());
        Sum written = new Sum();
        written.add(cacheWrite, usage.cacheWriteTokens());
        written.add(cacheWrite1h, usage.cacheWrite1hTokens());
        Sum out = new Sum();
        out.add(
                output,
                rest(usage.outputTokens(), usage.reasoningTokens(), usage.audioOutputTokens()));
        out.add(audioOutput, usage.audioOutputTokens());
        Sum thought = new Sum();
        thought.add(reasoning, usage.reasoningTokens());
        return Parts.of(in, read, written, out, thought);
    }

    private @Nullable Parts mixed(Usage usage, Meters meters) {
        long images = meters.count(Meter.IMAGE_INPUT_TOKENS);
        long video = meters.count(Meter.VIDEO_INPUT_TOKENS);
        Sum in = new Sum();
        in.add(input, rest(text(usage), images, video));
        in.add(audioInput, usage.audioInputTokens());
        in.add(pictures.imageInput, images);
        in.add(pictures.videoInput, video);
        long cachedAudio = meters.count(Meter.CACHED_AUDIO_TOKENS);
        long cachedImages = meters.count(Meter.CACHED_IMAGE_TOKENS);
        Sum read = new Sum();
        read.add(cacheRead, rest(usage.cacheReadTokens(), cachedAudio, cachedImages));
        read.add(pictures.cachedAudio, cachedAudio);
        read.add(pictures.cachedImage, cachedImages);
        long writtenAudio = meters.count(Meter.WRITTEN_AUDIO_TOKENS);
        Sum written = new Sum();
        written.add(cacheWrite, rest(usage.cacheWriteTokens(), writtenAudio, 0));
        written.add(cacheWrite1h, usage.cacheWrite1hTokens());
        written.add(pictures.writtenAudio, writtenAudio);
        long made = meters.count(Meter.IMAGE_OUTPUT_TOKENS);
        long filmed = meters.count(Meter.VIDEO_OUTPUT_TOKENS);
        Sum out = new Sum();
        long answer = rest(usage.outputTokens(), usage.reasoningTokens(), made);
        out.add(output, rest(answer, usage.audioOutputTokens(), filmed));
        out.add(audioOutput, usage.audioOutputTokens());
        out.add(pictures.imageOutput, made);
        out.add(pictures.videoOutput, filmed);
        Sum thought = new Sum();
        thought.add(reasoning, usage.reasoningTokens());
        return Parts.of(in, read, written, out, thought);
    }

    private static long text(Usage usage) {
        long uncached =
                rest(usage.inputTokens(), usage.cacheReadTokens(), usage.cacheWriteTokens());
        return rest(uncached, usage.cacheWrite1hTokens(), usage.audioInputTokens());
    }

    /// What is left of a total. Some providers report parts that exceed it: then nothing.
    private static long rest(long total, long one, long other) {
        // Step by step, so that no sum of counts from outside can overflow.
        return Math.max(0, Math.max(0, total - one) - other);
    }

    /// The dearest price that an input token can have; null if text is unpriced.
    @Nullable BigDecimal dearestInput() {
        return input == null
                ? null
                : dearest(
                        input,
                        cacheRead,
                        cacheWrite,
                        cacheWrite1h,
                        audioInput,
                        pictures.imageInput,
                        pictures.videoInput,
                        pictures.cachedAudio,
                        pictures.cachedImage,
                        pictures.writtenAudio);
    }

    /// The dearest price that an output token can have; null if text is unpriced.
    @Nullable BigDecimal dearestOutput() {
        return output == null
                ? null
                : dearest(
                        output, audioOutput, reasoning, pictures.imageOutput, pictures.videoOutput);
    }

    private static BigDecimal dearest(BigDecimal price, @Nullable BigDecimal... others) {
        BigDecimal most = price;
        for (BigDecimal other : others) {
            most = other == null ? most : most.max(other);
        }
        return most;
    }

    /// Adds tokens times prices; unpriced once a price was missing for tokens that were used.
    static final class Sum {
        private @Nullable BigDecimal total = BigDecimal.ZERO;

        void add(@Nullable BigDecimal price, long tokens) {
            BigDecimal before = total;
            if (tokens == 0 || before == null) {
                return;
            }
            if (price == null) {
                total = null;
                return;
            }
            BigDecimal more = price.multiply(BigDecimal.valueOf(tokens));
            total = before.signum() == 0 ? more : before.add(more);
        }

        @Nullable BigDecimal total() {
            return total;
        }
    }
}
