package dev.tollgate.adapters.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.providers.json.JsonScanner;
import dev.tollgate.domain.usage.Meter;
import dev.tollgate.domain.usage.Meters;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

class OpenAiUsageTest {
    @Test
    void reasoning_that_stands_beside_the_completion_belongs_to_the_output() {
        assertThat(
                        read(
                                """
                                {"prompt_tokens":10,"completion_tokens":5,"total_tokens":40,
                                 "completion_tokens_details":{"reasoning_tokens":25}}\
                                """))
                .isEqualTo(new Usage(true, 10, 30, 0, 0, 0, 0, 0, 25));
        assertThat(
                        read(
                                """
                                {"prompt_tokens":10,"completion_tokens":30,"total_tokens":40,
                                 "completion_tokens_details":{"reasoning_tokens":25}}\
                                """))
                .isEqualTo(new Usage(true, 10, 30, 0, 0, 0, 0, 0, 25));
    }

    @Test
    void tokens_of_pictures_are_told_apart() {
        assertThat(
                        read("""
                        {"prompt_tokens":350,"completion_tokens":1056,
                         "prompt_tokens_details":{"image_tokens":300},
                         "completion_tokens_details":{"image_tokens":1056}}\
                        """)
                                .meters())
                .isEqualTo(
                        Meters.of(Meter.IMAGE_INPUT_TOKENS, 300)
                                .plus(Meters.of(Meter.IMAGE_OUTPUT_TOKENS, 1056)));
    }

    @Test
    void searches_citations_and_costs_are_read_as_perplexity_and_xai_tell_them() {
        assertThat(
                        read("""
                        {"prompt_tokens":1,"completion_tokens":2,"citation_tokens":800,
                         "num_search_queries":4,"reasoning_tokens":1,
                         "cost":{"input_tokens_cost":0.1,"total_cost":0.0321}}\
                        """)
                                .meters())
                .isEqualTo(
                        Meters.of(Meter.CITATION_TOKENS, 800)
                                .plus(Meters.of(Meter.WEB_SEARCHES, 4))
                                .plus(Meters.of(Meter.CHARGED, new BigDecimal("0.0321"))));
        assertThat(
                        read("""
                        {"prompt_tokens":1,"completion_tokens":2,
                         "num_sources_used":0,"cost_in_usd_ticks":37756000}\
                        """)
                                .meters()
                                .amount(Meter.CHARGED))
                .isEqualByComparingTo("0.0037756");
    }

    @Test
    void another_gateway_tells_how_long_a_cache_lives_and_what_its_providers_searched() {
        String usage =
                """
                {"prompt_tokens":12000,"completion_tokens":900,"cache_creation_input_tokens":3500,
                 "prompt_tokens_details":{"cached_tokens":8000,"cache_creation_tokens":3500,
                  "cache_creation_token_details":{"ephemeral_5m_input_tokens":1500,
                   "ephemeral_1h_input_tokens":2000}},
                 "server_tool_use":{"web_search_requests":2}}\
                """;
        Usage told = new Usage(true, 12_000, 900, 8_000, 1_500, 2_000, 0, 0, 0);

        assertThat(read(usage, "litellm_proxy"))
                .isEqualTo(told.with(Meters.of(Meter.WEB_SEARCHES, 2)));
        assertThat(read(usage)).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1", "\"1\"", "null", "{}", "1e-999999999"})
    void a_cost_that_is_no_amount_is_passed_over(String cost) {
        assertThat(read("{\"prompt_tokens\":1,\"cost\":{\"total_cost\":" + cost + "}}").meters())
                .isEqualTo(Meters.NONE);
    }

    private static Usage read(String json) {
        return read(json, "openai");
    }

    private static Usage read(String json, String provider) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return OpenAiUsage.read(new JsonScanner(bytes, 0, bytes.length), provider);
    }
}
