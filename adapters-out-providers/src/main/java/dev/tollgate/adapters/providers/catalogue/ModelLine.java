package dev.tollgate.adapters.providers.catalogue;

import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.money.Prices;
import dev.tollgate.domain.money.Tiers;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads one line of the catalogue.
final class ModelLine {
    private static final String RULE = "rule.";

    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Set<String>> names = new HashMap<>();
    private final Map<String, BigDecimal> prices = new HashMap<>();
    private final Map<String, String> rules = new HashMap<>();
    private final TreeMap<Integer, Long> thresholds = new TreeMap<>();
    private Tiers.Rule tierRule = Tiers.Rule.OVER;
    private String deprecated = "";

    private ModelLine() {}

    /// @throws IllegalArgumentException for a line that cannot be read; names the line
    static ModelCard parse(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length < 3) {
            throw new IllegalArgumentException("a model needs name, provider and mode: " + line);
        }
        try {
            ModelLine its = new ModelLine();
            for (int i = 3; i < fields.length; i++) {
                int equals = fields[i].indexOf('=');
                if (equals < 1 || equals == fields[i].length() - 1) {
                    throw new IllegalArgumentException("not name=value: '" + fields[i] + "'");
                }
                its.take(fields[i].substring(0, equals), fields[i].substring(equals + 1));
            }
            return its.card(fields[0], fields[1], fields[2].equals("-") ? "" : fields[2]);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("the model " + fields[0] + " cannot be read", e);
        }
    }

    private void take(String name, String value) {
        switch (name) {
            case "context", "max_output", "dimension", "cache_min" ->
                    once(numbers.put(name, Integer.valueOf(value)), name);
            case "regions", "can", "lacks" -> once(names.put(name, Set.of(value.split(","))), name);
            case "deprecated" -> deprecated = LocalDate.parse(value).toString();
            case "tier_rule" -> tierRule = Tiers.Rule.valueOf(value.toUpperCase(Locale.ROOT));
            default -> takeOther(name, value);
        }
    }

    private void takeOther(String name, String value) {
        if (name.startsWith(RULE)) {
            once(rules.put(name.substring(RULE.length()), value), name);
        } else if (name.endsWith("_threshold")) {
            String number = name.substring("tier".length(), name.length() - "_threshold".length());
            int level = number.isEmpty() ? 1 : Integer.parseInt(number);
            once(thresholds.put(level, Long.valueOf(value)), name);
        } else {
            once(prices.put(name, new BigDecimal(value)), name);
        }
    }

    private static void once(@Nullable Object before, String name) {
        if (before != null) {
            throw new IllegalArgumentException(name + " stands twice");
        }
    }

    private ModelCard card(String name, String provider, String mode) {
        return new ModelCard(
                name,
                provider,
                mode,
                numbers.getOrDefault("context", 0),
                numbers.getOrDefault("max_output", 0),
                numbers.getOrDefault("dimension", 0),
                numbers.getOrDefault("cache_min", 0),
                deprecated,
                "",
                names.getOrDefault("regions", Set.of()),
                new Prices(prices, new Tiers(tierRule, List.copyOf(thresholds.values())), rules),
                names.getOrDefault("can", Set.of()),
                names.getOrDefault("lacks", Set.of()));
    }
}
