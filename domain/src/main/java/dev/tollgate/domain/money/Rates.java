package dev.tollgate.domain.money;

import dev.tollgate.domain.usage.Usage;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The token prices of one level, every fallback resolved, USD per million. Null is unpriced.
record Rates(
        @Nullable BigDecimal input,
        @Nullable BigDecimal output,
        @Nullable BigDecimal cacheRead,
        @Nullable BigDecimal cacheWrite,
        @Nullable BigDecimal cacheWrite1h,
        @Nullable BigDecimal audioInput,
        @Nullable BigDecimal audioOutput,
        @Nullable BigDecimal reasoning) {

    static List<Rates> levels(Map<String, BigDecimal> prices, Tiers tiers, BigDecimal cacheShare) {
        List<Rates> levels = new ArrayList<>();
        for (int level = 0; level <= tiers.thresholds().size(); level++) {
            levels.add(new Resolution(prices, tiers.rule(), level).rates(cacheShare));
        }
        return List.copyOf(levels);
    }

    /// The sum in USD per million, exact; empty if a price is missing for tokens that were used, or
    /// if the model has no token price at all.
    Optional<BigDecimal> perMillion(Usage usage) {
        long text =
                rest(
                        usage.inputTokens(),
                        usage.cacheReadTokens(),
                        usage.cacheWriteTokens(),
                        usage.cacheWrite1hTokens(),
                        usage.audioInputTokens());
        long answer =
                rest(
                        usage.outputTokens(),
                        usage.reasoningTokens(),
                        usage.audioOutputTokens(),
                        0,
                        0);
        boolean unpriced =
                (input == null && output == null)
                        || missing(input, text)
                        || missing(cacheRead, usage.cacheReadTokens())
                        || missing(cacheWrite, usage.cacheWriteTokens())
                        || missing(cacheWrite1h, usage.cacheWrite1hTokens())
                        || missing(audioInput, usage.audioInputTokens())
                        || missing(output, answer)
                        || missing(reasoning, usage.reasoningTokens())
                        || missing(audioOutput, usage.audioOutputTokens());
        if (unpriced) {
            return Optional.empty();
        }
        return Optional.of(
                times(input, text)
                        .add(times(cacheRead, usage.cacheReadTokens()))
                        .add(times(cacheWrite, usage.cacheWriteTokens()))
                        .add(times(cacheWrite1h, usage.cacheWrite1hTokens()))
                        .add(times(audioInput, usage.audioInputTokens()))
                        .add(times(output, answer))
                        .add(times(reasoning, usage.reasoningTokens()))
                        .add(times(audioOutput, usage.audioOutputTokens())));
    }

    /// What is left of a total. Some providers report parts that exceed it: then nothing.
    private static long rest(long total, long... parts) {
        long left = total;
        for (long part : parts) {
            // Step by step, so that no sum of counts from outside can overflow.
            left = Math.max(0, left - part);
        }
        return left;
    }

    private static boolean missing(@Nullable BigDecimal price, long tokens) {
        return price == null && tokens > 0;
    }

    private static BigDecimal times(@Nullable BigDecimal price, long tokens) {
        return price == null || tokens == 0
                ? BigDecimal.ZERO
                : price.multiply(BigDecimal.valueOf(tokens));
    }

    /// Finds the prices that hold at one level.
    private record Resolution(Map<String, BigDecimal> prices, Tiers.Rule rule, int level) {

        Rates rates(BigDecimal cacheShare) {
            BigDecimal input = inherited("input");
            BigDecimal output = first(inherited("output"), inherited("per_image_token_out"));
            BigDecimal shared = input == null ? null : input.multiply(cacheShare);
            BigDecimal write = first(derived("cache_write_5m"), input);
            return new Rates(
                    input,
                    output,
                    first(derived("cache_read"), shared),
                    write,
                    first(derived("cache_write_1h"), write),
                    first(inherited("input_audio"), input),
                    first(inherited("output_audio"), output),
                    first(derived("reasoning"), output));
        }

        /// This level's price, else the next lower level's that has one.
        private @Nullable BigDecimal inherited(String meter) {
            for (int at = level; at >= 0; at--) {
                BigDecimal price = prices.get(Tiers.prefix(at) + meter);
                if (price != null) {
                    return price;
                }
            }
            return null;
        }

        private @Nullable BigDecimal derived(String meter) {
            return rule == Tiers.Rule.TABLE
                    ? prices.get(Tiers.prefix(level) + meter)
                    : inherited(meter);
        }

        private static @Nullable BigDecimal first(
                @Nullable BigDecimal price, @Nullable BigDecimal otherwise) {
            return price == null ? otherwise : price;
        }
    }
}
