package dev.tollgate.domain.money;

import dev.tollgate.domain.usage.Meter;
import dev.tollgate.domain.usage.Meters;
import dev.tollgate.domain.usage.Terms;
import dev.tollgate.domain.usage.Usage;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Prices of one model. A meter that is absent is unpriced, which is not the same as a price of 0.
///
/// Meters are named as the catalogue names them: `input`, `output`, `cache_read`, `cache_write_5m`,
/// …, with a prefix above a threshold (`tier_input`, `tier2_input`, …) and a suffix for a service
/// tier or batches (`input_priority`, `output_batch`, …). What no token price covers (images,
/// seconds, searches) is carried for those who bill by it.
public final class Prices {
    public static final Prices UNKNOWN = new Prices(Map.of());

    /// Rule that prices cached tokens as a part of the input price where they have no price of
    /// their own.
    public static final String CACHE_READ_OF_INPUT = "cache_read_of_input";

    /// USD that no single call costs: a usage that leads here is a broken report, not a bill.
    public static final BigDecimal BEYOND_BELIEF = BigDecimal.valueOf(1_000_000);

    private static final String PLACE = "place";
    private static final BigDecimal BEYOND_BELIEF_MILLIONS = BEYOND_BELIEF.movePointRight(6);
    private static final int MILLIONTHS = 6;

    private final Map<String, BigDecimal> perMillion;
    private final Tiers tiers;
    private final Map<String, String> rules;
    private final Markup markup;
    private final Fees fees;
    private final Meters unasked;
    private final Meters untold;
    private final BigDecimal fast;
    private final BigDecimal geoUs;
    private final RateCard card;
    private final Ceilings ceilings;
    private final double tokenPair;

    public Prices(Map<String, BigDecimal> perMillion) {
        this(perMillion, Tiers.NONE, Map.of());
    }

    /// @param perMillion meter → USD per one million units
    /// @param tiers where long prompts change the price
    /// @param rules what a price depends on besides its meter (`uplift_eu`, `off_peak_utc`, …)
    public Prices(Map<String, BigDecimal> perMillion, Tiers tiers, Map<String, String> rules) {
        this(perMillion, tiers, rules, Markup.NONE);
    }

    private Prices(
            Map<String, BigDecimal> perMillion,
            Tiers tiers,
            Map<String, String> rules,
            Markup markup) {
        perMillion.forEach(Prices::requireNotNegative);
        this.perMillion = Map.copyOf(perMillion);
        this.tiers = tiers;
        this.rules = Map.copyOf(rules);
        this.markup = markup;
        this.fees = new Fees(this.perMillion, this.rules);
        this.unasked = fees.unasked();
        this.untold = fees.untold();
        this.fast = number(rules, "fast");
        this.geoUs = number(rules, "geo_us");
        BigDecimal cacheShare = number(rules, CACHE_READ_OF_INPUT);
        this.card = RateCard.of(this.perMillion, tiers, cacheShare, offPeak(rules));
        this.ceilings = Ceilings.of(card, tiers);
        this.tokenPair = tokenPair(this.perMillion);
    }

    private Prices(Prices same, Markup markup) {
        this.perMillion = same.perMillion;
        this.tiers = same.tiers;
        this.rules = same.rules;
        this.markup = markup;
        this.fees = same.fees;
        this.unasked = same.unasked;
        this.untold = same.untold;
        this.fast = same.fast;
        this.geoUs = same.geoUs;
        this.card = same.card;
        this.ceilings = same.ceilings;
        this.tokenPair = same.tokenPair;
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

    /// What is charged for the usage at its service tier and at peak hours, rounded once, half-up,
    /// to the nano-dollar; nothing where the provider reported nothing, a needed price is not
    /// known, or the reported counts are absurd ([#BEYOND_BELIEF] or more).
    public Optional<Usd> cost(Usage usage) {
        return usage.reported()
                ? bill(usage, card.at(usage.terms().tier(), usage.inputTokens())).map(Bill::cost)
                : Optional.empty();
    }

    /// Like [#cost], with what it is made of and off-peak prices considered.
    ///
    /// @param ended when the provider had answered
    public Optional<Bill> bill(Usage usage, Instant ended) {
        return usage.reported()
                ? bill(usage, card.at(usage.terms().tier(), usage.inputTokens(), ended))
                : Optional.empty();
    }

    private Optional<Bill> bill(Usage usage, Rates rates) {
        Parts told =
                usage.meters().none()
                        ? scaled(rates.parts(usage), usage.terms())
                        : metered(usage, rates);
        Parts parts = untold.none() ? told : withUntold(told, usage);
        if (parts == null || parts.total().compareTo(BEYOND_BELIEF_MILLIONS) >= 0) {
            return Optional.empty();
        }
        return Optional.of(Bill.of(parts, markup));
    }

    private @Nullable Parts metered(Usage usage, Rates rates) {
        Meters meters = usage.meters();
        Parts told = fees.told(meters);
        if (told != null) {
            return told;
        }
        boolean counted = usage.totalTokens() > 0;
        Parts tokens =
                counted || !Fees.instead(meters)
                        ? rates.parts(fees.speaks(meters) ? usage.withoutText() : usage)
                        : Parts.NONE;
        if (tokens == null && !Fees.instead(meters)) {
            return null;
        }
        Parts extra = fees.parts(meters, usage.terms(), counted && tokens != null);
        return extra == null || tokens == null
                ? extra
                : extra.plus(tokens.times(factor(usage.terms())));
    }

    private @Nullable Parts withUntold(@Nullable Parts told, Usage usage) {
        if (told == null || usage.outputTokens() == 0 || Fees.tellsSearches(usage.meters())) {
            return told;
        }
        Parts searches = fees.parts(untold, usage.terms(), true);
        return searches == null ? null : told.plus(searches);
    }

    private @Nullable Parts scaled(@Nullable Parts parts, Terms terms) {
        return parts == null || terms == Terms.USUAL ? parts : parts.times(factor(terms));
    }

    /// The most that a call within the bounds can cost, rounded up to the nano-dollar: no usage
    /// within them has a [#cost] above it. It supposes the dearest kind of token (a write to the
    /// cache, audio, reasoning, …), the dearest level that the prompt can reach, the dearest
    /// service tier unless the caller named one, searches and pictures of the dearest size, the
    /// searches that the model makes unasked, peak hours, and the place that costs more. What a
    /// provider says it charged, where that is the cost, is bound by nothing.
    ///
    /// Nothing where a price that might be needed is unknown.
    public Optional<Usd> worstCase(Bounds bounds) {
        BigDecimal extra = extra(bounds);
        BigDecimal tokens = onlyMeters(bounds) ? BigDecimal.ZERO : ceilings.worst(bounds);
        if (tokens == null || extra == null) {
            return Optional.empty();
        }
        BigDecimal sum = tokens.multiply(factor(bounds)).add(extra);
        BigDecimal dollars = sum.movePointLeft(MILLIONTHS).min(BEYOND_BELIEF);
        return Optional.of(Usd.ceiling(markup.of(dollars)));
    }

    /// The inverse of [#worstCase]: the largest number of output tokens for one answer, up to that
    /// of the bounds, whose worst case the amount still covers. 0 where not even the rest fits.
    ///
    /// Nothing where a price that might be needed is unknown.
    public OptionalLong affordableOutput(Usd amount, Bounds bounds) {
        BigDecimal extra = extra(bounds);
        if (extra == null) {
            return OptionalLong.empty();
        }
        BigDecimal share = markup.factor();
        BigDecimal sum =
                amount.toDollars()
                        .subtract(markup.fixed())
                        .movePointRight(MILLIONTHS)
                        .subtract(extra.multiply(share));
        long tokens = ceilings.output(sum, bounds, factor(bounds).multiply(share));
        return tokens < 0 ? OptionalLong.empty() : OptionalLong.of(tokens);
    }

    private @Nullable BigDecimal extra(Bounds bounds) {
        Meters meters = bounds.meters().plus(unasked);
        if (meters.none()) {
            return BigDecimal.ZERO;
        }
        return fees.worst(meters, !onlyMeters(bounds) && ceilings.worst(bounds) != null);
    }

    private static boolean onlyMeters(Bounds bounds) {
        return bounds.inputTokens() == 0
                && bounds.outputTokens() == 0
                && Fees.instead(bounds.meters());
    }

    private BigDecimal factor(Terms terms) {
        if (terms == Terms.USUAL) {
            return BigDecimal.ONE;
        }
        BigDecimal factor = terms.fast() ? fast : BigDecimal.ONE;
        return terms.geoUs() ? factor.multiply(geoUs) : factor;
    }

    private BigDecimal factor(Bounds bounds) {
        BigDecimal place = BigDecimal.ONE.max(geoUs);
        return bounds.fast() ? place.multiply(BigDecimal.ONE.max(fast)) : place;
    }

    /// Whether tokens are stated to cost nothing: there is an input and an output price, and no
    /// price above 0.
    public boolean free() {
        return perMillion.containsKey("input")
                && perMillion.containsKey("output")
                && markup.fixed().signum() == 0
                && perMillion.values().stream().allMatch(price -> price.signum() == 0);
    }

    /// How often the model may search although nobody asked for it.
    public long unasked() {
        return unasked.count(Meter.WEB_SEARCHES);
    }

    /// Whether the text of the pages that an answer cites is billed.
    public boolean citesPages() {
        return perMillion.containsKey("citation");
    }

    /// These prices with what the operator charges beside them.
    public Prices with(Markup its) {
        return its.equals(markup) ? this : new Prices(this, its);
    }

    /// These prices at the markup and the place of a deployment whose own prices were not known.
    public Prices termsOf(Prices unknown) {
        String place = unknown.rules.getOrDefault(PLACE, "");
        return (place.isEmpty() ? this : uplifted(place)).with(unknown.markup);
    }

    /// Whether any price is known.
    public boolean stated() {
        return !perMillion.isEmpty();
    }

    public Markup markup() {
        return markup;
    }

    /// These prices where all tokens cost a multiple, because of the place of the deployment.
    ///
    /// @param factor name of the rule that holds the multiple (`uplift_eu`); without such a rule
    ///   nothing changes, but prices that are not known yet remember it for [#termsOf]
    public Prices uplifted(String factor) {
        if (perMillion.isEmpty()) {
            return new Prices(perMillion, tiers, Map.of(PLACE, factor), markup);
        }
        BigDecimal multiple = number(rules, factor);
        if (multiple.compareTo(BigDecimal.ONE) == 0) {
            return this;
        }
        Map<String, BigDecimal> dearer = new HashMap<>(perMillion);
        dearer.replaceAll(
                (meter, price) -> PriceKeys.ofTokens(meter) ? price.multiply(multiple) : price);
        return new Prices(dearer, tiers, rules, markup);
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

    /// The number of a rule; 1 if there is no such rule.
    private static BigDecimal number(Map<String, String> rules, String rule) {
        String number = rules.get(rule);
        return number == null ? BigDecimal.ONE : new BigDecimal(number);
    }

    private static OffPeak offPeak(Map<String, String> rules) {
        String hours = rules.get("off_peak_utc");
        return hours == null
                ? OffPeak.NEVER
                : OffPeak.parse(hours, rules.getOrDefault("off_peak_weekday_zone", "Z"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Prices prices
                && perMillion.equals(prices.perMillion)
                && tiers.equals(prices.tiers)
                && rules.equals(prices.rules)
                && markup.equals(prices.markup);
    }

    @Override
    public int hashCode() {
        return Objects.hash(perMillion, tiers, rules, markup);
    }

    @Override
    public String toString() {
        return "Prices[perMillion=" + perMillion + ", tiers=" + tiers + ", rules=" + rules + "]";
    }
}
