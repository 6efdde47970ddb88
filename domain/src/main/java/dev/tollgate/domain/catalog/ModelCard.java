package dev.tollgate.domain.catalog;

import dev.tollgate.domain.money.Prices;

import java.util.HashSet;
import java.util.Set;

/// What is known of a model: kind, limits, prices, capabilities. 0 for a limit means unknown.
///
/// @param key the catalogue's name for it
/// @param provider the provider it is listed under
/// @param mode `chat`, `completion`, `embedding`, … ; empty if unknown
/// @param maxInputTokens context window
/// @param maxOutputTokens most tokens one answer may have
/// @param dimension size of an embedding
/// @param cacheMinTokens shortest prefix the provider caches
/// @param deprecationDate when the provider withdraws it, `2027-03-30`; empty if not announced
/// @param priceVersion which prices these are: a date, what tells them from others of that day, and
///   `+config` where the configuration has some of its own; empty if nobody says
/// @param regions where it is to be had; empty if the catalogue does not say
/// @param capabilities what it is stated to support (`vision`, `function_calling`, …)
/// @param lacks what it is stated not to support
public record ModelCard(
        String key,
        String provider,
        String mode,
        int maxInputTokens,
        int maxOutputTokens,
        int dimension,
        int cacheMinTokens,
        String deprecationDate,
        String priceVersion,
        Set<String> regions,
        Prices prices,
        Set<String> capabilities,
        Set<String> lacks) {

    public static final ModelCard UNKNOWN =
            new ModelCard("", "", "", 0, 0, 0, Prices.UNKNOWN, Set.of(), Set.of());

    public ModelCard {
        requireNotNegative("maxInputTokens", maxInputTokens);
        requireNotNegative("maxOutputTokens", maxOutputTokens);
        requireNotNegative("dimension", dimension);
        requireNotNegative("cacheMinTokens", cacheMinTokens);
        regions = Set.copyOf(regions);
        capabilities = Set.copyOf(capabilities);
        lacks = Set.copyOf(lacks);
    }

    public ModelCard(
            String key,
            String provider,
            String mode,
            int maxInputTokens,
            int maxOutputTokens,
            int dimension,
            Prices prices,
            Set<String> capabilities,
            Set<String> lacks) {
        this(
                key,
                provider,
                mode,
                maxInputTokens,
                maxOutputTokens,
                dimension,
                0,
                "",
                "",
                Set.of(),
                prices,
                capabilities,
                lacks);
    }

    public boolean known() {
        return !key.isEmpty();
    }

    /// Whether the model is stated to support something. Silence is not a no: see [#lacks].
    public boolean supports(String capability) {
        return capabilities.contains(capability);
    }

    public ModelCard withPrices(Prices its) {
        return its == prices
                ? this
                : new ModelCard(
                        key,
                        provider,
                        mode,
                        maxInputTokens,
                        maxOutputTokens,
                        dimension,
                        cacheMinTokens,
                        deprecationDate,
                        priceVersion,
                        regions,
                        its,
                        capabilities,
                        lacks);
    }

    /// The same card with a name for its prices.
    public ModelCard pricedBy(String version) {
        return new ModelCard(
                key,
                provider,
                mode,
                maxInputTokens,
                maxOutputTokens,
                dimension,
                cacheMinTokens,
                deprecationDate,
                version,
                regions,
                prices,
                capabilities,
                lacks);
    }

    public ModelCard withMode(String its) {
        return new ModelCard(
                key,
                provider,
                its,
                maxInputTokens,
                maxOutputTokens,
                dimension,
                cacheMinTokens,
                deprecationDate,
                priceVersion,
                regions,
                prices,
                capabilities,
                lacks);
    }

    /// A deployment's own limits; 0 leaves what the catalogue says.
    ///
    /// @param maxTokens older name of the bound of an answer; yields to `maxOutput`
    /// @param maxInput context window
    /// @param maxOutput most tokens one answer may have
    public ModelCard withLimits(int maxTokens, int maxInput, int maxOutput) {
        int answer = maxOutput > 0 ? maxOutput : maxTokens > 0 ? maxTokens : maxOutputTokens;
        return new ModelCard(
                key,
                provider,
                mode,
                maxInput > 0 ? maxInput : maxInputTokens,
                answer,
                dimension,
                cacheMinTokens,
                deprecationDate,
                priceVersion,
                regions,
                prices,
                capabilities,
                lacks);
    }

    /// @param capability without the `supports_` that configuration files put before it
    public ModelCard withCapability(String capability, boolean supported) {
        Set<String> can = new HashSet<>(capabilities);
        Set<String> cannot = new HashSet<>(lacks);
        (supported ? can : cannot).add(capability);
        (supported ? cannot : can).remove(capability);
        return new ModelCard(
                key,
                provider,
                mode,
                maxInputTokens,
                maxOutputTokens,
                dimension,
                cacheMinTokens,
                deprecationDate,
                priceVersion,
                regions,
                prices,
                can,
                cannot);
    }

    private static void requireNotNegative(String what, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " must not be negative but is " + value);
        }
    }
}
