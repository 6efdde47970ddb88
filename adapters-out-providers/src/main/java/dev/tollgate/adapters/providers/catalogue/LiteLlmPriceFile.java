package dev.tollgate.adapters.providers.catalogue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.tollgate.domain.money.PriceKeys;
import dev.tollgate.domain.money.Prices;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads LiteLLM's public file of models and prices, one JSON object with a member for each model,
/// as lines of the catalogue.
final class LiteLlmPriceFile {
    /// Members that are there to explain the others.
    private static final String EXAMPLE = "sample_spec";

    private static final int MOST_MODELS = 50_000;
    private static final int FEWEST_MODELS = 1;

    private static final ObjectReader MODEL =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(50)
                                                    .maxNumberLength(100)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build()
                    .readerFor(JsonNode.class);

    private LiteLlmPriceFile() {}

    /// Lines by the name of the model. A model that cannot be told in a line (a name with a space,
    /// a negative price) is left out.
    ///
    /// @throws IOException if it is no such file; says why
    static Map<String, String> read(byte[] file) throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        try (JsonParser json = MODEL.createParser(file)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it is not one JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                JsonNode model = MODEL.readTree(json);
                if (model.isObject() && !name.equals(EXAMPLE) && plain(name)) {
                    line(name, model, lines);
                }
                if (lines.size() > MOST_MODELS) {
                    throw new IOException("it has more than " + MOST_MODELS + " models");
                }
            }
            if (json.nextToken() != null) {
                throw new IOException("something follows the JSON object");
            }
        }
        if (lines.size() < FEWEST_MODELS) {
            throw new IOException("it holds no model");
        }
        return lines;
    }

    private static void line(String name, JsonNode model, Map<String, String> lines) {
        String provider = model.path("litellm_provider").asText("");
        if (!plain(provider)) {
            return;
        }
        String mode = model.path("mode").asText("");
        try {
            List<String> fields = new ArrayList<>();
            facts(model, fields);
            prices(model, provider, fields);
            lines.put(
                    name,
                    name
                            + " "
                            + provider
                            + " "
                            + (plain(mode) ? mode : "-")
                            + (fields.isEmpty() ? "" : " " + String.join(" ", fields)));
        } catch (IllegalArgumentException | ArithmeticException _) {
            // What nobody can be billed by is as good as unknown.
        }
    }

    private static void facts(JsonNode model, List<String> fields) {
        whole(model, "max_input_tokens", "context", fields);
        whole(model, "max_output_tokens", "max_output", fields);
        whole(model, "output_vector_size", "dimension", fields);
        String withdrawn = model.path("deprecation_date").asText("");
        if (!withdrawn.isEmpty()) {
            try {
                fields.add("deprecated=" + LocalDate.parse(withdrawn));
            } catch (DateTimeException _) {
                // "date when the model becomes deprecated": no date yet
            }
        }
        TreeSet<String> can = new TreeSet<>();
        TreeSet<String> lacks = new TreeSet<>();
        model.properties()
                .forEach(
                        field -> {
                            if (field.getKey().startsWith("supports_")
                                    && field.getValue().isBoolean()
                                    && plain(field.getKey())) {
                                (field.getValue().booleanValue() ? can : lacks)
                                        .add(field.getKey().substring("supports_".length()));
                            }
                        });
        names("can", can, fields);
        names("lacks", lacks, fields);
    }

    private static void names(String field, TreeSet<String> names, List<String> fields) {
        if (!names.isEmpty()) {
            fields.add(field + "=" + String.join(",", names));
        }
    }

    private static void whole(JsonNode model, String key, String field, List<String> fields) {
        JsonNode value = model.path(key);
        if (value.isNumber() && value.canConvertToInt() && value.intValue() > 0) {
            fields.add(field + "=" + value.intValue());
        }
    }

    private static void prices(JsonNode model, String provider, List<String> fields) {
        Map<String, BigDecimal> perUnit = new TreeMap<>();
        model.properties()
                .forEach(
                        field -> {
                            if (field.getValue().isNumber() && PriceKeys.known(field.getKey())) {
                                perUnit.put(field.getKey(), amount(field.getValue()));
                            }
                        });
        Prices prices = Prices.UNKNOWN.withPerToken(perUnit);
        Map<String, BigDecimal> meters = new TreeMap<>(prices.perMillion());
        searches(model.path("search_context_cost_per_query"), meters);
        List<Long> thresholds = new ArrayList<>(prices.tiers().thresholds());
        boolean table = model.path("tiered_pricing").isArray();
        if (table) {
            thresholds.clear();
            meters.keySet().removeIf(meter -> meter.startsWith("tier"));
            table(model.path("tiered_pricing"), meters, thresholds);
        }
        if (!thresholds.isEmpty()) {
            fields.add("tier_rule=" + (table ? "table" : provider.equals("xai") ? "from" : "over"));
            for (int i = 0; i < thresholds.size(); i++) {
                fields.add("tier" + (i == 0 ? "" : i + 1) + "_threshold=" + thresholds.get(i));
            }
        }
        meters.forEach((meter, price) -> fields.add(meter + "=" + plain(price)));
        rule(model, "regional_processing_uplift_multiplier_eu", "uplift_eu", fields);
        rule(model, "regional_processing_uplift_multiplier_us", "uplift_us", fields);
        JsonNode special = model.path("provider_specific_entry");
        rule(special, "us", "geo_us", fields);
        rule(special, "fast", "fast", fields);
    }

    private static void searches(JsonNode bySize, Map<String, BigDecimal> meters) {
        for (String size : List.of("low", "medium", "high")) {
            JsonNode price = bySize.path("search_context_size_" + size);
            if (price.isNumber()) {
                meters.put("web_search_" + size, amount(price).movePointRight(6));
            }
        }
    }

    /// A list of ranges of prompt tokens, each with the prices of its level.
    private static void table(
            JsonNode levels, Map<String, BigDecimal> meters, List<Long> thresholds) {
        int level = 0;
        for (JsonNode each : levels) {
            Map<String, BigDecimal> perUnit = new TreeMap<>();
            each.properties()
                    .forEach(
                            field -> {
                                if (field.getValue().isNumber()
                                        && PriceKeys.known(field.getKey())) {
                                    perUnit.put(field.getKey(), amount(field.getValue()));
                                }
                            });
            String prefix = level == 0 ? "" : level == 1 ? "tier_" : "tier" + level + "_";
            Prices.UNKNOWN
                    .withPerToken(perUnit)
                    .perMillion()
                    .forEach((meter, price) -> meters.put(prefix + meter, price));
            if (level > 0) {
                thresholds.add(amount(each.path("range").path(0)).longValueExact());
            }
            level++;
        }
    }

    private static void rule(JsonNode node, String key, String rule, List<String> fields) {
        JsonNode factor = node.path(key);
        if (factor.isNumber()) {
            fields.add("rule." + rule + "=" + plain(amount(factor)));
        }
    }

    private static BigDecimal amount(JsonNode number) {
        BigDecimal amount = number.decimalValue();
        if (Math.abs(amount.scale()) > 40 || amount.signum() < 0) {
            throw new IllegalArgumentException("no amount: " + number);
        }
        return amount;
    }

    private static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }

    /// Whether the text can stand in a line.
    private static boolean plain(String text) {
        return !text.isEmpty()
                && text.length() <= 200
                && text.charAt(0) != '#'
                && text.chars().noneMatch(c -> c <= ' ' || c == ',' || c == 0x7f);
    }
}
