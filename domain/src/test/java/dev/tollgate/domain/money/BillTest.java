package dev.tollgate.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

class BillTest {
    private static final Usage USAGE = new Usage(true, 1_000, 100, 400, 100, 50, 0, 0, 30);

    @Test
    void a_bill_tells_what_its_cost_is_made_of() {
        Bill bill = bill(prices());

        assertThat(bill.input()).isEqualTo(usd("0.00107"));
        assertThat(bill.cacheRead()).isEqualTo(usd("0.00004"));
        assertThat(bill.cacheWrite()).isEqualTo(usd("0.00058"));
        assertThat(bill.output()).isEqualTo(usd("0.0013"));
        assertThat(bill.reasoning()).isEqualTo(usd("0.0006"));
        assertThat(bill.tools()).isEqualTo(Usd.ZERO);
        assertThat(bill.cost()).isEqualTo(usd("0.00237"));
        assertThat(bill.original()).isEqualTo(bill.cost());
        assertThat(bill.discount()).isEqualTo(Usd.ZERO);
        assertThat(bill.margin()).isEqualTo(Usd.ZERO);
    }

    @Test
    void a_discount_is_taken_first_then_a_margin_on_the_rest_then_a_fixed_amount() {
        Bill bill = bill(prices().with(markup("0.1", "0.2", "0.001")));

        assertThat(bill.original()).isEqualTo(usd("0.00237"));
        assertThat(bill.discount()).isEqualTo(usd("0.000237"));
        assertThat(bill.margin()).isEqualTo(usd("0.0014266"));
        assertThat(bill.marginRate()).isEqualByComparingTo("0.2");
        assertThat(bill.cost()).isEqualTo(usd("0.0035596"));
    }

    @Test
    void a_charged_cost_is_rounded_once() {
        Prices prices =
                new Prices(PricesTest.meters("input=0.0004 output=0"))
                        .with(markup("0", "0.25", "0"));

        assertThat(prices.cost(Usage.of(1, 0))).contains(new Usd(1));
    }

    @Test
    void the_markup_survives_own_prices_and_makes_a_free_model_cost_something() {
        Prices prices =
                prices().with(markup("0", "0", "0.5"))
                        .withPerToken(
                                Map.of(
                                        "input_cost_per_token", BigDecimal.ZERO,
                                        "output_cost_per_token", BigDecimal.ZERO));

        assertThat(prices.cost(Usage.of(10, 10))).contains(usd("0.5"));
        assertThat(prices.free()).isFalse();
        assertThat(prices.with(Markup.NONE).free()).isTrue();
    }

    @Test
    void a_place_that_costs_more_multiplies_tokens_alone() {
        Prices prices =
                new Prices(
                        PricesTest.meters(
                                "input=1 output=2 tier_input_priority=3 web_search_medium=10000"),
                        Tiers.NONE,
                        Map.of("uplift_eu", "1.1"));

        assertThat(prices.uplifted("uplift_eu").perMillion())
                .isEqualTo(
                        PricesTest.meters(
                                "input=1.1 output=2.2 tier_input_priority=3.3"
                                        + " web_search_medium=10000"));
        assertThat(prices.uplifted("uplift_us")).isEqualTo(prices);
    }

    @Test
    void prices_that_are_found_later_have_the_place_and_the_markup_of_the_deployment() {
        Prices found =
                new Prices(
                        PricesTest.meters("input=1 output=2"),
                        Tiers.NONE,
                        Map.of("uplift_eu", "1.1"));
        Prices unknown = Prices.UNKNOWN.uplifted("uplift_eu").with(markup("0", "1", "0"));

        assertThat(unknown.stated()).isFalse();
        assertThat(found.termsOf(unknown).cost(Usage.of(1_000, 0))).contains(usd("0.0022"));
        assertThat(found.termsOf(Prices.UNKNOWN)).isEqualTo(found);
    }

    @Test
    void a_markup_that_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> markup("1.01", "0", "0")).hasMessageContaining("1.01");
        assertThatThrownBy(() -> markup("-0.1", "0", "0")).hasMessageContaining("-0.1");
        assertThatThrownBy(() -> markup("0", "-1", "0")).hasMessageContaining("-1");
        assertThatThrownBy(() -> markup("0", "0", "-1")).hasMessageContaining("-1");
    }

    private static Prices prices() {
        return new Prices(
                PricesTest.meters(
                        "input=1 output=10 cache_read=0.1 cache_write_5m=2.8 cache_write_1h=6"
                                + " reasoning=20"));
    }

    private static Bill bill(Prices prices) {
        return prices.bill(USAGE, Instant.EPOCH).orElseThrow();
    }

    private static Markup markup(String discount, String margin, String fixed) {
        return new Markup(new BigDecimal(discount), new BigDecimal(margin), new BigDecimal(fixed));
    }

    private static Usd usd(String dollars) {
        return Usd.of(new BigDecimal(dollars));
    }
}
