package dev.tollgate.domain.money;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names that configuration files give to prices (`input_cost_per_token_above_200k_tokens`, USD
/// per unit), read as meters.
public final class PriceKeys {
    private static final Map<String, String> METERS =
            Map.ofEntries(
                    Map.entry("input_cost_per_token", "input"),
                    Map.entry("output_cost_per_token", "output"),
                    Map.entry("cache_read_input_token_cost", "cache_read"),
                    Map.entry("input_cost_per_token_cache_hit", "cache_read"),
                    Map.entry("cache_creation_input_token_cost", "cache_write_5m"),
                    Map.entry("cache_creation_input_token_cost_above_1hr", "cache_write_1h"),
                    Map.entry("output_cost_per_reasoning_token", "reasoning"),
                    Map.entry("input_cost_per_audio_token", "input_audio"),
                    Map.entry("output_cost_per_audio_token", "output_audio"),
                    Map.entry("cache_read_input_audio_token_cost", "cache_read_audio"),
                    Map.entry("cache_creation_input_audio_token_cost", "cache_write_audio"),
                    Map.entry("cache_read_input_image_token_cost", "cache_read_image"),
                    Map.entry("input_cost_per_image", "per_image_in"),
                    Map.entry("output_cost_per_image", "per_image_out"),
                    Map.entry("input_cost_per_image_token", "per_image_token_in"),
                    Map.entry("output_cost_per_image_token", "per_image_token_out"),
                    Map.entry("input_cost_per_pixel", "per_pixel_in"),
                    Map.entry("output_cost_per_pixel", "per_pixel_out"),
                    Map.entry("input_cost_per_second", "per_second_in"),
                    Map.entry("output_cost_per_second", "per_second_out"),
                    Map.entry("input_cost_per_audio_per_second", "per_audio_second_in"),
                    Map.entry("input_cost_per_video_per_second", "per_video_second_in"),
                    Map.entry("output_cost_per_video_per_second", "per_video_second_out"),
                    Map.entry("input_cost_per_character", "per_character_in"),
                    Map.entry("output_cost_per_character", "per_character_out"),
                    Map.entry("input_cost_per_query", "per_query"),
                    Map.entry("input_cost_per_request", "per_request"),
                    Map.entry("ocr_cost_per_page", "per_page"),
                    Map.entry("annotation_cost_per_page", "per_annotation_page"),
                    Map.entry("code_interpreter_cost_per_session", "code_interpreter_session"));

    private static final Pattern THRESHOLD = Pattern.compile("_above_(\\d{1,6})k_tokens");
    private static final Pattern VARIANT =
            Pattern.compile("_(priority|flex|batches|balanced|ultrafast)(?=_|$)");
    private static final Pattern METER =
            Pattern.compile(
                    "(?:tier\\d*_)?(.+?)"
                            + "(?:_(?:batch|priority|flex|balanced|ultrafast|offpeak|decisions))?");

    /// Prices that go when the catalogue's input or output price is replaced.
    private static final Map<String, Set<String>> FAMILIES =
            Map.of(
                    "input",
                    Set.of(
                            "input",
                            "cache_read",
                            "cache_write_5m",
                            "cache_write_1h",
                            "input_audio",
                            "cache_read_audio",
                            "cache_write_audio",
                            "cache_read_image",
                            "cache_read_explicit",
                            "per_image_token_in",
                            "per_video_token_in"),
                    "output",
                    Set.of(
                            "output",
                            "output_audio",
                            "reasoning",
                            "per_image_token_out",
                            "per_video_token_out"));

    private PriceKeys() {}

    /// Whether a configuration key names a price.
    public static boolean known(String key) {
        return read(key).isPresent();
    }

    static Prices override(Prices catalogue, Map<String, BigDecimal> perUnit) {
        Map<Key, BigDecimal> own = new HashMap<>();
        // In name order, so that cache_read_input_token_cost beats its older name.
        new TreeMap<>(perUnit)
                .forEach(
                        (name, price) ->
                                read(name)
                                        .ifPresent(
                                                key ->
                                                        own.putIfAbsent(
                                                                key, perMillion(name, price))));
        if (own.isEmpty()) {
            return catalogue;
        }
        Map<String, BigDecimal> prices = new HashMap<>(catalogue.perMillion());
        prices.keySet().removeIf(meter -> replaced(meter, own.keySet()));
        Tiers tiers = tiers(catalogue.tiers(), own.keySet());
        if (!tiers.equals(catalogue.tiers())) {
            prices.keySet().removeIf(meter -> meter.startsWith("tier"));
        }
        own.forEach((key, price) -> prices.put(key.meter(tiers), price));
        return new Prices(prices, tiers, catalogue.rules()).with(catalogue.markup());
    }

    private static BigDecimal perMillion(String name, BigDecimal price) {
        if (price.signum() < 0) {
            throw new IllegalArgumentException(
                    name + " must not be negative but is " + price.toPlainString());
        }
        return price.movePointRight(6);
    }

    private static Optional<Key> read(String name) {
        String rest = name;
        long threshold = 0;
        Matcher above = THRESHOLD.matcher(rest);
        if (above.find()) {
            threshold = Long.parseLong(above.group(1)) * 1000;
            rest = above.replaceFirst("");
        }
        String variant = "";
        Matcher tier = VARIANT.matcher(rest);
        if (tier.find()) {
            variant = "_" + tier.group(1).replace("batches", "batch");
            rest = tier.replaceFirst("");
        }
        String meter = METERS.get(rest);
        return meter == null ? Optional.empty() : Optional.of(new Key(meter, threshold, variant));
    }

    /// Whether a meter counts tokens, at any level and service tier.
    static boolean ofTokens(String meter) {
        String bare = bare(meter);
        return FAMILIES.values().stream().anyMatch(meters -> meters.contains(bare));
    }

    /// The meter without its level and service tier.
    private static String bare(String meter) {
        Matcher parts = METER.matcher(meter);
        return parts.matches() ? parts.group(1) : meter;
    }

    private static boolean replaced(String meter, Collection<Key> own) {
        String bare = bare(meter);
        return own.stream()
                .filter(key -> key.threshold() == 0 && key.variant().isEmpty())
                .anyMatch(
                        key ->
                                FAMILIES.getOrDefault(key.base(), Set.of(key.base()))
                                        .contains(bare));
    }

    /// The catalogue's thresholds, unless the deployment states others. Then its own alone hold.
    private static Tiers tiers(Tiers catalogue, Collection<Key> own) {
        Set<Long> stated = new TreeSet<>();
        own.stream().map(Key::threshold).filter(tokens -> tokens > 0).forEach(stated::add);
        if (stated.isEmpty() || sameSteps(catalogue, stated)) {
            return catalogue;
        }
        return new Tiers(Tiers.Rule.OVER, List.copyOf(stated));
    }

    private static boolean sameSteps(Tiers catalogue, Set<Long> stated) {
        return catalogue.rule() != Tiers.Rule.TABLE
                && new HashSet<>(catalogue.thresholds()).equals(stated);
    }

    /// @param threshold prompt tokens above which the price holds; 0: always
    /// @param variant suffix of the meter; empty for the standard tier
    private record Key(String base, long threshold, String variant) {
        String meter(Tiers tiers) {
            int level =
                    threshold == 0 ? 0 : new ArrayList<>(tiers.thresholds()).indexOf(threshold) + 1;
            return Tiers.prefix(level) + base + variant;
        }
    }
}
