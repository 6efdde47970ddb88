package dev.tollgate.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.tollgate.bootstrap.settings.ModelState;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/// What a newcomer does first: a file with one model of each well-known provider, keys in the
/// environment, and the two calls that every guide shows.
class GuideIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ScriptedProvider OPENAI = new ScriptedProvider();
    private static final ScriptedProvider ANTHROPIC = new ScriptedProvider();
    private static final ScriptedProvider AZURE = new ScriptedProvider();
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway =
                RunningGateway.of(
                        """
                        model_list:
                          # OpenAI
                          - model_name: gpt-4o
                            litellm_params:
                              model: openai/gpt-4o
                              api_key: os.environ/OPENAI_API_KEY
                          # Anthropic
                          - model_name: claude-sonnet
                            litellm_params:
                              model: anthropic/claude-sonnet-4-5
                              api_key: os.environ/ANTHROPIC_API_KEY
                          # Azure OpenAI
                          - model_name: azure-gpt-4o
                            litellm_params:
                              model: azure/my-gpt4o-deployment
                              api_base: os.environ/AZURE_API_BASE
                              api_key: os.environ/AZURE_API_KEY
                              api_version: "2025-01-01-preview"
                          # Ollama (local)
                          - model_name: llama3-local
                            litellm_params:
                              model: ollama/llama3
                              api_base: http://localhost:11434
                          # AWS Bedrock
                          - model_name: bedrock-claude
                            litellm_params:
                              model: bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0
                              aws_region_name: us-east-1
                        litellm_settings:
                          num_retries: 3
                          request_timeout: 30
                        general_settings:
                          master_key: os.environ/LITELLM_MASTER_KEY
                        """,
                        Map.of(
                                "OPENAI_API_KEY", "sk-openai",
                                "OPENAI_API_BASE", OPENAI.base() + "/v1",
                                "ANTHROPIC_API_KEY", "sk-ant",
                                "ANTHROPIC_API_BASE", ANTHROPIC.base(),
                                "AZURE_API_KEY", "azure",
                                "AZURE_API_BASE", AZURE.base(),
                                "LITELLM_MASTER_KEY", "sk-1234"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        OPENAI.close();
        ANTHROPIC.close();
        AZURE.close();
    }

    private static JsonNode answerTo(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(
                            request.timeout(Duration.ofSeconds(30)).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JSON.readTree(answer.body());
        }
    }

    @Test
    void all_but_what_cannot_be_served_yet_is_ready_and_the_rest_is_named() {
        var report = gateway.settings().report();

        assertThat(report.models())
                .filteredOn(ModelState::ready)
                .extracting(ModelState::group)
                .contains("gpt-4o", "claude-sonnet", "azure-gpt-4o");
        assertThat(report.models())
                .filteredOn(model -> !model.ready())
                .allSatisfy(model -> assertThat(model.why()).isNotEmpty());
        assertThat(String.join("\n", report.lines())).contains("bedrock-claude");
    }

    /// As curl sends it, one header after the other, to an address without `/v1`.
    @Test
    void the_first_call_with_curl_works_as_printed() throws Exception {
        OPENAI.answering(peer -> peer.json(200, OpenAiReplies.chat("Hello, proxied!")));

        String body =
                """
                {
                    "model": "gpt-4o",
                    "messages": [{"role": "user", "content": "Hello from the proxy!"}]
                  }\
                """;
        String head =
                """
                POST /chat/completions HTTP/1.1\r
                Host: localhost:4000\r
                User-Agent: curl/8.14.1\r
                Accept: */*\r
                Content-Type: application/json\r
                Authorization: Bearer sk-1234\r
                Content-Length: %d\r
                \r
                """
                        .formatted(body.length());

        RawCaller.Answer answer = RawCaller.ask(gateway.port(), head + body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).at("/choices/0/message/content").asText())
                .isEqualTo("Hello, proxied!");
        assertThat(OPENAI.requests().getLast())
                .startsWith("POST /v1/chat/completions ")
                .containsIgnoringCase("authorization: Bearer sk-openai");
    }

    /// The headers are those of the official Python SDK.
    @Test
    void the_first_call_with_python_works_as_printed() throws Exception {
        ANTHROPIC.answering(peer -> peer.json(200, AnthropicReplies.chat("It spreads the work.")));

        JsonNode answer =
                answerTo(
                        HttpRequest.newBuilder(URI.create(gateway.base() + "/chat/completions"))
                                .headers(
                                        "Accept", "application/json",
                                        "Content-Type", "application/json",
                                        "User-Agent", "OpenAI/Python 2.9.0",
                                        "X-Stainless-Lang", "python",
                                        "X-Stainless-Package-Version", "2.9.0",
                                        "X-Stainless-OS", "Linux",
                                        "X-Stainless-Arch", "x64",
                                        "X-Stainless-Runtime", "CPython",
                                        "X-Stainless-Runtime-Version", "3.12.3",
                                        "X-Stainless-Async", "false",
                                        "x-stainless-retry-count", "0",
                                        "x-stainless-read-timeout", "600",
                                        "Authorization", "Bearer sk-1234")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"messages\":[{\"role\":\"user\",\"content\":\"Explain"
                                                    + " load balancing in one"
                                                    + " sentence.\"}],\"model\":\"claude-sonnet\"}")));

        assertThat(answer.at("/choices/0/message/content").asText())
                .isEqualTo("It spreads the work.");
        assertThat(answer.path("object").asText()).isEqualTo("chat.completion");
        assertThat(ANTHROPIC.requests().getLast())
                .startsWith("POST /v1/messages ")
                .containsIgnoringCase("x-api-key: sk-ant")
                .doesNotContainIgnoringCase("x-stainless");
    }

    @Test
    void azure_is_asked_by_its_deployment() throws Exception {
        AZURE.answering(peer -> peer.json(200, OpenAiReplies.chat("Azure")));

        HttpResponse<String> answer =
                gateway.post(
                        "/chat/completions",
                        "{\"model\":\"azure-gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(AZURE.requests().getLast())
                .startsWith(
                        "POST /openai/deployments/my-gpt4o-deployment/chat/completions?api-version=2025-01-01-preview"
                            + " ")
                .containsIgnoringCase("api-key: azure");
    }

    @Test
    void a_model_that_cannot_be_served_says_so() throws Exception {
        HttpResponse<String> answer =
                gateway.post(
                        "/chat/completions",
                        "{\"model\":\"bedrock-claude\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

        Envelopes.assertRefusal("bedrock", answer.statusCode(), answer.body());
        assertThat(answer.statusCode()).isBetween(400, 499);
        assertThat(answer.body()).contains("bedrock-claude");
    }

    @Test
    void the_key_of_a_provider_is_not_taken_for_the_gateways() throws Exception {
        RawCaller.Answer answer =
                RawCaller.ask(
                        gateway.port(),
                        "GET /v1/models HTTP/1.1\r\n"
                                + "Host: x\r\n"
                                + "Authorization: Bearer sk-ant\r\n\r\n");

        assertThat(answer.status()).isEqualTo(401);
    }
}
