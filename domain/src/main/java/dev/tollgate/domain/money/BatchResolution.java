package dev.tollgate.domain.money;

import static dev.tollgate.domain.money.Resolution.first;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Map;

/// Finds the token prices of batches. A side of the call (input, output) without a price for
/// batches costs half of what it costs below the first threshold; half of the level's price in a
/// price table. Where a side has one, its cached tokens cost as much as the others unless they have
/// a price of their own, and other meters without a price for batches cost their standard price.
///
/// @param level number of thresholds the prompt has passed
/// @param base the standard prices of which half is taken
record BatchResolution(Map<String, BigDecimal> prices, int level, Rates base) {
    private static final BigDecimal HALF = new BigDecimal("0.5");

    Rates rates() {
        Rates.Pictures its = base.pictures();
        BigDecimal ownInput = batch("input");
        BigDecimal input = first(ownInput, half(base.input()));
        BigDecimal write = side(ownInput, "cache_write_5m", base.cacheWrite(), input);
        BigDecimal ownOutput =
                first(
                        batch("output"),
                        standard("output") == null ? batch("per_image_token_out") : null);
        BigDecimal output = first(ownOutput, half(base.output()));
        BigDecimal read = first(first(batch("cache_read"), ownInput), half(base.cacheRead()));
        return new Rates(
                input,
                output,
                read,
                write,
                writeForAnHour(ownInput, write),
                side(ownInput, "input_audio", base.audioInput(), input),
                side(ownOutput, "output_audio", base.audioOutput(), output),
                first(first(batch("reasoning"), ownOutput), half(base.reasoning())),
                new Rates.Pictures(
                        side(ownInput, "per_image_token_in", its.imageInput(), input),
                        side(ownInput, "per_video_token_in", its.videoInput(), input),
                        side(ownOutput, "per_image_token_out", its.imageOutput(), output),
                        side(ownOutput, "per_video_token_out", its.videoOutput(), output),
                        side(ownInput, "cache_read_audio", its.cachedAudio(), read),
                        side(ownInput, "cache_read_image", its.cachedImage(), read),
                        side(ownInput, "cache_write_audio", its.writtenAudio(), write)));
    }

    /// @param own the side's price for batches; null if it has none
    /// @param whole the meter's standard price with its fallbacks
    /// @param otherwise the side's price where the meter has none
    private @Nullable BigDecimal side(
            @Nullable BigDecimal own,
            String meter,
            @Nullable BigDecimal whole,
            @Nullable BigDecimal otherwise) {
        BigDecimal price = batch(meter);
        if (price != null || own == null) {
            return first(price, half(whole));
        }
        return first(standard(meter), otherwise);
    }

    /// Nobody lists a price for batches here: it is halved where that of other writes is.
    private @Nullable BigDecimal writeForAnHour(
            @Nullable BigDecimal ownInput, @Nullable BigDecimal write) {
        if (standard("cache_write_1h") == null) {
            return write;
        }
        return ownInput == null || batch("cache_write_5m") != null
                ? half(base.cacheWrite1h())
                : base.cacheWrite1h();
    }

    private @Nullable BigDecimal batch(String meter) {
        for (int at = level; at >= 0; at--) {
            BigDecimal price = prices.get(Tiers.prefix(at) + meter + "_batch");
            if (price != null) {
                return price;
            }
        }
        return null;
    }

    private @Nullable BigDecimal standard(String meter) {
        return prices.get(meter);
    }

    private static @Nullable BigDecimal half(@Nullable BigDecimal price) {
        return price == null ? null : price.multiply(HALF);
    }
}
