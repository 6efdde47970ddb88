package dev.tollgate.bootstrap.settings;

import dev.tollgate.domain.money.Markup;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/// What the operator charges beside the providers' prices.
///
/// @param byProvider by the provider's prefix
/// @param others what holds for a provider without an own margin (`global`)
public record Markups(Map<String, Markup> byProvider, Markup others) {
    static final Markups NONE = new Markups(Map.of(), Markup.NONE);

    private static final String GLOBAL = "global";

    public Markups {
        byProvider = Map.copyOf(byProvider);
    }

    Markup of(String provider) {
        return byProvider.getOrDefault(provider, others);
    }

    /// Reads `cost_discount_config` and `cost_margin_config`.
    static Markups read(Section litellm) {
        Map<String, BigDecimal> discounts = new HashMap<>();
        litellm.section("cost_discount_config", "cost_discount_config")
                .ifPresent(
                        section ->
                                section.fields()
                                        .keySet()
                                        .forEach(
                                                provider ->
                                                        discounts.put(
                                                                provider,
                                                                share(section, provider, 1))));
        Map<String, Margin> margins = new HashMap<>();
        litellm.section("cost_margin_config", "cost_margin_config")
                .ifPresent(
                        section ->
                                section.fields()
                                        .keySet()
                                        .forEach(
                                                provider ->
                                                        margins.put(
                                                                provider,
                                                                margin(section, provider))));
        return of(discounts, margins);
    }

    private static Markups of(Map<String, BigDecimal> discounts, Map<String, Margin> margins) {
        Margin everybody = margins.getOrDefault(GLOBAL, Margin.NONE);
        Map<String, Markup> byProvider = new HashMap<>();
        margins.forEach(
                (provider, margin) ->
                        byProvider.put(
                                provider,
                                margin.with(discounts.getOrDefault(provider, BigDecimal.ZERO))));
        discounts.forEach(
                (provider, discount) -> byProvider.putIfAbsent(provider, everybody.with(discount)));
        byProvider.remove(GLOBAL);
        return new Markups(byProvider, everybody.with(BigDecimal.ZERO));
    }

    /// A number is a part of the price; a map may state a part, an amount for each call, or both.
    private static Margin margin(Section section, String provider) {
        if (section.raw(provider).filter(Raw.Mapping.class::isInstance).isEmpty()) {
            return new Margin(share(section, provider, MOST), BigDecimal.ZERO);
        }
        return section.section(provider, "cost_margin")
                .map(
                        its -> {
                            its.reportKeys();
                            return new Margin(
                                    share(its, "percentage", MOST),
                                    share(its, "fixed_amount", MOST));
                        })
                .orElse(Margin.NONE);
    }

    /// Ten thousand percent, and as many dollars: more is a slip.
    private static final int MOST = 100;

    private static BigDecimal share(Section section, String key, int most) {
        BigDecimal share = section.amount(key).orElse(BigDecimal.ZERO);
        if (share.compareTo(BigDecimal.valueOf(most)) > 0) {
            section.wrong(key, "must be a number from 0 to " + most + ", such as 0.05.");
            return BigDecimal.ZERO;
        }
        return share;
    }

    private record Margin(BigDecimal rate, BigDecimal fixed) {
        static final Margin NONE = new Margin(BigDecimal.ZERO, BigDecimal.ZERO);

        Markup with(BigDecimal discount) {
            return new Markup(discount, rate, fixed);
        }
    }
}
