package dev.tollgate.adapters.providers.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

class LiteLlmPriceFileTest {
    @Test
    void a_model_becomes_a_line() throws IOException {
        assertThat(
                        line(
                                """
                                {"litellm_provider":"openai","mode":"chat","max_input_tokens":1000,
                                 "max_output_tokens":500,"max_tokens":500,
                                 "input_cost_per_token":2.5e-06,"output_cost_per_token":1e-5,
                                 "cache_read_input_token_cost":1.25e-06,
                                 "input_cost_per_token_priority":0.000004,
                                 "output_cost_per_token_batches":5e-06,
                                 "search_context_cost_per_query":{"search_context_size_medium":0.03},
                                 "deprecation_date":"2027-03-30",
                                 "supports_vision":true,"supports_reasoning":false,
                                 "unheard_of":[1,2]}\
                                """))
                .isEqualTo(
                        "m openai chat context=1000 max_output=500 deprecated=2027-03-30"
                                + " can=vision lacks=reasoning cache_read=1.25 input=2.5"
                                + " input_priority=4 output=10 output_batch=5"
                                + " web_search_medium=30000");
    }

    @Test
    void thresholds_are_levels_and_begin_at_xai_with_their_first_token() throws IOException {
        String prices =
                """
                "mode":"chat","input_cost_per_token":1e-06,
                "input_cost_per_token_above_200k_tokens":2e-06,
                "input_cost_per_token_above_200k_tokens_priority":4e-06}\
                """;

        assertThat(line("{\"litellm_provider\":\"gemini\"," + prices))
                .isEqualTo(
                        "m gemini chat tier_rule=over tier_threshold=200000 input=1 tier_input=2"
                                + " tier_input_priority=4");
        assertThat(line("{\"litellm_provider\":\"xai\"," + prices))
                .contains("tier_rule=from tier_threshold=200000");
    }

    @Test
    void a_list_of_ranges_is_a_table() throws IOException {
        assertThat(
                        line(
                                """
                                {"litellm_provider":"dashscope","mode":"chat","tiered_pricing":[
                                 {"range":[0,32000.0],"input_cost_per_token":1e-06,
                                  "output_cost_per_token":5e-06},
                                 {"range":[32000.0,128000.0],"input_cost_per_token":2e-06,
                                  "output_cost_per_token":6e-06},
                                 {"range":[128000.0,256000.0],"input_cost_per_token":3e-06,
                                  "output_cost_per_token":7e-06}]}\
                                """))
                .isEqualTo(
                        "m dashscope chat tier_rule=table tier_threshold=32000"
                                + " tier2_threshold=128000 input=1 output=5 tier2_input=3"
                                + " tier2_output=7 tier_input=2 tier_output=6");
    }

    @Test
    void what_multiplies_prices_is_a_rule() throws IOException {
        assertThat(
                        line(
                                """
                                {"litellm_provider":"anthropic","input_cost_per_token":0,
                                 "provider_specific_entry":{"us":1.1,"fast":6.0},
                                 "regional_processing_uplift_multiplier_eu":1.1}\
                                """))
                .isEqualTo("m anthropic - input=0 rule.uplift_eu=1.1 rule.geo_us=1.1 rule.fast=6");
    }

    @Test
    void a_model_that_cannot_be_told_is_left_out_and_the_others_are_not() throws IOException {
        assertThat(
                        read(
                                """
                                {"sample_spec":{"litellm_provider":"one of many"},
                                 "two words":{"litellm_provider":"p","input_cost_per_token":1},
                                 "line\\nbreak":{"litellm_provider":"p"},
                                 "nobody's":{"input_cost_per_token":1},
                                 "negative":{"litellm_provider":"p","input_cost_per_token":-1},
                                 "endless":{"litellm_provider":"p","input_cost_per_token":1e-99999},
                                 "no object":3,
                                 "good":{"litellm_provider":"p","deprecation_date":"some day"}}\
                                """))
                .isEqualTo(Map.of("good", "good p -"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[]                          | not one JSON object",
                "{}                          | no model",
                "{\"sample_spec\":{}}        | no model",
                "{\"a\":{\"litellm_provider\":\"p\"}} {} | follows",
                "{\"a\":{                    | end-of-input",
                "~~                          | not one JSON object",
                "<html>                      | Unexpected character",
            })
    void what_is_no_price_file_is_refused(String file, String why) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
    }

    private static String line(String model) throws IOException {
        return read("{\"m\":" + model + "}").getOrDefault("m", "");
    }

    private static Map<String, String> read(String file) throws IOException {
        return LiteLlmPriceFile.read(file.getBytes(StandardCharsets.UTF_8));
    }
}
