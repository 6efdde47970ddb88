package dev.tollgate.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.money.PriceUpdate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CostRoutesIT {
    private final Gateway gateway = new Gateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void a_prompt_costs_its_tokens() throws Exception {
        Gateway.Answer answer =
                post(
                        "/spend/calculate",
                        "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"cost\":0.0000012}");
    }

    @Test
    void an_answer_costs_its_usage() throws Exception {
        Gateway.Answer answer =
                post(
                        "/spend/calculate",
                        "{\"completion_response\":{\"model\":\"gpt\",\"usage\":"
                                + "{\"prompt_tokens\":1000,\"completion_tokens\":500}}}");

        assertThat(answer.body()).isEqualTo("{\"cost\":0.0006}");
    }

    @Test
    void who_names_neither_is_told_what_is_missing() throws Exception {
        Gateway.Answer answer = post("/spend/calculate", "{\"model\":\"gpt\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("'completion_response' must be provided");
    }

    @Test
    void an_unknown_price_is_not_zero() throws Exception {
        Gateway.Answer answer = post("/cost/estimate", "{\"model\":\"dark\",\"input_tokens\":1}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("is not known: a price is missing");
        assertThat(post("/cost/estimate", "{\"model\":\"nobody\"}").status()).isEqualTo(404);
    }

    @Test
    void an_estimate_multiplies_a_call() throws Exception {
        Gateway.Answer answer =
                post(
                        "/cost/estimate",
                        "{\"model\":\"gpt\",\"input_tokens\":1000,\"output_tokens\":500,"
                                + "\"num_requests_per_day\":100}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"cost_per_request\":0.0006,")
                .contains("\"input_cost_per_request\":0.0003,")
                .contains("\"daily_cost\":0.06,")
                .contains("\"monthly_cost\":null")
                .contains("\"input_cost_per_token\":0.0000003,")
                .contains("\"provider\":\"openai\"");
    }

    @Test
    void counts_that_are_none_are_refused() throws Exception {
        assertThat(post("/cost/estimate", "{\"model\":\"gpt\",\"input_tokens\":-1}").status())
                .isEqualTo(400);
        assertThat(post("/cost/estimate", "{\"model\":\"gpt\",\"input_tokens\":\"1\"}").status())
                .isEqualTo(400);
        assertThat(post("/cost/estimate", "{}").status()).isEqualTo(400);
    }

    @Test
    void the_operator_takes_the_price_file_anew_or_hears_why_not() throws Exception {
        gateway.reloaded = new PriceUpdate.Taken(7, "v2");
        assertThat(post("/reload/model_cost_map", "{}").body())
                .contains("\"models_count\":7")
                .contains("\"version\":\"v2\"");

        gateway.reloaded = new PriceUpdate.Kept("v2", "/prices.json", "it is not one JSON object");
        Gateway.Answer kept = post("/reload/model_cost_map", "{}");
        assertThat(kept.status()).isEqualTo(500);
        assertThat(kept.body()).contains("v2 stay in force: it is not one JSON object");
    }

    private Gateway.Answer post(String path, String body) throws Exception {
        return gateway.ask(Gateway.post(path, body));
    }
}
