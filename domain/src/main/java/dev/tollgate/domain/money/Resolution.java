package dev.tollgate.domain.money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Map;

/// Finds the token prices that hold at one level and service tier.
///
/// A price is looked for at the level, then at the lower ones (a price table does not look lower
/// for anything but input and output), and at each level under the tier's name before the standard
/// one: above a threshold that has no price for a tier, the tier costs the standard price.
///
/// @param prices meter → USD per million
/// @param level number of thresholds the prompt has passed
/// @param suffix of the meters of the service tier; empty for the standard one
/// @param cacheShare part of the input price that cached tokens cost where they have none
record Resolution(
        Map<String, BigDecimal> prices,
        Tiers.Rule rule,
        int level,
        String suffix,
        BigDecimal cacheShare) {

    Rates rates() {
        BigDecimal input = inherited("input");
        BigDecimal output = first(inherited("output"), inherited("per_image_token_out"));
        BigDecimal shared = input == null ? null : input.multiply(cacheShare);
        BigDecimal read = first(derived("cache_read"), shared);
        BigDecimal write = first(derived("cache_write_5m"), input);
        return new Rates(
                input,
                output,
                read,
                write,
                first(derived("cache_write_1h"), write),
                first(inherited("input_audio"), input),
                first(inherited("output_audio"), output),
                first(reasoning(), output),
                new Rates.Pictures(
                        first(inherited("per_image_token_in"), input),
                        first(inherited("per_video_token_in"), input),
                        first(inherited("per_image_token_out"), output),
                        first(inherited("per_video_token_out"), output),
                        first(derived("cache_read_audio"), read),
                        first(derived("cache_read_image"), read),
                        first(derived("cache_write_audio"), write)));
    }

    /// A tier that has an own output price but none for reasoning charges output for it.
    private @Nullable BigDecimal reasoning() {
        if (suffix.isEmpty()) {
            return derived("reasoning");
        }
        for (int at = level; at >= 0; at--) {
            String prefix = Tiers.prefix(at);
            BigDecimal own = prices.get(prefix + "reasoning" + suffix);
            if (own != null) {
                return own;
            }
            if (prices.containsKey(prefix + "output" + suffix)) {
                return null;
            }
            if (prices.containsKey(prefix + "output")) {
                return derived("reasoning");
            }
        }
        return derived("reasoning");
    }

    /// This level's price, else the next lower level's that has one.
    private @Nullable BigDecimal inherited(String meter) {
        return downTo(0, meter);
    }

    private @Nullable BigDecimal derived(String meter) {
        return downTo(rule == Tiers.Rule.TABLE ? level : 0, meter);
    }

    private @Nullable BigDecimal downTo(int lowest, String meter) {
        for (int at = level; at >= lowest; at--) {
            String standard = Tiers.prefix(at) + meter;
            BigDecimal price = first(prices.get(standard + suffix), prices.get(standard));
            if (price != null) {
                return price;
            }
        }
        return null;
    }

    static @Nullable BigDecimal first(@Nullable BigDecimal price, @Nullable BigDecimal otherwise) {
        return price == null ? otherwise : price;
    }
}
