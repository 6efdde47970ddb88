package dev.tollgate.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.domain.usage.Meter;
import dev.tollgate.domain.usage.Meters;
import dev.tollgate.domain.usage.ServiceTier;
import dev.tollgate.domain.usage.Terms;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

class WorstCaseTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private static final String[] METERS = {
        "input",
        "output",
        "cache_read",
        "cache_write_5m",
        "cache_write_1h",
        "input_audio",
        "output_audio",
        "reasoning",
        "per_image_token_in",
        "per_image_token_out",
        "per_video_token_in",
        "per_video_token_out",
        "cache_read_audio",
        "cache_read_image",
        "cache_write_audio"
    };

    private static final ServiceTier[] ONLINE = {
        ServiceTier.PRIORITY, ServiceTier.FLEX, ServiceTier.BALANCED, ServiceTier.ULTRAFAST
    };

    private static final String[] FEES = {
        "web_search_low",
        "web_search_medium",
        "web_search_high",
        "code_interpreter_session",
        "maps_query",
        "per_image_in",
        "per_image_out",
        "per_image_out_2k",
        "per_query"
    };

    private static final Meter[] COUNTED = {
        Meter.WEB_SEARCHES,
        Meter.CODE_SESSIONS,
        Meter.MAP_SEARCHES,
        Meter.IMAGES_IN,
        Meter.IMAGES_OUT,
        Meter.QUERIES
    };

    private static final Meter[] SEARCHES = {
        Meter.WEB_SEARCHES_LOW, Meter.WEB_SEARCHES, Meter.WEB_SEARCHES_HIGH
    };

    private static final String[] SUFFIXES = {
        "", "_priority", "_flex", "_batch", "_balanced", "_ultrafast", "_offpeak"
    };

    @Test
    void the_worst_case_takes_the_dearest_token_of_each_side() {
        Prices prices = prices("input=3 output=15 cache_read=0.3 cache_write_1h=6 reasoning=20");

        assertThat(prices.worstCase(Bounds.of(1_000, 100))).contains(usd("0.008"));
        assertThat(prices.worstCase(Bounds.of(1_000, 100).choices(3))).contains(usd("0.012"));
    }

    @Test
    void any_service_tier_may_be_served_to_who_names_none() {
        Prices prices =
                prices(
                        "input=1 output=10 input_priority=2 output_priority=20 input_flex=0.5"
                                + " output_flex=5");

        assertThat(prices.worstCase(Bounds.of(1_000, 100))).contains(usd("0.004"));
        assertThat(prices.worstCase(Bounds.of(1_000, 100).at(ServiceTier.STANDARD)))
                .contains(usd("0.002"));
        assertThat(prices.worstCase(Bounds.of(1_000, 100).at(ServiceTier.PRIORITY)))
                .contains(usd("0.004"));
    }

    @Test
    void who_names_a_cheap_tier_may_be_served_at_the_standard_one() {
        Prices prices = prices("input=1 output=10 input_flex=0.5 output_flex=5");

        assertThat(prices.worstCase(Bounds.of(1_000, 100).at(ServiceTier.FLEX)))
                .contains(usd("0.002"));
    }

    @Test
    void a_prompt_that_may_pass_a_threshold_may_cost_what_is_above_it() {
        Prices prices =
                new Prices(
                        PricesTest.meters("input=1 output=10 tier_input=2 tier_output=15"),
                        new Tiers(Tiers.Rule.OVER, List.of(1_000L)),
                        Map.of());

        assertThat(prices.worstCase(Bounds.of(1_000, 100))).contains(usd("0.002"));
        assertThat(prices.worstCase(Bounds.of(1_001, 100))).contains(usd("0.003502"));
    }

    @Test
    void a_cheaper_price_above_a_threshold_does_not_hide_the_one_below() {
        Prices prices =
                new Prices(
                        PricesTest.meters("input=4 output=10 tier_input=1 tier_output=1"),
                        new Tiers(Tiers.Rule.FROM, List.of(1_000L)),
                        Map.of());

        assertThat(prices.worstCase(Bounds.of(2_000, 0))).contains(usd("0.003996"));
    }

    @Test
    void the_dearer_place_counts_always_and_the_fast_mode_where_it_may_be_on() {
        Prices prices =
                new Prices(
                        PricesTest.meters("input=1 output=1"),
                        Tiers.NONE,
                        Map.of("fast", "6", "geo_us", "1.1"));

        assertThat(prices.worstCase(Bounds.of(1_000, 0))).contains(usd("0.0011"));
        assertThat(prices.worstCase(Bounds.of(1_000, 0).inFastMode())).contains(usd("0.0066"));
    }

    @Test
    void it_is_rounded_up() {
        assertThat(prices("input=0.0001 output=0").worstCase(Bounds.of(1, 0))).contains(new Usd(1));
    }

    @Test
    void where_a_needed_price_is_unknown_there_is_no_worst_case() {
        assertThat(Prices.UNKNOWN.worstCase(Bounds.of(1, 1))).isEmpty();
        assertThat(Prices.UNKNOWN.affordableOutput(usd("1"), Bounds.of(1, 1))).isEmpty();
        assertThat(prices("input=1").worstCase(Bounds.of(1, 1))).isEmpty();
        assertThat(prices("input=1").affordableOutput(usd("1"), Bounds.of(1, 1))).isEmpty();
        assertThat(prices("output=1").worstCase(Bounds.of(1, 1))).isEmpty();
        assertThat(prices("input=1").worstCase(Bounds.of(1, 0))).contains(usd("0.000001"));
    }

    @Test
    void an_amount_pays_the_input_first_and_then_output() {
        Prices prices = prices("input=1 output=10");

        assertThat(affordable(prices, "0.0000109", Bounds.of(10, 500))).hasValue(0);
        assertThat(affordable(prices, "0.00002", Bounds.of(10, 500))).hasValue(1);
        assertThat(affordable(prices, "0.000009", Bounds.of(10, 500))).hasValue(0);
        assertThat(affordable(prices, "0.001010", Bounds.of(10, 500))).hasValue(100);
        assertThat(affordable(prices, "0.001010", Bounds.of(10, 500).choices(3))).hasValue(33);
        assertThat(affordable(prices, "1", Bounds.of(10, 500))).hasValue(500);
        assertThat(affordable(prices("input=0 output=0"), "0", Bounds.of(10, 500))).hasValue(500);
    }

    @Test
    void absurd_bounds_are_no_overflow() {
        Bounds most =
                Bounds.of(Long.MAX_VALUE, Long.MAX_VALUE).choices(Integer.MAX_VALUE).inFastMode();

        assertThat(prices("input=600 output=600").worstCase(most)).contains(usd("1000000"));
        assertThat(affordable(prices("input=0 output=600"), "0.0006", most)).hasValue(0);
        assertThatThrownBy(() -> Bounds.of(-1, 0)).hasMessageContaining("input -1");
        assertThatThrownBy(() -> Bounds.of(0, 0).choices(0)).hasMessageContaining("choices 0");
    }

    @Test
    void no_usage_within_the_bounds_costs_more_than_the_worst_case() {
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            Prices prices = anyPrices(random);
            Bounds bounds = anyBounds(random);
            Usage usage = anyUsage(random, bounds);
            Usd worst = prices.worstCase(bounds).orElseThrow();

            assertThat(prices.cost(usage).orElseThrow())
                    .describedAs("seed %d", seed)
                    .isLessThanOrEqualTo(worst);
            assertThat(prices.bill(usage, NOON).orElseThrow().cost())
                    .describedAs("seed %d", seed)
                    .isLessThanOrEqualTo(worst);
        }
    }

    @Test
    void the_worst_case_is_reached_by_some_usage_within_the_bounds() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Prices prices = new Prices(PricesTest.meters("input=3 output=15"));
            Bounds bounds = anyBounds(random).with(Meters.NONE);
            Usage most = Usage.of(bounds.inputTokens(), bounds.outputTokens() * bounds.choices());

            assertThat(prices.worstCase(bounds))
                    .describedAs("seed %d", seed)
                    .isEqualTo(prices.cost(most));
        }
    }

    @Test
    void tools_that_may_be_used_are_paid_beforehand() {
        Prices prices = prices("input=1 output=10 web_search_low=1000 web_search_high=3000");
        Bounds bounds = Bounds.of(1_000, 100).with(Meters.of(Meter.WEB_SEARCHES, 2));

        assertThat(prices.worstCase(bounds)).contains(usd("0.008"));
        assertThat(affordable(prices, "0.0071", bounds)).hasValue(10);
        assertThat(prices("input=1 output=1").worstCase(bounds)).isEmpty();
        assertThat(affordable(prices("input=1 output=1"), "1", bounds)).isEmpty();
    }

    @Test
    void searches_that_a_model_makes_unasked_are_reserved_too() {
        Prices prices =
                new Prices(
                        PricesTest.meters("input=1 output=10 web_search_low=1000"),
                        Tiers.NONE,
                        Map.of("searches_unasked", "2", "web_search_size", "low"));
        Bounds bounds = Bounds.of(1_000, 100);

        assertThat(prices.worstCase(bounds)).contains(usd("0.004"));
        assertThat(affordable(prices, "0.0031", bounds)).hasValue(10);
        assertThat(prices.worstCase(bounds.with(Meters.of(Meter.WEB_SEARCHES, 1))))
                .contains(usd("0.005"));
    }

    @Test
    void a_call_that_is_not_billed_by_tokens_has_a_worst_case_too() {
        Bounds images = Bounds.of(0, 0).with(Meters.of(Meter.IMAGES_OUT, 3));

        assertThat(prices("per_image_out=1000 per_image_out_2k=4000").worstCase(images))
                .contains(usd("0.012"));
        assertThat(prices("per_pixel_out=1").worstCase(images)).isEmpty();
    }

    @Test
    void what_is_affordable_is_affordable_and_no_token_more() {
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            Prices prices = anyPrices(random);
            Bounds bounds = anyBounds(random);
            Usd amount = new Usd(random.nextLong(1L << random.nextInt(1, 45)));
            OptionalLong output = prices.affordableOutput(amount, bounds);

            assertThat(output).describedAs("seed %d", seed).isPresent();
            boolean fits = worst(prices, bounds, 0).compareTo(amount) <= 0;
            long tokens = output.getAsLong();
            assertThat(tokens).isBetween(0L, bounds.outputTokens());
            if (tokens > 0) {
                assertThat(worst(prices, bounds, tokens))
                        .describedAs("seed %d", seed)
                        .isLessThanOrEqualTo(amount);
            }
            if (tokens < bounds.outputTokens() && fits) {
                assertThat(worst(prices, bounds, tokens + 1))
                        .describedAs("seed %d", seed)
                        .isGreaterThan(amount);
            }
        }
    }

    private static Usd worst(Prices prices, Bounds bounds, long outputTokens) {
        Bounds its =
                new Bounds(
                        bounds.inputTokens(),
                        outputTokens,
                        bounds.choices(),
                        bounds.tier(),
                        bounds.fast(),
                        bounds.meters());
        return prices.worstCase(its).orElseThrow();
    }

    private static Prices anyPrices(Random random) {
        Map<String, BigDecimal> meters = new HashMap<>();
        List<Long> thresholds = new ArrayList<>();
        for (int level = 0; level < random.nextInt(1, 4); level++) {
            if (level > 0) {
                thresholds.add(1_000L * level + random.nextInt(900));
            }
            for (String suffix : SUFFIXES) {
                for (String meter : METERS) {
                    if (random.nextInt(4) == 0) {
                        meters.put(Tiers.prefix(level) + meter + suffix, price(random));
                    }
                }
            }
        }
        meters.put("input", price(random));
        meters.put("output", price(random));
        Tiers.Rule rule = Tiers.Rule.values()[random.nextInt(3)];
        Map<String, String> rules = new HashMap<>();
        if (random.nextBoolean()) {
            rules.put("fast", random.nextBoolean() ? "2.5" : "0.5");
            rules.put("geo_us", random.nextBoolean() ? "1.1" : "0.9");
            rules.put("cache_read_of_input", "0.5");
        }
        if (random.nextBoolean()) {
            rules.put("off_peak_utc", "1-7@11:00-13:00");
        }
        for (String fee : FEES) {
            meters.put(fee, price(random).multiply(BigDecimal.valueOf(10_000)));
        }
        if (random.nextBoolean()) {
            rules.put("web_search_per", random.nextBoolean() ? "prompt" : "query");
        }
        Prices prices = new Prices(meters, new Tiers(rule, thresholds), rules);
        return random.nextBoolean() ? prices : prices.with(anyMarkup(random));
    }

    private static Markup anyMarkup(Random random) {
        return new Markup(
                BigDecimal.valueOf(random.nextInt(101), 2),
                BigDecimal.valueOf(random.nextInt(300), 2),
                BigDecimal.valueOf(random.nextInt(3), 5));
    }

    private static BigDecimal price(Random random) {
        return BigDecimal.valueOf(random.nextLong(100_000_000), random.nextInt(4, 13));
    }

    private static Bounds anyBounds(Random random) {
        return new Bounds(
                random.nextLong(4_000),
                random.nextLong(4_000),
                random.nextInt(1, 4),
                ServiceTier.values()[random.nextInt(ServiceTier.values().length)],
                random.nextBoolean(),
                random.nextBoolean() ? Meters.NONE : anyFees(random));
    }

    private static Meters anyFees(Random random) {
        Meters fees = Meters.NONE;
        for (Meter meter : COUNTED) {
            fees = fees.plus(Meters.of(meter, random.nextInt(4)));
        }
        return fees;
    }

    /// Fees within the bounds, searches being of any size.
    private static Meters feesWithin(Random random, Meters bounds) {
        Meters fees = Meters.NONE;
        for (Meter meter : COUNTED) {
            int most = (int) bounds.count(meter);
            int some = random.nextBoolean() ? most : random.nextInt(most + 1);
            Meter its = meter == Meter.WEB_SEARCHES ? SEARCHES[random.nextInt(3)] : meter;
            fees = fees.plus(Meters.of(its, some));
        }
        return fees;
    }

    /// Often at the bounds themselves, where a bound that is too low would show.
    private static Usage anyUsage(Random random, Bounds bounds) {
        long output = bounds.outputTokens() * bounds.choices();
        long[] in = split(random, up(random, bounds.inputTokens()), 11);
        long[] out = split(random, up(random, output), 5);
        Meters meters =
                feesWithin(random, bounds.meters())
                        .plus(Meters.of(Meter.IMAGE_INPUT_TOKENS, in[5]))
                        .plus(Meters.of(Meter.VIDEO_INPUT_TOKENS, in[6]))
                        .plus(Meters.of(Meter.CACHED_AUDIO_TOKENS, in[7]))
                        .plus(Meters.of(Meter.CACHED_IMAGE_TOKENS, in[8]))
                        .plus(Meters.of(Meter.WRITTEN_AUDIO_TOKENS, in[9]))
                        .plus(Meters.of(Meter.IMAGE_OUTPUT_TOKENS, out[3]))
                        .plus(Meters.of(Meter.VIDEO_OUTPUT_TOKENS, out[4]));
        Usage usage =
                new Usage(
                        true,
                        sum(in),
                        sum(out),
                        in[1] + in[7] + in[8],
                        in[2] + in[9],
                        in[3],
                        in[4],
                        out[1],
                        out[2]);
        ServiceTier served = random.nextBoolean() ? bounds.tier() : ServiceTier.STANDARD;
        if (!bounds.tier().stated() && random.nextBoolean()) {
            served = ONLINE[random.nextInt(ONLINE.length)];
        }
        boolean fast = bounds.fast() && random.nextBoolean();
        return usage.with(meters)
                .with(
                        new Terms(
                                served,
                                fast,
                                random.nextBoolean(),
                                random.nextBoolean() ? "2k" : ""));
    }

    private static long up(Random random, long most) {
        return random.nextBoolean() ? most : random.nextLong(most + 1);
    }

    /// Parts of a total, in random places; often all of it in one.
    private static long[] split(Random random, long total, int parts) {
        long[] its = new long[parts];
        long left = total;
        while (left > 0) {
            long part = random.nextBoolean() ? left : random.nextLong(left + 1);
            its[random.nextInt(parts)] += part;
            left -= part;
        }
        return its;
    }

    private static long sum(long[] parts) {
        long sum = 0;
        for (long part : parts) {
            sum += part;
        }
        return sum;
    }

    private static OptionalLong affordable(Prices prices, String dollars, Bounds bounds) {
        return prices.affordableOutput(usd(dollars), bounds);
    }

    private static Prices prices(String meters) {
        return new Prices(PricesTest.meters(meters));
    }

    private static Usd usd(String dollars) {
        return Usd.of(new BigDecimal(dollars));
    }
}
