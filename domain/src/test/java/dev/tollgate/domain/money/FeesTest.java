package dev.tollgate.domain.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.usage.Meter;
import dev.tollgate.domain.usage.Meters;
import dev.tollgate.domain.usage.ServiceTier;
import dev.tollgate.domain.usage.Terms;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

class FeesTest {
    @Test
    void a_search_that_comes_with_every_answer_is_billed_unless_it_is_counted() {
        Prices prices = ruled("input=1 output=1 web_search_medium=25000", "searches_untold", "1");

        assertThat(prices.cost(Usage.of(1_000, 1_000))).contains(usd("0.027"));
        assertThat(prices.cost(Usage.of(1_000, 1_000).with(Meters.of(Meter.WEB_SEARCHES, 2))))
                .contains(usd("0.052"));
        assertThat(prices.cost(Usage.of(1_000, 0))).contains(usd("0.001"));
    }

    @Test
    void images_cost_tokens_where_they_are_reported_and_else_by_the_piece() {
        Prices both = prices("input=5 per_image_token_out=40 per_image_out=20000");
        Meters three = Meters.of(Meter.IMAGES_OUT, 3);

        assertThat(both.cost(Usage.of(100, 1_000).with(three))).contains(usd("0.0405"));
        assertThat(both.cost(Usage.of(three))).contains(usd("0.06"));
        assertThat(prices("input=5 output=5").cost(Usage.of(three))).isEmpty();
    }

    @Test
    void an_image_costs_the_first_price_that_is_known_and_never_a_sum() {
        Meters two = meters(Meter.IMAGES_OUT, "2").plus(meters(Meter.PIXELS, "2000000"));

        assertThat(cost("per_image_in=10000 per_image_out=30000 per_pixel_in=1", two))
                .contains(usd("0.02"));
        assertThat(cost("per_image_out=30000 per_pixel_in=1", two)).contains(usd("0.06"));
        assertThat(cost("per_pixel_in=0.01", two)).contains(usd("0.02"));
        assertThat(cost("per_pixel_in=0.01", Meters.of(Meter.IMAGES_OUT, 2))).isEmpty();
    }

    @Test
    void images_and_video_cost_by_resolution_where_that_is_listed() {
        Terms small = new Terms(ServiceTier.UNSTATED, false, false, "480p");
        Prices prices =
                prices(
                        "per_image_out=9 per_image_out_480p=4 per_second_out=100000"
                                + " per_second_out_480p=50000");
        Usage video = Usage.of(Meters.of(Meter.VIDEO_SECONDS_OUT, 8));

        assertThat(prices.cost(video)).contains(usd("0.8"));
        assertThat(prices.cost(video.with(small))).contains(usd("0.4"));
        assertThat(prices.cost(Usage.of(Meters.of(Meter.IMAGES_OUT, 1_000)).with(small)))
                .contains(usd("0.004"));
        assertThat(prices("per_video_second_out=70000 per_second_out=9").cost(video.with(small)))
                .contains(usd("0.56"));
    }

    @Test
    void transcribed_seconds_cost_the_output_price_or_the_input_price_and_never_both() {
        Meters seconds = meters(Meter.SECONDS, "90.5");

        assertThat(cost("per_second_in=100 per_second_out=100", seconds)).contains(usd("0.00905"));
        assertThat(cost("per_second_in=100 per_second_out=0", seconds)).contains(usd("0.00905"));
        assertThat(cost("per_second_in=100", seconds)).contains(usd("0.00905"));
        assertThat(cost("input=1 output=1", seconds)).isEmpty();
    }

    @Test
    void seconds_of_an_answer_cost_only_where_tokens_have_no_price() {
        Usage usage = Usage.of(100, 100).with(Meters.of(Meter.RESPONSE_SECONDS, 2));

        assertThat(prices("per_second_wall=1400 per_second_in=9").cost(usage))
                .contains(usd("0.0028"));
        assertThat(prices("per_second_out=1000 input=1 output=1").cost(usage))
                .contains(usd("0.0002"));
    }

    @Test
    void spoken_text_costs_by_the_character_where_that_is_listed() {
        Usage spoken =
                new Usage(true, 50, 1_000, 0, 0, 0, 0, 1_000, 0)
                        .with(Meters.of(Meter.CHARACTERS_IN, 200));

        assertThat(prices("per_character_in=15").cost(Usage.of(spoken.meters())))
                .contains(usd("0.003"));
        assertThat(prices("input=2 output_audio=12 output=12").cost(spoken))
                .contains(usd("0.0121"));
        assertThat(prices("input=2 output_audio=12 output=12 per_character_in=15").cost(spoken))
                .contains(usd("0.015"));
    }

    @Test
    void queries_cost_by_the_number_of_results() {
        Meters two = Meters.of(Meter.QUERIES, 2);

        assertThat(cost("per_query=5000 per_query_from_26=25000", two)).contains(usd("0.01"));
        assertThat(
                        cost(
                                "per_query=5000 per_query_from_26=25000",
                                two.plus(Meters.of(Meter.RESULTS, 26))))
                .contains(usd("0.05"));
        assertThat(
                        new Prices(
                                        PricesTest.meters("per_query=5000 per_result=1000"),
                                        Tiers.NONE,
                                        Map.of("free_results", "10"))
                                .cost(Usage.of(two.plus(Meters.of(Meter.RESULTS, 12)))))
                .contains(usd("0.014"));
    }

    @Test
    void pages_cost_credits_where_those_are_reported() {
        Meters pages = Meters.of(Meter.PAGES, 10).plus(Meters.of(Meter.ANNOTATION_PAGES, 2));
        Meters credits = pages.plus(Meters.of(Meter.CREDITS, 3));

        assertThat(cost("per_page=1000 per_annotation_page=3000", pages)).contains(usd("0.016"));
        assertThat(cost("per_page=1000", pages)).contains(usd("0.012"));
        assertThat(cost("per_page=1000 per_credit=15000", credits)).contains(usd("0.045"));
        assertThat(cost("per_page=1000", credits)).contains(usd("0.012"));
        assertThat(
                        prices("per_page=1000 per_page_batch=500 per_annotation_page=0")
                                .cost(Usage.of(pages).orTier(ServiceTier.BATCH)))
                .contains(usd("0.005"));
    }

    @Test
    void searches_cost_by_their_size_each_or_once_for_a_prompt() {
        Usage searched = Usage.of(1_000, 0).with(Meters.of(Meter.WEB_SEARCHES, 3));
        String meters = "input=1 output=1 web_search_low=4000 web_search_medium=10000";

        assertThat(prices(meters).cost(searched)).contains(usd("0.031"));
        assertThat(ruled(meters, "web_search_per", "prompt").cost(searched)).contains(usd("0.011"));
        assertThat(ruled(meters, "web_search_size", "low").cost(searched)).contains(usd("0.013"));
        assertThat(prices("input=1 output=1").cost(searched)).isEmpty();
    }

    @Test
    void fees_of_tools_are_no_part_of_what_a_place_multiplies() {
        Usage searched =
                Usage.of(1_000, 0)
                        .with(Meters.of(Meter.WEB_SEARCHES, 1))
                        .with(new Terms(ServiceTier.UNSTATED, false, true, ""));

        assertThat(
                        ruled("input=1 output=1 web_search_medium=10000", "geo_us", "1.1")
                                .cost(searched))
                .contains(usd("0.0111"));
    }

    @Test
    void cited_pages_cost_only_where_they_have_a_price() {
        Usage cited = Usage.of(1_000, 0).with(Meters.of(Meter.CITATION_TOKENS, 800));

        assertThat(prices("input=2 output=8 citation=2").cost(cited)).contains(usd("0.0036"));
        assertThat(prices("input=2 output=8").cost(cited)).contains(usd("0.002"));
    }

    @Test
    void what_the_provider_says_it_charged_counts_only_where_it_is_believed() {
        Usage told = Usage.of(1_000, 0).with(meters(Meter.CHARGED, "0.0123"));

        assertThat(ruled("input=1 output=1", "told_cost", "wins").cost(told))
                .contains(usd("0.0123"));
        assertThat(prices("input=1 output=1").cost(told)).contains(usd("0.001"));
    }

    @Test
    void some_images_of_a_prompt_may_be_free() {
        Usage pictured = Usage.of(Meters.of(Meter.IMAGES_IN, 7));

        assertThat(ruled("per_image_in=40000", "free_input_images", "5").cost(pictured))
                .contains(usd("0.08"));
    }

    @Test
    void a_bill_tells_what_tools_cost() {
        Usage searched = Usage.of(1_000, 10).with(Meters.of(Meter.CODE_SESSIONS, 2));
        Bill bill =
                prices("input=1 output=1 code_interpreter_session=30000")
                        .bill(searched, Instant.EPOCH)
                        .orElseThrow();

        assertThat(bill.tools()).isEqualTo(usd("0.06"));
        assertThat(bill.input()).isEqualTo(usd("0.001"));
        assertThat(bill.cost()).isEqualTo(usd("0.06101"));
    }

    @Test
    void an_amount_of_nothing_is_not_counted() {
        assertThat(Meters.of(Meter.PAGES, 0)).isEqualTo(Meters.NONE);
        assertThat(Meters.of(Meter.PAGES, 2).plus(Meters.of(Meter.PAGES, 3)))
                .isEqualTo(Meters.of(Meter.PAGES, 5));
    }

    private static Optional<Usd> cost(String prices, Meters meters) {
        return prices(prices).cost(Usage.of(meters));
    }

    private static Meters meters(Meter meter, String amount) {
        return Meters.of(meter, new BigDecimal(amount));
    }

    private static Prices ruled(String meters, String rule, String value) {
        return new Prices(PricesTest.meters(meters), Tiers.NONE, Map.of(rule, value));
    }

    private static Prices prices(String meters) {
        return new Prices(PricesTest.meters(meters));
    }

    private static Usd usd(String dollars) {
        return Usd.of(new BigDecimal(dollars));
    }
}
