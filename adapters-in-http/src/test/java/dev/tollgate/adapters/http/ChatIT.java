package dev.tollgate.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.http.Gateway.Answer;
import dev.tollgate.adapters.http.Gateway.Connection;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.failure.Refusal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class ChatIT {
    private final Gateway gateway = new Gateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void a_whole_answer_is_the_providers_bytes_under_our_headers() throws Exception {
        Answer answer = gateway.ask(Gateway.post("/v1/chat/completions", Gateway.CHAT));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"id\":\"x\",\"odd\":1.50}");
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.header("x-litellm-model-id")).isEqualTo("d-1");
        assertThat(answer.header("x-litellm-model-group")).isEqualTo("gpt");
        assertThat(answer.header("x-litellm-version")).isEqualTo("1.2.3");
        assertThat(answer.header("x-litellm-response-cost")).isEqualTo("3e-06");
        assertThat(answer.header("x-litellm-response-cost-original")).isEqualTo("3e-06");
        assertThat(answer.header("x-litellm-response-cost-input")).isEqualTo("1.8e-06");
        assertThat(answer.header("x-litellm-response-cost-output")).isEqualTo("1.2e-06");
        assertThat(answer.header("x-litellm-response-cost-discount-amount")).isEqualTo("0.0");
        assertThat(answer.header("x-litellm-response-cost-margin-percent")).isEqualTo("0.0");
        assertThat(answer.header("x-litellm-response-cost-tool-usage")).isEqualTo("0.0");
        assertThat(answer.header("x-litellm-response-cost-cache-read")).isEmpty();
        assertThat(answer.header("x-litellm-response-duration-ms")).isEqualTo("29.931");
        assertThat(answer.header("x-litellm-overhead-duration-ms")).isEqualTo("1.002");
        assertThat(answer.header("x-litellm-attempted-retries")).isEqualTo("0");
        assertThat(answer.header("x-litellm-max-retries")).isEmpty();
        assertThat(answer.header("llm_provider-x-request-id")).isEqualTo("up-1");
        assertThat(answer.header("request-id")).isEqualTo("up-1");
        assertThat(answer.header("x-ratelimit-remaining-requests")).isEqualTo("7");
        assertThat(answer.head().toLowerCase())
                .doesNotContain("cookie")
                .doesNotContain("llm_provider-connection")
                .doesNotContain("\r\nserver:");
        assertThat(answer.header("x-frame-options")).isEqualTo("DENY");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("vary")).isEqualTo("Origin");
    }

    @Test
    void a_large_body_reaches_the_call_and_a_large_answer_the_caller() throws Exception {
        String text = "ä€😀x".repeat(40_000);
        gateway.script = (call, sink, _) -> sink.whole(Gateway.facts(call), call.letter().bytes());
        String body = "{\"model\":\"gpt\",\"messages\":[\"" + text + "\"]}";

        Answer answer = gateway.ask(Gateway.post("/chat/completions", body));

        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void the_path_names_the_model_before_the_body_does() throws Exception {
        gateway.ask(Gateway.post("/openai/deployments/a%2Fb%20c/chat/completions", Gateway.CHAT));
        gateway.ask(Gateway.post("/engines/x/y/completions", "{\"prompt\":\"p\"}"));
        gateway.ask(Gateway.post("/engines/e/embeddings?api-version=1", "{\"input\":[1]}"));

        assertThat(gateway.called().model()).isEqualTo("a/b c");
        ModelCall completion = gateway.called();
        assertThat(completion.model()).isEqualTo("x/y");
        assertThat(completion.dialect()).isEqualTo(Dialect.OPENAI_COMPLETIONS);
        assertThat(gateway.called().dialect()).isEqualTo(Dialect.OPENAI_EMBEDDINGS);
    }

    @Test
    void a_stream_is_written_frame_by_frame_and_ends_with_done() throws Exception {
        gateway.script =
                (call, sink, _) -> {
                    sink.start(Gateway.facts(call));
                    sink.frame(Gateway.frame("data: {1}\n\n"));
                    sink.frame(Gateway.frame("data: {2}\n\n"));
                    sink.complete();
                };
        try (Connection connection = gateway.connect()) {
            connection.send(Gateway.post("/v1/chat/completions", Gateway.CHAT));
            String head = connection.until("\r\n\r\n");
            String body = connection.until("0\r\n\r\n");
            // The connection goes on.
            connection.send(Gateway.get("/test"));

            assertThat(head)
                    .contains("content-type: text/event-stream; charset=utf-8\r\n")
                    .contains("cache-control: no-cache\r\n")
                    .contains("x-accel-buffering: no\r\n")
                    .contains("transfer-encoding: chunked\r\n");
            assertThat(body)
                    .isEqualTo(
                            "b\r\ndata: {1}\n\n\r\nb\r\ndata: {2}\n\n\r\n"
                                    + "e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n");
            assertThat(connection.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void a_broken_stream_ends_with_an_error_and_without_any_mark_of_completeness()
            throws Exception {
        gateway.script =
                (call, sink, _) -> {
                    sink.start(Gateway.facts(call));
                    sink.frame(Gateway.frame("data: {1}\n\n"));
                    sink.broken(failed(FailureKind.MALFORMED_REPLY, 502, "cut off"));
                };
        try (Connection connection = gateway.connect()) {
            connection.send(Gateway.post("/v1/chat/completions", Gateway.CHAT));
            String all = connection.rest();

            assertThat(all)
                    .contains("data: {\"error\":{\"message\":\"litellm.APIConnectionError:")
                    .contains("\"code\":\"502\"")
                    .endsWith("}}\n\n\r\n")
                    .doesNotContain("[DONE]")
                    .doesNotContain("\r\n0\r\n");
        }
    }

    @Test
    void a_providers_failure_keeps_its_status_and_says_when_to_try_again() throws Exception {
        gateway.script =
                (call, sink, _) ->
                        Gateway.failing(
                                call,
                                sink,
                                new CallFailure.ProviderFailed(
                                        new ProviderFailure(
                                                FailureKind.RATE_LIMIT,
                                                429,
                                                "openai",
                                                "slow \"down\"",
                                                "tokens",
                                                "rate_limit_exceeded",
                                                "",
                                                HeaderLines.of("Retry-After", "7")),
                                        "gpt",
                                        3,
                                        "secret-group"));

        Answer answer = gateway.ask(Gateway.post("/v1/chat/completions", Gateway.CHAT));

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("retry-after")).isEqualTo("7");
        assertThat(answer.header("x-litellm-timeout")).isEqualTo("600.0");
        assertThat(answer.header("x-litellm-model-id")).isEmpty();
        assertThat(answer.body())
                .contains("litellm.RateLimitError: OpenAIException - slow \\\"down\\\"")
                .contains("\"type\":\"throttling_error\",\"param\":null,\"code\":\"429\"")
                .contains("rate_limit_exceeded")
                .doesNotContain("secret-group");
    }

    @Test
    void every_other_failure_has_its_status() throws Exception {
        record Case(CallFailure failure, int status, String fragment) {}
        for (Case each :
                List.of(
                        new Case(
                                new CallFailure.UnknownModel("nope"),
                                400,
                                "/chat/completions: Invalid model name passed in model=nope."),
                        new Case(
                                new CallFailure.NoDeployment(
                                        "gpt", List.of(), Duration.ofMillis(4100)),
                                429,
                                "No deployments available for selected model, Try again in 5"),
                        new Case(
                                new CallFailure.Refused(
                                        new Refusal.TooManyParallel(
                                                "max_parallel_requests", 2, Duration.ofSeconds(1))),
                                429,
                                "Limit type: max_parallel_requests"),
                        new Case(
                                new CallFailure.DeadlineExceeded(Duration.ofSeconds(3)),
                                408,
                                "litellm.Timeout"),
                        new Case(new CallFailure.ShuttingDown(), 503, "shutting down"),
                        new Case(
                                new CallFailure.Bug(new IllegalStateException("insides")),
                                500,
                                "\"Internal server error.\""),
                        new Case(
                                failed(FailureKind.AUTHENTICATION, 401, "bad key"),
                                401,
                                "the provider that refused"))) {
            gateway.script = (call, sink, _) -> Gateway.failing(call, sink, each.failure());

            Answer answer = gateway.ask(Gateway.post("/v1/chat/completions", Gateway.CHAT));

            assertThat(answer.status()).isEqualTo(each.status());
            assertThat(answer.body()).contains(each.fragment());
        }
    }

    @Test
    void what_escapes_the_core_is_a_generic_error_that_tells_nothing() throws Exception {
        gateway.script =
                (_, _, _) -> {
                    throw new IllegalStateException("secret insides");
                };

        Answer answer = gateway.ask(Gateway.post("/v1/chat/completions", Gateway.CHAT));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).contains("Internal server error").doesNotContain("secret");
        assertThat(answer.header("x-litellm-call-id")).isNotEmpty();
    }

    @Test
    void only_a_plain_call_id_is_the_callers_own() throws Exception {
        Answer plain =
                gateway.ask(
                        Gateway.post(
                                "/v1/chat/completions",
                                Gateway.CHAT,
                                "x-litellm-call-id: my-id_1"));
        Answer odd =
                gateway.ask(
                        Gateway.post(
                                "/v1/chat/completions",
                                Gateway.CHAT,
                                "x-litellm-call-id: <script>"));

        assertThat(plain.header("x-litellm-call-id")).isEqualTo("my-id_1");
        assertThat(odd.header("x-litellm-call-id")).matches("[0-9a-f-]{36}");
    }

    private static CallFailure failed(FailureKind kind, int status, String message) {
        return new CallFailure.ProviderFailed(
                ProviderFailure.of(kind, status, "openai", message), "gpt", 1, "");
    }
}
