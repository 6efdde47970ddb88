package dev.tollgate.domain.money;

import dev.tollgate.domain.usage.Usage;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/// Prices of one model. A meter that is absent is unpriced, which is not the same as a price of 0.
///
/// Meters are named as the catalogue names them: `input`, `output`, `cache_read`, `cache_write_5m`,
/// …, with a prefix above a threshold (`tier_input`, `tier2_input`, …) and a suffix for a service
/// tier or batches (`input_priority`, `output_batch`, …). [#cost] computes tokens at the standard
/// tier; every other meter is carried for those who bill by it.
public final class Prices {
    public static final Prices UNKNOWN = new Prices(Map.of());

    /// Rule that prices cached tokens as a part of the input price where they have no price of
    /// their own.
    public static final String CACHE_READ_OF_INPUT = "cache_read_of_input";

    /// USD that no single call costs: a usage that leads here is a broken report, not a bill.
    public static final BigDecimal BEYOND_BELIEF = BigDecimal.valueOf(1_000_000);

    private static final int MILLIONTHS = 6;

    private final Map<String, BigDecimal> perMillion;
    private final Tiers tiers;
    private final Map<String, String> rules;
    private final List<Rates> levels;
    private final double tokenPair;

    public Prices(Map<String, BigDecimal> perMillion) {
        this(perMillion, Tiers.NONE, Map.of());
    }

    /// @param perMillion meter → USD per one million units
    /// @param tiers where long prompts change the price
    /// @param rules what a price depends on besides its meter (`uplift_eu`, `off_peak_utc`, …)
    public Prices(Map<String, BigDecimal> perMillion, Tiers tiers, Map<String, String> rules) {
        perMillion.forEach(Prices::requireNotNegative);
        this.perMillion = Map.copyOf(perMillion);
        this.tiers = tiers;
        this.rules = Map.copyOf(rules);
        this.levels = Rates.levels(this.perMillion, tiers, cacheReadShare(this.rules));
        this.tokenPair = tokenPair(this.perMillion);
    }

    private static double tokenPair(Map<String, BigDecimal> perMillion) {
        BigDecimal input = perMillion.get("input");
        BigDecimal output = perMillion.get("output");
        if (input == null && output == null) {
            return Double.NaN;
        }
        return (input == null ? 0 : input.doubleValue())
                + (output == null ? 0 : output.doubleValue());
    }

    /// USD per million input and million output tokens together, to compare by, not to bill; empty
    /// where neither price is known.
    public OptionalDouble tokenPair() {
        return Double.isNaN(tokenPair) ? OptionalDouble.empty() : OptionalDouble.of(tokenPair);
    }

    public Map<String, BigDecimal> perMillion() {
        return perMillion;
    }

    public Tiers tiers() {
        return tiers;
    }

    public Map<String, String> rules() {
        return rules;
    }

    /// What the usage costs at the standard service tier, rounded once, half-up, to the
    /// nano-dollar; nothing where the provider reported nothing, a needed price is not known, or
    /// the reported counts are absurd (more than [#BEYOND_BELIEF]).
    public Optional<Usd> cost(Usage usage) {
        if (!usage.reported()) {
            return Optional.empty();
        }
        return levels.get(tiers.levelOf(usage.inputTokens()))
                .perMillion(usage)
                .map(sum -> sum.movePointLeft(MILLIONTHS))
                .filter(dollars -> dollars.compareTo(BEYOND_BELIEF) < 0)
                .map(Usd::of);
    }

    /// Whether tokens are stated to cost nothing: there is an input and an output price, and no
    /// price above 0.
    public boolean free() {
        return perMillion.containsKey("input")
                && perMillion.containsKey("output")
                && perMillion.values().stream().allMatch(price -> price.signum() == 0);
    }

    /// These prices with a deployment's own ones in their place.
    ///
    /// A named price takes along what the catalogue derives from the same meter: above thresholds
    /// and at other service tiers. A named input price also takes along the catalogue's prices of
    /// cached and audio input, and a named output price those of reasoning and audio output: who
    /// states a price pays that price for all tokens of that side unless more is stated, and a
    /// model declared free is free.
    ///
    /// @param perToken configuration key (`input_cost_per_token`, …) → USD per unit; keys that
    ///   [PriceKeys] does not know are passed over
    /// @throws IllegalArgumentException for a negative price
    public Prices withPerToken(Map<String, BigDecimal> perToken) {
        return PriceKeys.override(this, perToken);
    }

    private static void requireNotNegative(String meter, BigDecimal price) {
        if (price.signum() < 0) {
            throw new IllegalArgumentException(
                    "a price must not be negative: " + meter + " is " + price.toPlainString());
        }
    }

    private static BigDecimal cacheReadShare(Map<String, String> rules) {
        String share = rules.get(CACHE_READ_OF_INPUT);
        return share == null ? BigDecimal.ONE : new BigDecimal(share);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Prices prices
                && perMillion.equals(prices.perMillion)
                && tiers.equals(prices.tiers)
                && rules.equals(prices.rules);
    }

    @Override
    public int hashCode() {
        return Objects.hash(perMillion, tiers, rules);
    }

    @Override
    public String toString() {
        return "Prices[perMillion=" + perMillion + ", tiers=" + tiers + ", rules=" + rules + "]";
    }
}
