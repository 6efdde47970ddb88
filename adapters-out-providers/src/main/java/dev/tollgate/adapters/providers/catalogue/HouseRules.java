package dev.tollgate.adapters.providers.catalogue;

import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.money.Prices;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/// What a provider bills alike for all its models, and price lists therefore leave out: fees of
/// tools and how they are counted. What a model's line states is left as it is.
final class HouseRules {
    private static final String PER = "web_search_per";

    /// Perplexity's research searches some thirty times for a question; nobody states a bound.
    private static final String MOST_SEARCHES = "100";

    private final Map<String, BigDecimal> prices;
    private final Map<String, String> rules;

    private HouseRules(Prices stated) {
        this.prices = new HashMap<>(stated.perMillion());
        this.rules = new HashMap<>(stated.rules());
    }

    static ModelCard applied(ModelCard card) {
        Prices stated = card.prices();
        HouseRules house = new HouseRules(stated);
        String provider = Families.ofProvider(card.provider());
        if (card.mode().equals("chat") || card.mode().equals("responses")) {
            house.ofAnswers(provider, card.key());
        } else if (provider.equals("parallel_ai")) {
            house.price("per_result", 1_000);
            house.rules.put("free_results", "10");
        }
        boolean changed =
                !house.prices.equals(stated.perMillion()) || !house.rules.equals(stated.rules());
        return changed
                ? card.withPrices(new Prices(house.prices, stated.tiers(), house.rules))
                : card;
    }

    private void ofAnswers(String provider, String model) {
        switch (provider) {
            case "gemini", "vertex_ai" -> {
                if (model.contains("gemini")) {
                    google();
                }
            }
            case "openai" -> {
                price("file_search_call", 2_500);
                price("code_interpreter_session", 30_000);
                if (model.contains("-search-") && prices.containsKey("web_search_medium")) {
                    // They search before every answer, and say so nowhere.
                    rules.put("searches_unasked", "1");
                    rules.put("searches_untold", "1");
                }
            }
            case "azure" -> price("code_interpreter_session", 33_000);
            case "xai" -> {
                searches(5_000);
                rules.put("told_cost", "wins");
            }
            case "perplexity" -> {
                rules.put("told_cost", "wins");
                rules.put("web_search_size", "low");
                if (prices.containsKey("web_search_low")) {
                    boolean deep = model.contains("deep-research");
                    rules.put("searches_unasked", deep ? MOST_SEARCHES : "1");
                }
            }
            case "groq" -> price("per_web_page", 1_000);
            case "fireworks_ai" -> {
                if (!prices.containsKey("cache_read")) {
                    rules.putIfAbsent(Prices.CACHE_READ_OF_INPUT, "0.5");
                }
            }
            default -> {}
        }
    }

    /// A grounded prompt is billed once, however often it searched, unless the line says otherwise.
    private void google() {
        boolean perQuery = "query".equals(rules.get(PER));
        rules.putIfAbsent(PER, "prompt");
        searches(35_000);
        price("maps_query", perQuery ? 14_000 : 25_000);
    }

    private void searches(long perMillion) {
        price("web_search_low", perMillion);
        price("web_search_medium", perMillion);
        price("web_search_high", perMillion);
    }

    private void price(String meter, long perMillion) {
        prices.putIfAbsent(meter, BigDecimal.valueOf(perMillion));
    }
}
