package dev.tollgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.money.Markup;
import dev.tollgate.domain.money.Prices;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;

/// What is said about prices reaches the deployments, and mistakes in it are answered.
class CostSettingsTest {
    private static final String GPT =
            "model_list: [{model_name: a, litellm_params: {model: openai/gpt-4.1, api_key:"
                    + " k%s}}]\n";

    private static Prices prices(String yaml) {
        CheckedSettings read = Configurations.read(yaml);
        assertThat(read.report().problems()).isEmpty();
        assertThat(read.report().notUsedYet()).isEmpty();
        return read.deployments().getFirst().deployment().card().prices();
    }

    private static Markup markup(String settings) {
        return prices(GPT.formatted("") + "litellm_settings: {" + settings + "}\n").markup();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cost_discount_config: {openai: 0.05}                           | 0.05 | 0   | 0",
                "cost_discount_config: {azure: 0.05}                            | 0    | 0   | 0",
                "cost_margin_config: {openai: 0.1}                              | 0    | 0.1 | 0",
                "cost_margin_config: {global: 0.1}                              | 0    | 0.1 | 0",
                "cost_margin_config: {global: 0.1, openai: 0.2}                 | 0    | 0.2 | 0",
                "cost_margin_config: {openai: {fixed_amount: 0.01}}             | 0    | 0   |"
                        + " 0.01",
                "'cost_discount_config: {openai: 0.3}, cost_margin_config: {global: {percentage:"
                        + " 0.1, fixed_amount: 2}}' | 0.3 | 0.1 | 2",
            })
    void discounts_and_margins_are_those_of_the_provider(
            String settings, BigDecimal discount, BigDecimal margin, BigDecimal fixed) {
        Markup markup = markup(settings);

        assertThat(markup.discount()).isEqualByComparingTo(discount);
        assertThat(markup.margin()).isEqualByComparingTo(margin);
        assertThat(markup.fixed()).isEqualByComparingTo(fixed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cost_discount_config: {openai: 1.5}                | cost_discount_config.openai",
                "cost_discount_config: {openai: much}               | cost_discount_config.openai",
                "cost_margin_config: {openai: -1}                   | cost_margin_config.openai",
                "cost_margin_config: {openai: {percentage: 101}}    | openai.percentage",
                "cost_discount_config: 3                            | cost_discount_config",
            })
    void a_markup_that_makes_no_sense_is_an_error(String settings, String path) {
        CheckedSettings read =
                Configurations.read(GPT.formatted("") + "litellm_settings: {" + settings + "}\n");

        assertThat(read.report().problems()).anyMatch(problem -> problem.toString().contains(path));
    }

    @Test
    void a_misspelt_part_of_a_margin_is_reported() {
        CheckedSettings read =
                Configurations.read(
                        GPT.formatted("")
                                + "litellm_settings: {cost_margin_config: {openai: {percent:"
                                + " 1}}}\n");

        assertThat(read.report().problems())
                .anyMatch(problem -> problem.toString().contains("percent"));
    }

    @Test
    void a_wildcard_entry_has_its_markup_although_its_models_are_not_known_yet() {
        Prices prices =
                prices(
                        "model_list: [{model_name: \"openai/*\", litellm_params: {model:"
                                + " \"openai/*\", api_key: k}}]\n"
                                + "litellm_settings: {cost_margin_config: {openai: 0.1}}\n");

        assertThat(prices.stated()).isFalse();
        assertThat(prices.markup().margin()).isEqualByComparingTo("0.1");
    }

    @Test
    void tokens_cost_more_in_a_region_but_an_own_price_is_what_it_is() {
        String model =
                "model_list: [{model_name: a, litellm_params: {model: openai/gpt-5.5, api_key: k,"
                        + " api_base: \"https://%s/v1\"%s}}]\n";

        assertThat(cost(prices(model.formatted("api.openai.com", "")))).isEqualTo("0.005");
        assertThat(cost(prices(model.formatted("eu.api.openai.com", "")))).isEqualTo("0.0055");
        assertThat(
                        cost(
                                prices(
                                        model.formatted(
                                                "us.api.openai.com",
                                                ", input_cost_per_token: 0.000001"))))
                .isEqualTo("0.001");
    }

    @Test
    void prices_of_the_configuration_are_named_beside_the_catalogues() {
        String yaml =
                "model_list: [{model_name: a, litellm_params: {model: openai/%s, api_key: k%s}}]\n";
        String own = ", input_cost_per_token: 0.000001";

        assertThat(version(yaml.formatted("gpt-4o", ""))).matches("\\d{4}-\\d{2}-\\d{2}[^+]*");
        assertThat(version(yaml.formatted("gpt-4o", own)))
                .isEqualTo(version(yaml.formatted("gpt-4o", "")) + "+config");
        assertThat(version(yaml.formatted("nobody-knows-it", own))).isEqualTo("config");
        assertThat(version(yaml.formatted("nobody-knows-it", ""))).isEmpty();
    }

    private static String version(String yaml) {
        return Configurations.read(yaml)
                .deployments()
                .getFirst()
                .deployment()
                .card()
                .priceVersion();
    }

    @Test
    void whether_streams_tell_their_cost_can_be_chosen() {
        assertThat(Configurations.read(GPT.formatted("")).router().streams().tellCost()).isTrue();
        assertThat(
                        Configurations.read(
                                        GPT.formatted("")
                                                + "litellm_settings:"
                                                + " {include_cost_in_streaming_usage: false}\n")
                                .router()
                                .streams()
                                .tellCost())
                .isFalse();
    }

    private static String cost(Prices prices) {
        return prices.cost(Usage.of(1_000, 0)).map(Usd::toString).orElse("unknown");
    }
}
