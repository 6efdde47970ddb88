package dev.tollgate.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.domain.usage.Meter;
import dev.tollgate.domain.usage.Meters;
import dev.tollgate.domain.usage.ServiceTier;
import dev.tollgate.domain.usage.Terms;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class ServiceTierPricesTest {
    private static final Tiers OVER_1K = new Tiers(Tiers.Rule.OVER, List.of(1_000L));

    @Test
    void a_tier_costs_its_own_prices_and_where_it_has_none_the_standard_ones() {
        Prices prices = prices("input=1 output=10 cache_read=0.1 input_audio=4 input_priority=2");
        Usage usage = new Usage(true, 300, 10, 100, 0, 0, 100, 0, 0);

        assertThat(prices.cost(usage)).contains(usd("0.00061"));
        assertThat(prices.cost(usage.orTier(ServiceTier.PRIORITY))).contains(usd("0.00071"));
        assertThat(prices.cost(usage.orTier(ServiceTier.FLEX))).contains(usd("0.00061"));
    }

    @Test
    void the_tier_that_was_served_beats_the_one_that_was_asked_for() {
        Prices prices = prices("input=1 output=1 input_priority=2 output_priority=2");
        Usage served = Usage.of(1_000, 0).with(Terms.of(ServiceTier.STANDARD));

        assertThat(prices.cost(served.orTier(ServiceTier.PRIORITY))).contains(usd("0.001"));
    }

    @Test
    void above_a_threshold_that_has_no_price_for_it_a_tier_is_lost() {
        Prices prices =
                new Prices(
                        PricesTest.meters(
                                "input=1 output=1 input_priority=9 output_priority=9 tier_input=2"
                                        + " tier_output=2"),
                        OVER_1K,
                        Map.of());

        assertThat(prices.cost(priority(1_000, 0))).contains(usd("0.009"));
        assertThat(prices.cost(priority(1_001, 0))).contains(usd("0.002002"));
    }

    @Test
    void reasoning_follows_a_tiers_own_output_price() {
        Usage thought = new Usage(true, 0, 100, 0, 0, 0, 0, 0, 100);
        Prices prices = prices("input=1 output=10 reasoning=3 output_priority=20");

        assertThat(prices.cost(thought)).contains(usd("0.0003"));
        assertThat(prices.cost(thought.orTier(ServiceTier.PRIORITY))).contains(usd("0.002"));
        assertThat(prices.cost(thought.orTier(ServiceTier.FLEX))).contains(usd("0.0003"));
    }

    @Test
    void a_batch_without_own_prices_costs_half_of_what_short_prompts_cost() {
        Prices prices =
                new Prices(
                        PricesTest.meters("input=1 output=10 cache_read=0.2 tier_input=2"),
                        OVER_1K,
                        Map.of());
        Usage usage = new Usage(true, 2_000, 100, 1_000, 0, 0, 0, 0, 0);

        assertThat(prices.cost(usage.orTier(ServiceTier.BATCH))).contains(usd("0.0011"));
    }

    @Test
    void in_a_batch_with_an_own_price_cached_tokens_cost_it_too() {
        Usage usage = new Usage(true, 2_000, 100, 1_000, 0, 0, 0, 0, 0);

        assertThat(
                        prices("input=1 output=10 cache_read=0.2 input_batch=0.6")
                                .cost(usage.orTier(ServiceTier.BATCH)))
                .contains(usd("0.0017"));
        assertThat(
                        prices("input=1 output=10 input_batch=0.6 cache_read_batch=0.1")
                                .cost(usage.orTier(ServiceTier.BATCH)))
                .contains(usd("0.0012"));
    }

    @Test
    void a_batch_of_a_price_table_costs_half_of_its_level() {
        Prices prices =
                new Prices(
                        PricesTest.meters("input=1 output=1 tier_input=4 tier_output=4"),
                        new Tiers(Tiers.Rule.TABLE, List.of(1_000L)),
                        Map.of());

        assertThat(prices.cost(Usage.of(2_000, 0).orTier(ServiceTier.BATCH)))
                .contains(usd("0.004"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-25T10:00:00Z, 0.0005", // Wednesday
        "2026-11-25T23:59:59Z, 0.0005",
        "2026-11-25T00:59:59Z, 0.0005",
        "2026-11-25T01:00:00Z, 0.001",
        "2026-11-25T09:59:59Z, 0.001",
        "2026-11-28T05:00:00Z, 0.0005", // Saturday, the whole day
    })
    void off_peak_prices_hold_while_their_window_is_open(Instant moment, String dollars) {
        Prices prices = offPeak("1-5@00:00-01:00,10:00-00:00;6-7@00:00-00:00", "Z");

        assertThat(prices.bill(Usage.of(1_000, 0), moment).map(Bill::cost)).contains(usd(dollars));
    }

    @Test
    void a_window_may_pass_midnight_and_its_day_is_read_where_the_provider_is() {
        Prices prices = offPeak("1@22:00-02:00", "Asia/Shanghai");

        // Monday, 06:30 in Shanghai
        assertThat(
                        prices.bill(Usage.of(1_000, 0), Instant.parse("2026-11-22T22:30:00Z"))
                                .map(Bill::cost))
                .contains(usd("0.0005"));
        assertThat(
                        prices.bill(Usage.of(1_000, 0), Instant.parse("2026-11-23T01:30:00Z"))
                                .map(Bill::cost))
                .contains(usd("0.0005"));
        assertThat(
                        prices.bill(Usage.of(1_000, 0), Instant.parse("2026-11-23T02:00:00Z"))
                                .map(Bill::cost))
                .contains(usd("0.001"));
        assertThat(
                        prices.bill(Usage.of(1_000, 0), Instant.parse("2026-11-23T22:30:00Z"))
                                .map(Bill::cost))
                .contains(usd("0.001"));
    }

    @Test
    void off_peak_prices_replace_those_above_a_threshold() {
        Prices prices =
                new Prices(
                        PricesTest.meters("input=1 output=1 tier_input=4 input_offpeak=0.5"),
                        OVER_1K,
                        Map.of("off_peak_utc", "1-7@00:00-00:00"));

        assertThat(prices.bill(Usage.of(2_000, 0), Instant.EPOCH).map(Bill::cost))
                .contains(usd("0.001"));
        assertThat(prices.cost(Usage.of(2_000, 0))).contains(usd("0.008"));
    }

    @ParameterizedTest
    @CsvSource({"nonsense", "1-5@", "1-5@00:00", "1-5@25:00-26:00", "''"})
    void hours_that_cannot_be_read_are_refused(String hours) {
        assertThatThrownBy(() -> offPeak(hours, "Z")).hasMessageContaining("but are " + hours);
    }

    @Test
    void the_fast_mode_and_the_place_multiply_each_other() {
        Prices prices =
                new Prices(
                        PricesTest.meters("input=1 output=1"),
                        Tiers.NONE,
                        Map.of("fast", "2", "geo_us", "1.1"));

        assertThat(prices.cost(terms(true, false))).contains(usd("0.002"));
        assertThat(prices.cost(terms(false, true))).contains(usd("0.0011"));
        assertThat(prices.cost(terms(true, true))).contains(usd("0.0022"));
        assertThat(prices("input=1 output=1").cost(terms(true, true))).contains(usd("0.001"));
    }

    @Test
    void tokens_of_pictures_cost_their_own_price_or_that_of_text() {
        Usage usage =
                Usage.of(1_000, 100)
                        .with(
                                Meters.of(Meter.IMAGE_INPUT_TOKENS, 400)
                                        .plus(Meters.of(Meter.VIDEO_INPUT_TOKENS, 100))
                                        .plus(Meters.of(Meter.IMAGE_OUTPUT_TOKENS, 60)));

        assertThat(prices("input=1 output=2").cost(usage)).contains(usd("0.0012"));
        assertThat(
                        prices(
                                        "input=1 output=2 per_image_token_in=10"
                                                + " per_video_token_in=3 per_image_token_out=40")
                                .cost(usage))
                .contains(usd("0.00728"));
    }

    @Test
    void cached_audio_costs_its_own_price_or_that_of_other_cached_tokens() {
        Usage usage =
                new Usage(true, 1_000, 0, 600, 0, 0, 0, 0, 0)
                        .with(Meters.of(Meter.CACHED_AUDIO_TOKENS, 200));

        assertThat(prices("input=1 output=1 cache_read=0.1").cost(usage)).contains(usd("0.00046"));
        assertThat(prices("input=1 output=1 cache_read=0.1 cache_read_audio=0.5").cost(usage))
                .contains(usd("0.00054"));
    }

    @ParameterizedTest
    @CsvSource({
        "default, STANDARD",
        "standard, STANDARD",
        "priority, PRIORITY",
        "fast, PRIORITY",
        "ON_DEMAND_PRIORITY, PRIORITY",
        "ON_DEMAND_FLEX, FLEX",
        "ON_DEMAND, STANDARD",
        "batch, BATCH",
        "auto, UNSTATED",
        "'', UNSTATED",
        "whatever, UNSTATED",
    })
    void a_tier_is_known_by_the_names_that_providers_give_it(String name, ServiceTier tier) {
        assertThat(ServiceTier.named(name)).isEqualTo(tier);
    }

    private static Usage terms(boolean fast, boolean geoUs) {
        return Usage.of(1_000, 0).with(new Terms(ServiceTier.UNSTATED, fast, geoUs, ""));
    }

    private static Usage priority(long input, long output) {
        return Usage.of(input, output).orTier(ServiceTier.PRIORITY);
    }

    private static Prices offPeak(String hours, String zone) {
        return new Prices(
                PricesTest.meters("input=1 output=1 input_offpeak=0.5"),
                Tiers.NONE,
                Map.of("off_peak_utc", hours, "off_peak_weekday_zone", zone));
    }

    private static Prices prices(String meters) {
        return new Prices(PricesTest.meters(meters));
    }

    private static Usd usd(String dollars) {
        return Usd.of(new BigDecimal(dollars));
    }
}
