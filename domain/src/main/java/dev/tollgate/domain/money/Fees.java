package dev.tollgate.domain.money;

import dev.tollgate.domain.usage.Meter;
import dev.tollgate.domain.usage.Meters;
import dev.tollgate.domain.usage.ServiceTier;
import dev.tollgate.domain.usage.Terms;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// Prices of what is not counted in tokens: images, seconds, characters, pages, searches, sessions.
///
/// @param prices meter → USD per million units
/// @param rules how a provider bills them
record Fees(Map<String, BigDecimal> prices, Map<String, String> rules) {
    /// Stands for every resolution.
    private static final String ANY = "*";

    private static final Terms IN_ANY_SIZE = new Terms(ServiceTier.UNSTATED, false, false, ANY);

    private static final Map<Meter, String> SEARCHES =
            Map.of(
                    Meter.WEB_SEARCHES_LOW, "low",
                    Meter.WEB_SEARCHES, "medium",
                    Meter.WEB_SEARCHES_HIGH, "high");

    private static final Set<Meter> INSTEAD =
            EnumSet.of(
                    Meter.IMAGES_IN,
                    Meter.IMAGES_OUT,
                    Meter.SECONDS,
                    Meter.RESPONSE_SECONDS,
                    Meter.AUDIO_SECONDS_IN,
                    Meter.VIDEO_SECONDS_IN,
                    Meter.VIDEO_SECONDS_OUT,
                    Meter.CHARACTERS_IN,
                    Meter.CHARACTERS_OUT,
                    Meter.QUERIES,
                    Meter.PAGES,
                    Meter.CREDITS,
                    Meter.REQUESTS,
                    Meter.TEXT_MESSAGES);

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    /// Rule `web_search_per`, `prompt`: however often the model searched, one search is billed.
    private static final String SEARCHES_PER = "web_search_per";

    /// Rule `web_search_size`: searches have the price of this size, whatever was asked for.
    private static final String SEARCH_SIZE = "web_search_size";

    /// Rule `searches_unasked`: how often the model may search although nobody asked for it.
    private static final String SEARCHES_UNASKED = "searches_unasked";

    /// Rule `searches_untold`: how often the model searches for each answer, where its provider
    /// bills that and does not count it.
    private static final String SEARCHES_UNTOLD = "searches_untold";

    /// Rule `told_cost`, `wins`: what the provider says it charged is the cost.
    private static final String TOLD_COST = "told_cost";

    /// Rule `free_input_images`: how many images of a call cost nothing.
    private static final String FREE_IMAGES = "free_input_images";

    /// Rule `free_results`: how many results of a query are within its price.
    private static final String FREE_RESULTS = "free_results";

    /// What the model does without being asked, at most.
    Meters unasked() {
        return Meters.of(
                Meter.WEB_SEARCHES, Long.parseLong(rules.getOrDefault(SEARCHES_UNASKED, "0")));
    }

    /// What the model does for each answer without a word about it.
    Meters untold() {
        return Meters.of(
                Meter.WEB_SEARCHES, Long.parseLong(rules.getOrDefault(SEARCHES_UNTOLD, "0")));
    }

    /// Whether searches are counted.
    static boolean tellsSearches(Meters meters) {
        return !Collections.disjoint(meters.amounts().keySet(), SEARCHES.keySet());
    }

    /// What the provider says it charged, where that is the cost.
    @Nullable Parts told(Meters meters) {
        return meters.amounts().containsKey(Meter.CHARGED) && "wins".equals(rules.get(TOLD_COST))
                ? Parts.of(BigDecimal.ZERO, meters.amount(Meter.CHARGED).multiply(MILLION))
                : null;
    }

    /// Whether the text of the prompt is billed by the character.
    boolean speaks(Meters meters) {
        return meters.amounts().containsKey(Meter.CHARACTERS_IN)
                && prices.containsKey("per_character_in");
    }

    /// The most that the fees can be, for searches and pictures of any size; nothing if a price is
    /// missing for something that no token stands for.
    ///
    /// @param covered whether tokens are priced that it could be billed by instead
    @Nullable BigDecimal worst(Meters meters, boolean covered) {
        if (meters.none()) {
            return BigDecimal.ZERO;
        }
        Meters dearest = dearestSearches(meters);
        Parts worst = parts(dearest, IN_ANY_SIZE, false);
        if (worst == null && covered) {
            worst = parts(dearest, IN_ANY_SIZE, true);
        }
        return worst == null ? null : worst.total();
    }

    private Meters dearestSearches(Meters meters) {
        BigDecimal searches = BigDecimal.ZERO;
        Meter dearest = Meter.WEB_SEARCHES;
        BigDecimal most = BigDecimal.ZERO;
        Map<Meter, BigDecimal> amounts = new EnumMap<>(Meter.class);
        amounts.putAll(meters.amounts());
        for (Map.Entry<Meter, String> size : SEARCHES.entrySet()) {
            searches = searches.add(meters.amount(size.getKey()));
            amounts.remove(size.getKey());
            BigDecimal price = search(size.getValue());
            if (price != null && price.compareTo(most) > 0) {
                most = price;
                dearest = size.getKey();
            }
        }
        if (searches.signum() > 0) {
            amounts.put(dearest, searches);
        }
        return new Meters(amounts);
    }

    /// Whether something is counted that a call is billed by instead of tokens.
    static boolean instead(Meters meters) {
        return !Collections.disjoint(meters.amounts().keySet(), INSTEAD);
    }

    /// The fees; nothing if a price is missing for something that no token stands for.
    ///
    /// @param covered whether the usage has tokens that are priced: then what is made of tokens
    ///   (images, speech, seconds) is billed by them
    @Nullable Parts parts(Meters meters, Terms terms, boolean covered) {
        Parts sum = Parts.NONE;
        for (Map.Entry<Meter, BigDecimal> counted : meters.amounts().entrySet()) {
            Parts fee = fee(counted.getKey(), counted.getValue(), meters, terms, covered);
            if (fee == null) {
                return null;
            }
            sum = sum.plus(fee);
        }
        return sum;
    }

    private @Nullable Parts fee(
            Meter meter, BigDecimal amount, Meters all, Terms terms, boolean covered) {
        return switch (meter) {
            case IMAGE_INPUT_TOKENS,
                    VIDEO_INPUT_TOKENS,
                    CACHED_AUDIO_TOKENS,
                    CACHED_IMAGE_TOKENS,
                    WRITTEN_AUDIO_TOKENS,
                    IMAGE_OUTPUT_TOKENS,
                    VIDEO_OUTPUT_TOKENS,
                    CHARGED,
                    RESULTS ->
                    Parts.NONE;
            // Those who have no price for them do not bill them.
            case CITATION_TOKENS -> input(first("citation", BigDecimal.ZERO), amount);
            case IMAGES_IN -> covered(input(price("per_image_in"), unfree(amount)), covered);
            case IMAGES_OUT -> covered ? Parts.NONE : images(amount, all, terms);
            case PIXELS -> all.amounts().containsKey(Meter.IMAGES_OUT) ? Parts.NONE : null;
            case SECONDS -> covered ? Parts.NONE : input(transcription(), amount);
            case RESPONSE_SECONDS -> covered ? Parts.NONE : output(response(), amount);
            case AUDIO_SECONDS_IN -> covered(input(price("per_audio_second_in"), amount), covered);
            case VIDEO_SECONDS_IN -> covered(input(price("per_video_second_in"), amount), covered);
            case VIDEO_SECONDS_OUT -> covered ? Parts.NONE : output(video(terms), amount);
            case CHARACTERS_IN -> covered(input(price("per_character_in"), amount), covered);
            case CHARACTERS_OUT -> covered(output(price("per_character_out"), amount), covered);
            case QUERIES -> covered(input(query(all.count(Meter.RESULTS)), amount), covered);
            case PAGES -> credited(all) ? Parts.NONE : input(at("per_page", terms), amount);
            case ANNOTATION_PAGES -> credited(all) ? Parts.NONE : input(annotation(terms), amount);
            case CREDITS -> credited(all) ? input(price("per_credit"), amount) : Parts.NONE;
            case REQUESTS -> covered(input(price("per_request"), amount), covered);
            case TEXT_MESSAGES -> covered(input(price("per_text_message"), amount), covered);
            case WEB_SEARCHES_LOW -> tools(search("low"), searches(amount));
            case WEB_SEARCHES -> tools(search("medium"), searches(amount));
            case WEB_SEARCHES_HIGH -> tools(search("high"), searches(amount));
            case WEB_PAGES -> tools(first("per_web_page", BigDecimal.ZERO), amount);
            case MAP_SEARCHES -> tools(price("maps_query"), searches(amount));
            case CODE_SESSIONS -> tools(price("code_interpreter_session"), amount);
            case FILE_SEARCHES -> tools(price("file_search_call"), amount);
        };
    }

    /// The first that is known of a price per image and one per pixel: never a sum.
    private @Nullable Parts images(BigDecimal amount, Meters all, Terms terms) {
        BigDecimal sized = sized("per_image_out_", terms);
        BigDecimal plain = first(price("per_image_in"), price("per_image_out"));
        BigDecimal each = anySize(terms) ? dearest(sized, plain) : first(sized, plain);
        if (each != null) {
            return output(each, amount);
        }
        BigDecimal pixels = all.amount(Meter.PIXELS);
        return pixels.signum() == 0
                ? null
                : output(first(price("per_pixel_in"), price("per_pixel_out")), pixels);
    }

    /// Where both are listed they mean the same: never a sum.
    private @Nullable BigDecimal transcription() {
        BigDecimal out = price("per_second_out");
        return out != null && out.signum() > 0 ? out : first(price("per_second_in"), out);
    }

    private @Nullable BigDecimal response() {
        return first(
                price("per_second_wall"), first(price("per_second_in"), price("per_second_out")));
    }

    private @Nullable BigDecimal video(Terms terms) {
        return first(
                price("per_video_second_out"),
                first(sized("per_second_out_", terms), price("per_second_out")));
    }

    /// The price of the resolution; of [#ANY], the dearest.
    private @Nullable BigDecimal sized(String meter, Terms terms) {
        if (!anySize(terms)) {
            return price(meter + terms.resolution());
        }
        BigDecimal dearest = null;
        for (Map.Entry<String, BigDecimal> price : prices.entrySet()) {
            // The price without a resolution is one of them.
            if ((price.getKey() + "_").startsWith(meter)) {
                dearest = dearest(dearest, price.getValue());
            }
        }
        return dearest;
    }

    private static boolean anySize(Terms terms) {
        return terms.resolution().equals(ANY);
    }

    private static @Nullable BigDecimal dearest(
            @Nullable BigDecimal one, @Nullable BigDecimal other) {
        return one == null || other == null ? first(one, other) : one.max(other);
    }

    private @Nullable BigDecimal annotation(Terms terms) {
        return first(at("per_annotation_page", terms), at("per_page", terms));
    }

    /// By the number of results: the price of the highest step that they reach, and what each of
    /// them costs beyond those that are free.
    private @Nullable BigDecimal query(long results) {
        BigDecimal query = price("per_query");
        long reached = 0;
        for (Map.Entry<String, BigDecimal> step : prices.entrySet()) {
            if (step.getKey().startsWith("per_query_from_")) {
                long from = Long.parseLong(step.getKey().substring("per_query_from_".length()));
                if (from <= results && from > reached) {
                    reached = from;
                    query = step.getValue();
                }
            }
        }
        BigDecimal more = price("per_result");
        if (query == null || more == null) {
            return query;
        }
        long free = Long.parseLong(rules.getOrDefault(FREE_RESULTS, "0"));
        return query.add(more.multiply(BigDecimal.valueOf(Math.max(0, results - free))));
    }

    private @Nullable BigDecimal search(String size) {
        return price("web_search_" + rules.getOrDefault(SEARCH_SIZE, size));
    }

    private BigDecimal searches(BigDecimal amount) {
        return "prompt".equals(rules.get(SEARCHES_PER)) ? BigDecimal.ONE : amount;
    }

    private boolean credited(Meters all) {
        return all.amounts().containsKey(Meter.CREDITS) && prices.containsKey("per_credit");
    }

    private BigDecimal unfree(BigDecimal images) {
        BigDecimal free = new BigDecimal(rules.getOrDefault(FREE_IMAGES, "0"));
        return images.subtract(free).max(BigDecimal.ZERO);
    }

    private @Nullable BigDecimal at(String meter, Terms terms) {
        BigDecimal batch = terms.tier() == ServiceTier.BATCH ? price(meter + "_batch") : null;
        return first(batch, price(meter));
    }

    private @Nullable BigDecimal price(String meter) {
        return prices.get(meter);
    }

    private BigDecimal first(String meter, BigDecimal otherwise) {
        return prices.getOrDefault(meter, otherwise);
    }

    private static @Nullable BigDecimal first(
            @Nullable BigDecimal price, @Nullable BigDecimal otherwise) {
        return Resolution.first(price, otherwise);
    }

    private static @Nullable Parts covered(@Nullable Parts fee, boolean covered) {
        return fee == null && covered ? Parts.NONE : fee;
    }

    private static @Nullable Parts input(@Nullable BigDecimal price, BigDecimal amount) {
        return price == null ? null : Parts.of(price.multiply(amount), BigDecimal.ZERO);
    }

    private static @Nullable Parts output(@Nullable BigDecimal price, BigDecimal amount) {
        return price == null ? null : Parts.of(BigDecimal.ZERO, price.multiply(amount));
    }

    private static @Nullable Parts tools(@Nullable BigDecimal price, BigDecimal amount) {
        return price == null ? null : Parts.NONE.withTools(price.multiply(amount));
    }
}
