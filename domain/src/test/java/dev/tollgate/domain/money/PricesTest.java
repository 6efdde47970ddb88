package dev.tollgate.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class PricesTest {
    private static final Tiers OVER_200K = new Tiers(Tiers.Rule.OVER, List.of(200_000L));

    @Test
    void cached_and_written_tokens_have_prices_of_their_own() {
        Prices prices =
                prices("input=3 output=15 cache_read=0.3 cache_write_5m=3.75 cache_write_1h=6");

        Usage usage = new Usage(true, 12_000, 900, 8_000, 1_500, 2_000, 0, 0, 0);

        assertThat(prices.cost(usage)).contains(usd("0.035025"));
    }

    @Test
    void a_missing_price_of_cached_tokens_is_the_input_price() {
        assertThat(prices("input=2 output=1").cost(cached(1_000, 600))).contains(usd("0.002"));
    }

    @Test
    void a_rule_makes_a_missing_price_of_cached_tokens_a_part_of_the_input_price() {
        Prices prices =
                new Prices(
                        meters("input=0.6 output=2.5"),
                        Tiers.NONE,
                        Map.of(Prices.CACHE_READ_OF_INPUT, "0.5"));

        assertThat(prices.cost(new Usage(true, 10_000, 1_000, 8_000, 0, 0, 0, 0, 0)))
                .contains(usd("0.0061"));
    }

    @Test
    void a_missing_price_of_one_hour_writes_is_the_write_price() {
        Usage usage = new Usage(true, 1_000, 0, 0, 0, 1_000, 0, 0, 0);

        assertThat(prices("input=3 cache_write_5m=4").cost(usage)).contains(usd("0.004"));
        assertThat(prices("input=3").cost(usage)).contains(usd("0.003"));
    }

    @Test
    void a_stated_zero_stays_a_price() {
        Prices prices = prices("input=3 output=15 cache_write_5m=0 cache_read=0");

        assertThat(prices.cost(new Usage(true, 1_000, 0, 500, 500, 0, 0, 0, 0))).contains(Usd.ZERO);
    }

    @Test
    void audio_and_reasoning_have_prices_of_their_own_or_those_of_text() {
        Usage usage = new Usage(true, 5_000, 400, 0, 0, 0, 4_000, 50, 100);

        assertThat(
                        prices("input=0.3 output=2 input_audio=1 output_audio=8 reasoning=4")
                                .cost(usage))
                .contains(usd("0.0056"));
        assertThat(prices("input=0.3 output=2").cost(usage)).contains(usd("0.0023"));
    }

    @Test
    void what_is_not_priced_is_not_free() {
        Usage both = Usage.of(10, 10);

        assertThat(Prices.UNKNOWN.cost(both)).isEmpty();
        assertThat(Prices.UNKNOWN.cost(Usage.of(0, 0))).isEmpty();
        assertThat(prices("per_image_out=40000").cost(Usage.of(0, 0))).isEmpty();
        assertThat(prices("input=1").cost(both)).isEmpty();
        assertThat(prices("output=1").cost(both)).isEmpty();
        assertThat(prices("input=1").cost(Usage.of(10, 0))).contains(usd("0.00001"));
        assertThat(prices("input=1 output=1").cost(Usage.NONE)).isEmpty();
    }

    @Test
    void a_model_that_only_draws_is_billed_by_image_tokens() {
        assertThat(prices("input=5 per_image_token_out=40").cost(Usage.of(0, 1_056)))
                .contains(usd("0.04224"));
    }

    @Test
    void above_the_threshold_the_whole_call_has_the_higher_price() {
        Prices prices = tiered(OVER_200K, "input=1.25 output=10 tier_input=2.5 tier_output=15");

        assertThat(prices.cost(Usage.of(200_000, 1_000))).contains(usd("0.26"));
        assertThat(prices.cost(Usage.of(200_001, 1_000))).contains(usd("0.5150025"));
    }

    @Test
    void cached_tokens_count_towards_the_threshold_and_move_with_it() {
        Prices prices =
                tiered(
                        OVER_200K,
                        "input=3 output=15 cache_read=0.3 tier_input=6 tier_cache_read=0.6");

        assertThat(prices.cost(cached(200_001, 200_000))).contains(usd("0.120006"));
    }

    @Test
    void a_tier_without_a_price_keeps_the_base_price_of_the_meter() {
        Prices prices = tiered(OVER_200K, "input=3 output=15 cache_read=0.3 tier_input=6");

        assertThat(prices.cost(cached(200_001, 200_000))).contains(usd("0.060006"));
    }

    @Test
    void a_tier_may_begin_at_its_threshold() {
        Prices prices =
                tiered(
                        new Tiers(Tiers.Rule.FROM, List.of(200_000L)),
                        "input=1.25 output=2.5 tier_input=2.5 tier_output=5");

        assertThat(prices.cost(Usage.of(199_999, 0))).contains(usd("0.24999875"));
        assertThat(prices.cost(Usage.of(200_000, 1_000))).contains(usd("0.505"));
    }

    @Test
    void a_level_of_a_price_table_takes_nothing_from_the_level_below() {
        Prices prices =
                tiered(
                        new Tiers(Tiers.Rule.TABLE, List.of(10L, 20L)),
                        "input=1 output=5 cache_read=0.1 reasoning=7 tier_input=2 tier_output=9"
                                + " tier2_input=4 tier2_output=11 tier2_reasoning=13");

        assertThat(prices.cost(new Usage(true, 10, 1, 10, 0, 0, 0, 0, 1)))
                .contains(usd("0.000008"));
        assertThat(prices.cost(new Usage(true, 20, 1, 20, 0, 0, 0, 0, 1)))
                .contains(usd("0.000049"));
        assertThat(prices.cost(new Usage(true, 1_000, 1, 1_000, 0, 0, 0, 0, 1)))
                .contains(usd("0.004013"));
    }

    @Test
    void parts_that_exceed_their_total_never_make_a_call_cheaper() {
        Usage odd = new Usage(true, 10, 5, 20, 0, 0, 0, 0, 9);

        assertThat(prices("input=1 output=2 cache_read=0.5").cost(odd)).contains(usd("0.000028"));
    }

    @Test
    void absurd_counts_are_no_bill() {
        long most = Long.MAX_VALUE;

        assertThat(prices("input=1 output=1").cost(Usage.of(most, most))).isEmpty();
        assertThat(
                        prices("input=0 output=0")
                                .cost(new Usage(true, 1, 1, most, most, most, most, most, most)))
                .contains(Usd.ZERO);
    }

    @Test
    void a_cost_is_rounded_once_half_up_to_the_nano_dollar() {
        assertThat(prices("input=0.0005").cost(Usage.of(1, 0))).contains(new Usd(1));
        assertThat(prices("input=0.000499999999999999").cost(Usage.of(1, 0))).contains(Usd.ZERO);
        assertThat(prices("input=0.0005 output=0.0005").cost(Usage.of(1, 1))).contains(new Usd(1));
    }

    @Test
    void a_cost_is_exact_for_any_prices_and_usage() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            BigDecimal[] price = new BigDecimal[8];
            String[] meter = {
                "input",
                "output",
                "cache_read",
                "cache_write_5m",
                "cache_write_1h",
                "input_audio",
                "output_audio",
                "reasoning"
            };
            Map<String, BigDecimal> meters = new HashMap<>();
            for (int i = 0; i < meter.length; i++) {
                price[i] = BigDecimal.valueOf(random.nextLong(100_000_000), random.nextInt(4, 19));
                meters.put(meter[i], price[i]);
            }
            long[] tokens = random.longs(8, 0, 2_000_000).toArray();
            Usage usage =
                    new Usage(
                            true,
                            tokens[0] + tokens[2] + tokens[3] + tokens[4] + tokens[5],
                            tokens[1] + tokens[6] + tokens[7],
                            tokens[2],
                            tokens[3],
                            tokens[4],
                            tokens[5],
                            tokens[6],
                            tokens[7]);
            BigDecimal exact = BigDecimal.ZERO;
            for (int i = 0; i < meter.length; i++) {
                exact = exact.add(price[i].multiply(new BigDecimal(tokens[i])));
            }
            BigDecimal dollars =
                    exact.divide(new BigDecimal(1_000_000)).setScale(9, RoundingMode.HALF_UP);

            assertThat(new Prices(meters).cost(usage).map(Usd::toDollars))
                    .describedAs("seed %d", seed)
                    .contains(dollars);
        }
    }

    @Test
    void only_a_model_whose_every_price_is_zero_is_free() {
        assertThat(prices("input=0 output=0").free()).isTrue();
        assertThat(prices("input=0 output=0 per_request=1").free()).isFalse();
        assertThat(prices("input=0").free()).isFalse();
        assertThat(Prices.UNKNOWN.free()).isFalse();
    }

    @Test
    void a_negative_price_is_refused_by_name() {
        assertThatThrownBy(() -> prices("input=-1"))
                .hasMessage("a price must not be negative: input is -1");
    }

    private static Usage cached(long input, long cacheRead) {
        return new Usage(true, input, 0, cacheRead, 0, 0, 0, 0, 0);
    }

    private static Prices prices(String meters) {
        return new Prices(meters(meters));
    }

    private static Prices tiered(Tiers tiers, String meters) {
        return new Prices(meters(meters), tiers, Map.of());
    }

    static Map<String, BigDecimal> meters(String text) {
        Map<String, BigDecimal> meters = new HashMap<>();
        for (String pair : text.split(" ")) {
            int equals = pair.indexOf('=');
            meters.put(pair.substring(0, equals), new BigDecimal(pair.substring(equals + 1)));
        }
        return meters;
    }

    private static Usd usd(String dollars) {
        return Usd.of(new BigDecimal(dollars));
    }
}
