package dev.tollgate.bootstrap.settings;

import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.money.PriceKeys;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/// What an entry says about its model beats what the catalogue says: limits, prices, capabilities.
/// `model_info` beats `litellm_params`.
final class CardOverrides {
    private static final long MOST_TOKENS = 1_000_000_000L;
    private static final String SUPPORTS = "supports_";
    private static final String OWN_PRICES = "config";

    private CardOverrides() {}

    /// Whether a key of `litellm_params` is a price, and so never a request parameter.
    static boolean isPrice(String key) {
        return PriceKeys.known(key)
                || key.contains("_cost_per_")
                || key.contains("_token_cost")
                || key.contains("cost_per_ptu");
    }

    static ModelCard apply(ModelCard card, Section params, Section info) {
        Map<String, BigDecimal> prices = new HashMap<>();
        addPrices(params, prices);
        addPrices(info, prices);
        ModelCard changed =
                card.withPrices(card.prices().withPerToken(prices))
                        .withLimits(
                                tokens(info, "max_tokens"),
                                tokens(info, "max_input_tokens"),
                                tokens(info, "max_output_tokens"));
        changed = prices.isEmpty() ? changed : changed.pricedBy(version(card.priceVersion()));
        String mode = info.text("mode").strip();
        changed = mode.isEmpty() ? changed : changed.withMode(mode);
        for (String key : info.fields().keySet()) {
            if (key.startsWith(SUPPORTS) && info.has(key)) {
                changed =
                        changed.withCapability(
                                key.substring(SUPPORTS.length()), info.flag(key, true));
            }
        }
        return changed;
    }

    private static String version(String ofCatalogue) {
        return ofCatalogue.isEmpty() ? OWN_PRICES : ofCatalogue + "+" + OWN_PRICES;
    }

    private static void addPrices(Section section, Map<String, BigDecimal> prices) {
        for (String key : section.fields().keySet()) {
            if (PriceKeys.known(key)) {
                section.amount(key).ifPresent(price -> prices.put(key, price));
            }
        }
    }

    private static int tokens(Section info, String key) {
        return (int) info.whole(key, 0, MOST_TOKENS, 0);
    }
}
