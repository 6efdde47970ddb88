package dev.tollgate.bootstrap.e2e;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The official OpenAI SDK finds everything where it looks for it, whoever the provider is.
class OpenAiSdkIT {
    private static final WireMockServer OPENAI =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private static final ScriptedProvider ANTHROPIC = new ScriptedProvider();
    private static RunningGateway gateway;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        OPENAI.start();
        gateway =
                RunningGateway.of(
                        """
                        model_list:
                          - model_name: gpt
                            litellm_params: {model: openai/gpt-4o, api_base: os.environ/OPENAI, api_key: sk-up}
                          - model_name: claude
                            litellm_params: {model: anthropic/claude-sonnet-4-5, api_base: os.environ/CLAUDE, api_key: sk-ant}
                          - model_name: azure
                            litellm_params: {model: azure/my-deployment, api_base: os.environ/AZURE, api_key: az-key, api_version: "2025-01-01-preview"}
                          - model_name: embedding
                            litellm_params: {model: openai/text-embedding-3-small, api_base: os.environ/OPENAI, api_key: sk-up}
                        router_settings: {num_retries: 0, disable_cooldowns: true}
                        """,
                        Map.of(
                                "OPENAI", OPENAI.baseUrl() + "/v1",
                                "AZURE", OPENAI.baseUrl(),
                                "CLAUDE", ANTHROPIC.base()));
        client = client(RunningGateway.KEY);
    }

    @AfterAll
    static void stop() {
        client.close();
        gateway.close();
        ANTHROPIC.close();
        OPENAI.stop();
    }

    @BeforeEach
    void forget() {
        OPENAI.resetAll();
    }

    private static OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.base() + "/v1")
                .apiKey(key)
                .maxRetries(0)
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    private static ChatCompletionCreateParams.Builder ask(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("Hello?");
    }

    private static FunctionDefinition weather() {
        return FunctionDefinition.builder()
                .name("weather")
                .parameters(
                        FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties",
                                        JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                .build())
                .build();
    }

    private static List<ChatCompletionChunk> stream(ChatCompletionCreateParams params) {
        try (var stream = client.chat().completions().createStreaming(params)) {
            return stream.stream().toList();
        }
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .map(choice -> choice.delta().content().orElse(""))
                .collect(Collectors.joining());
    }

    private static String arguments(List<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().toolCalls().stream())
                .flatMap(List::stream)
                .flatMap(call -> call.function().stream())
                .map(function -> function.arguments().orElse(""))
                .collect(Collectors.joining());
    }

    private static MappingBuilder chat() {
        return post(urlEqualTo("/v1/chat/completions"));
    }

    private static void answers(String events) {
        OPENAI.stubFor(
                chat().willReturn(
                                aResponse()
                                        .withHeader("content-type", "text/event-stream")
                                        .withBody(events)));
    }

    @Test
    void a_chat_is_answered() {
        OPENAI.stubFor(chat().willReturn(okJson(OpenAiReplies.chat("Hi there"))));

        ChatCompletion answer = client.chat().completions().create(ask("gpt").build());

        assertThat(answer.choices().getFirst().message().content()).contains("Hi there");
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(12);
        OPENAI.verify(
                postRequestedFor(urlEqualTo("/v1/chat/completions"))
                        .withHeader("authorization", equalTo("Bearer sk-up"))
                        .withRequestBody(matchingJsonPath("$.model", equalTo("gpt-4o"))));
    }

    @Test
    void a_chat_is_answered_by_anthropic() {
        ANTHROPIC.answering(peer -> peer.json(200, AnthropicReplies.chat("Bonjour")));

        ChatCompletion answer = client.chat().completions().create(ask("claude").build());

        assertThat(answer.choices().getFirst().message().content()).contains("Bonjour");
        assertThat(answer.choices().getFirst().finishReason().asString()).isEqualTo("stop");
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(12);
        assertThat(ANTHROPIC.requests().getLast())
                .startsWith("POST /v1/messages HTTP/1.1")
                .containsIgnoringCase("x-api-key: sk-ant")
                .contains("\"model\":\"claude-sonnet-4-5\"");
    }

    @Test
    void a_chat_is_answered_by_azure() {
        OPENAI.stubFor(
                post(urlPathEqualTo("/openai/deployments/my-deployment/chat/completions"))
                        .withQueryParam("api-version", equalTo("2025-01-01-preview"))
                        .withHeader("api-key", equalTo("az-key"))
                        .willReturn(okJson(OpenAiReplies.chat("From the cloud"))));

        ChatCompletion answer = client.chat().completions().create(ask("azure").build());

        assertThat(answer.choices().getFirst().message().content()).contains("From the cloud");
    }

    @Test
    void a_stream_carries_usage_only_when_it_is_asked_for() {
        answers(OpenAiReplies.stream("Hel", "lo"));

        List<ChatCompletionChunk> without = stream(ask("gpt").build());
        List<ChatCompletionChunk> with =
                stream(
                        ask("gpt")
                                .streamOptions(
                                        ChatCompletionStreamOptions.builder()
                                                .includeUsage(true)
                                                .build())
                                .build());

        assertThat(text(without)).isEqualTo("Hello");
        assertThat(without).noneMatch(chunk -> chunk.usage().isPresent());
        assertThat(text(with)).isEqualTo("Hello");
        assertThat(with.getLast().usage().orElseThrow().totalTokens()).isEqualTo(12);
    }

    @Test
    void a_stream_of_anthropic_carries_usage_only_when_it_is_asked_for() {
        ANTHROPIC.answering(peer -> ended(peer, AnthropicReplies.stream("Bon", "jour")));

        List<ChatCompletionChunk> without = stream(ask("claude").build());
        List<ChatCompletionChunk> with =
                stream(
                        ask("claude")
                                .streamOptions(
                                        ChatCompletionStreamOptions.builder()
                                                .includeUsage(true)
                                                .build())
                                .build());

        assertThat(text(without)).isEqualTo("Bonjour");
        assertThat(without).noneMatch(chunk -> chunk.usage().isPresent());
        assertThat(text(with)).isEqualTo("Bonjour");
        assertThat(with.getLast().usage().orElseThrow().totalTokens()).isEqualTo(12);
    }

    private static void ended(ScriptedProvider.Peer peer, String events) throws Exception {
        peer.stream(events);
        peer.end();
    }

    @Test
    void tools_are_called() {
        OPENAI.stubFor(chat().willReturn(okJson(OpenAiReplies.TOOL_CALL)));
        ANTHROPIC.answering(peer -> peer.json(200, AnthropicReplies.TOOL_CALL));

        for (String model : List.of("gpt", "claude")) {
            ChatCompletion answer =
                    client.chat()
                            .completions()
                            .create(ask(model).addFunctionTool(weather()).build());

            var choice = answer.choices().getFirst();
            var call = choice.message().toolCalls().orElseThrow().getFirst();
            var function = call.function().orElseThrow().function();
            assertThat(choice.finishReason().asString()).as(model).isEqualTo("tool_calls");
            assertThat(function.name()).as(model).isEqualTo("weather");
            assertThat(function.arguments()).as(model).isEqualTo("{\"city\":\"Oslo\"}");
        }
    }

    @Test
    void tools_are_called_in_a_stream() {
        answers(OpenAiReplies.TOOL_STREAM);
        ANTHROPIC.answering(peer -> ended(peer, AnthropicReplies.TOOL_STREAM));

        for (String model : List.of("gpt", "claude")) {
            List<ChatCompletionChunk> chunks =
                    stream(ask(model).addFunctionTool(weather()).build());

            assertThat(arguments(chunks)).as(model).isEqualTo("{\"city\":\"Oslo\"}");
            assertThat(chunks.stream().flatMap(c -> c.choices().stream()))
                    .as(model)
                    .anyMatch(
                            choice ->
                                    choice.finishReason()
                                            .filter(r -> r.asString().equals("tool_calls"))
                                            .isPresent());
        }
    }

    @Test
    void texts_are_embedded() {
        OPENAI.stubFor(
                post(urlEqualTo("/v1/embeddings"))
                        .willReturn(
                                okJson(
                                        """
                                        {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-0.25]}],
                                         "model":"text-embedding-3-small","usage":{"prompt_tokens":2,"total_tokens":2}}
                                        """)));

        var answer =
                client.embeddings()
                        .create(
                                EmbeddingCreateParams.builder()
                                        .model("embedding")
                                        .input("some words")
                                        .build());

        assertThat(answer.data().getFirst().embedding()).containsExactly(0.5f, -0.25f);
    }

    @Test
    void models_are_listed_and_looked_up() {
        assertThat(client.models().list().data())
                .extracting(Model::id)
                .containsExactlyInAnyOrder("gpt", "claude", "azure", "embedding");
        assertThat(client.models().retrieve("claude").id()).isEqualTo("claude");
        assertThat(catchThrowable(() -> client.models().retrieve("nope")))
                .isInstanceOf(NotFoundException.class);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(400, BadRequestException.class),
                Arguments.of(401, UnauthorizedException.class),
                Arguments.of(403, PermissionDeniedException.class),
                Arguments.of(404, NotFoundException.class),
                Arguments.of(422, UnprocessableEntityException.class),
                Arguments.of(429, RateLimitException.class),
                Arguments.of(500, InternalServerException.class),
                Arguments.of(503, InternalServerException.class));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void a_failure_of_the_provider_becomes_the_exception_made_for_it(
            int status, Class<? extends OpenAIServiceException> expected) {
        OPENAI.stubFor(
                chat().willReturn(
                                okJson("{\"error\":{\"message\":\"no such luck\",\"type\":\"t\"}}")
                                        .withStatus(status)));
        ANTHROPIC.answering(
                peer ->
                        peer.json(
                                status,
                                """
                                {"type":"error","error":{"type":"api_error","message":"no such luck"}}\
                                """));

        for (String model : List.of("gpt", "claude")) {
            Throwable plain =
                    catchThrowable(() -> client.chat().completions().create(ask(model).build()));
            Throwable streamed = catchThrowable(() -> stream(ask(model).build()));

            assertThat(plain).as(model).isInstanceOf(expected).hasMessageContaining("no such luck");
            assertThat(streamed).as(model).isInstanceOf(expected);
            assertThat(((OpenAIServiceException) plain).statusCode()).isEqualTo(status);
            assertThat(((OpenAIServiceException) plain).code())
                    .as(model)
                    .contains(Integer.toString(status));
        }
    }

    @Test
    void a_limited_caller_learns_when_to_come_back() {
        OPENAI.stubFor(
                chat().willReturn(
                                okJson("{\"error\":{\"message\":\"slow down\"}}")
                                        .withStatus(429)
                                        .withHeader("Retry-After", "7")));

        Throwable refused =
                catchThrowable(() -> client.chat().completions().create(ask("gpt").build()));

        assertThat(refused).isInstanceOf(RateLimitException.class);
        assertThat(((RateLimitException) refused).headers().values("retry-after"))
                .containsExactly("7");
    }

    @Test
    void a_wrong_key_and_an_unknown_model_are_refused() {
        OpenAIClient stranger = client("sk-wrong");
        assertThat(catchThrowable(() -> stranger.chat().completions().create(ask("gpt").build())))
                .isInstanceOf(UnauthorizedException.class);
        stranger.close();
        assertThat(catchThrowable(() -> client.chat().completions().create(ask("nope").build())))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("nope");
        assertThat(OPENAI.getAllServeEvents()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OpenAiReplies.BROKEN_STREAM,
                OpenAiReplies.BROKEN_STREAM + "data: {\"error\":{\"message\":\"boom\"}}\n\n",
                OpenAiReplies.BROKEN_STREAM + "data: {\"choi\n\n",
            })
    void a_broken_stream_is_not_taken_for_a_whole_one(String events) {
        answers(events);

        Throwable broken = catchThrowable(() -> stream(ask("gpt").build()));

        assertThat(broken).isInstanceOf(OpenAIException.class);
    }

    @Test
    void a_stream_of_anthropic_that_breaks_is_not_taken_for_a_whole_one() {
        ANTHROPIC.answering(peer -> ended(peer, AnthropicReplies.BROKEN_STREAM));

        assertThat(catchThrowable(() -> stream(ask("claude").build())))
                .isInstanceOf(OpenAIException.class);
    }
}
