package dev.tollgate.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class PriceKeysTest {
    private static final Prices CATALOGUE =
            new Prices(
                    PricesTest.meters(
                            "input=3 output=15 cache_read=0.3 cache_write_5m=3.75"
                                    + " tier_input=6 tier_output=22.5 tier_cache_read=0.6"
                                    + " input_priority=5 per_query=10"),
                    new Tiers(Tiers.Rule.OVER, List.of(200_000L)),
                    Map.of("uplift_eu", "1.1"));

    @Test
    void a_price_per_token_becomes_a_price_per_million() {
        Prices prices = Prices.UNKNOWN.withPerToken(stated("input_cost_per_token", "0.0000025"));

        assertThat(prices.cost(Usage.of(1_000_000, 0)).map(Usd::toString)).contains("2.5");
    }

    @Test
    void what_is_not_stated_keeps_the_price_of_the_catalogue() {
        Prices prices = CATALOGUE.withPerToken(stated("output_cost_per_token", "0.00001"));

        assertThat(meters(prices))
                .isEqualTo(
                        meters(
                                "input=3 output=10 cache_read=0.3 cache_write_5m=3.75 tier_input=6"
                                        + " tier_cache_read=0.6 input_priority=5 per_query=10"));
        assertThat(prices.tiers()).isEqualTo(CATALOGUE.tiers());
        assertThat(prices.rules()).isEqualTo(CATALOGUE.rules());
    }

    @Test
    void an_input_price_holds_for_all_input_tokens_unless_more_is_stated() {
        Prices prices =
                CATALOGUE.withPerToken(
                        Map.of(
                                "input_cost_per_token",
                                new BigDecimal("0.000001"),
                                "cache_read_input_token_cost",
                                new BigDecimal("0.0000002")));

        assertThat(meters(prices))
                .isEqualTo(
                        meters("input=1 cache_read=0.2 output=15 tier_output=22.5 per_query=10"));
        assertThat(prices.cost(new Usage(true, 300_000, 0, 100_000, 100_000, 0, 0, 0, 0)))
                .contains(Usd.of(new BigDecimal("0.22")));
    }

    @Test
    void a_deployment_declared_free_is_free_at_any_length() {
        Prices prices =
                CATALOGUE.withPerToken(
                        Map.of(
                                "input_cost_per_token",
                                BigDecimal.ZERO,
                                "output_cost_per_token",
                                BigDecimal.ZERO));

        assertThat(prices.cost(new Usage(true, 500_000, 500, 300_000, 100, 0, 0, 0, 0)))
                .contains(Usd.ZERO);
    }

    @Test
    void a_price_above_the_catalogues_own_threshold_joins_its_tier() {
        Prices prices =
                CATALOGUE.withPerToken(
                        stated("input_cost_per_token_above_200k_tokens", "0.000007"));

        assertThat(prices.perMillion().get("tier_input")).isEqualByComparingTo("7");
        assertThat(prices.perMillion().get("tier_output")).isEqualByComparingTo("22.5");
    }

    @Test
    void stated_thresholds_replace_other_ones() {
        Prices prices =
                CATALOGUE.withPerToken(
                        Map.of(
                                "output_cost_per_token_above_512k_tokens",
                                new BigDecimal("0.00009"),
                                "input_cost_per_token_above_128k_tokens",
                                new BigDecimal("0.000004")));

        assertThat(prices.tiers())
                .isEqualTo(new Tiers(Tiers.Rule.OVER, List.of(128_000L, 512_000L)));
        assertThat(meters(prices))
                .isEqualTo(
                        meters(
                                "input=3 output=15 cache_read=0.3 cache_write_5m=3.75 tier_input=4"
                                        + " tier2_output=90 input_priority=5 per_query=10"));
        assertThat(prices.cost(Usage.of(600_000, 1))).contains(Usd.of(new BigDecimal("2.40009")));
    }

    @Test
    void service_tiers_batches_and_long_cache_writes_have_their_own_keys() {
        Prices prices =
                Prices.UNKNOWN.withPerToken(
                        Map.of(
                                "input_cost_per_token_priority", new BigDecimal("0.000001"),
                                "output_cost_per_token_batches", new BigDecimal("0.000002"),
                                "cache_creation_input_token_cost_above_1hr",
                                        new BigDecimal("0.000003"),
                                "input_cost_per_token_above_200k_tokens_flex",
                                        new BigDecimal("0.000004"),
                                "cache_creation_input_token_cost_above_1hr_above_200k_tokens",
                                        new BigDecimal("0.000005")));

        assertThat(meters(prices))
                .isEqualTo(
                        meters(
                                "input_priority=1 output_batch=2 cache_write_1h=3 tier_input_flex=4"
                                        + " tier_cache_write_1h=5"));
    }

    @Test
    void keys_that_are_no_prices_change_nothing() {
        assertThat(CATALOGUE.withPerToken(stated("rpm", "5"))).isSameAs(CATALOGUE);
        assertThat(PriceKeys.known("rpm")).isFalse();
        assertThat(PriceKeys.known("output_cost_per_token_above_128k_tokens")).isTrue();
    }

    @Test
    void a_negative_price_is_refused_by_its_key() {
        assertThatThrownBy(() -> CATALOGUE.withPerToken(stated("input_cost_per_token", "-0.1")))
                .hasMessage("input_cost_per_token must not be negative but is -0.1");
    }

    private static Map<String, BigDecimal> stated(String key, String price) {
        return Map.of(key, new BigDecimal(price));
    }

    private static Map<String, String> meters(Prices prices) {
        Map<String, String> plain = new HashMap<>();
        prices.perMillion().forEach((k, v) -> plain.put(k, v.stripTrailingZeros().toPlainString()));
        return plain;
    }

    private static Map<String, String> meters(String text) {
        return meters(new Prices(PricesTest.meters(text)));
    }
}
