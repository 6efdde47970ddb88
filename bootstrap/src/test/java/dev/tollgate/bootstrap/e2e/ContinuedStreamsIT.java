package dev.tollgate.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.tollgate.bootstrap.e2e.ScriptedProvider.Script;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A provider dies in the middle of a streamed answer: the caller gets one whole answer all the
/// same, or is told that it broke.
class ContinuedStreamsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "/v1/chat/completions";
    private static final String ANSWER = "Hello, world: caf\u00e9";
    private static final String BEGINNING = OpenAiReplies.BROKEN_STREAM;
    private static final String DONE = "data: [DONE]";

    private final ScriptedProvider east = new ScriptedProvider();
    private final ScriptedProvider west = new ScriptedProvider();
    private final CountDownLatch killed = new CountDownLatch(1);
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        gateway =
                RunningGateway.of(
                        """
                        model_list:
                          - model_name: chat
                            litellm_params: {model: openai/gpt-4o, api_base: os.environ/EAST, api_key: k}
                          - model_name: backup
                            litellm_params: {model: openai/gpt-4o-mini, api_base: os.environ/WEST, api_key: k}
                          - model_name: talk
                            litellm_params: {model: openai/gpt-4o, api_base: os.environ/EAST, api_key: k}
                          - model_name: claude
                            litellm_params: {model: anthropic/claude-haiku-4-5, api_base: os.environ/WEST, api_key: k}
                          - model_name: hasty
                            litellm_params: {model: openai/gpt-4o, api_base: os.environ/EAST, api_key: k, stream_timeout: 1}
                          - model_name: claude-first
                            litellm_params: {model: anthropic/claude-haiku-4-5, api_base: os.environ/EAST, api_key: k}
                        router_settings:
                          num_retries: 0
                          disable_cooldowns: true
                          fallbacks: [{chat: [backup]}, {talk: [claude]}, {hasty: [backup]}, {claude-first: [backup]}]
                        """,
                        Map.of("EAST", east.base(), "WEST", west.base()));
    }

    @AfterEach
    void stop() {
        gateway.close();
        east.close();
        west.close();
    }

    @Test
    void one_of_two_providers_is_killed_and_the_caller_sees_one_whole_answer() throws Exception {
        east.answering(dyingAfter(BEGINNING));
        west.answering(streaming("He", "llo, wor", "ld: caf\\u00e9"));

        String answer = killing(east);

        assertThat(text(answer)).isEqualTo(ANSWER);
        assertThat(answer.split("data: \\[DONE]", -1)).hasSize(2);
        assertThat(answer).doesNotContain("error").doesNotContain("\"id\":\"west\"");
        List<JsonNode> chunks = chunks(answer);
        assertThat(chunks).allMatch(chunk -> chunk.get("id").asText().equals("c"));
        assertThat(chunks.getFirst().get("model").asText()).isEqualTo("gpt-4o");
        assertThat(chunks.getLast().get("model").asText()).isEqualTo("gpt-4o-mini");
        assertThat(gateway.logged()).contains("result=ok").contains(":MALFORMED_REPLY_500,");
    }

    @Test
    void both_providers_are_killed_and_the_caller_sees_an_error_event_and_no_done()
            throws Exception {
        east.answering(dyingAfter(BEGINNING));
        west.answering(
                peer -> {
                    peer.stream(BEGINNING);
                    peer.reset();
                });

        String answer = killing(east);

        assertThat(text(answer)).isEqualTo("Hel");
        assertThat(answer).contains("data: {\"error\":").doesNotContain(DONE);
    }

    @Test
    void another_answer_is_not_mixed_in() throws Exception {
        east.answering(dyingAfter(BEGINNING));
        west.answering(streaming("Hi", " there"));

        String answer = killing(east);

        assertThat(text(answer)).isEqualTo("Hel");
        assertThat(answer).contains("data: {\"error\":").doesNotContain(DONE);
        assertThat(gateway.logged()).contains(":continuation_differs");
    }

    @Test
    void claude_writes_on_from_the_partial_answer_and_the_usage_is_that_of_both() throws Exception {
        east.answering(
                peer -> {
                    peer.stream(BEGINNING);
                    peer.reset();
                });
        west.answering(peer -> peer.stream(AnthropicReplies.stream("lo, ", "world: caf\\u00e9")));

        String answer =
                gateway.post(CHAT, body("talk", ",\"stream_options\":{\"include_usage\":true}"))
                        .body();

        assertThat(text(answer)).isEqualTo(ANSWER);
        assertThat(answer).contains(DONE);
        assertThat(west.requests()).hasSize(1);
        assertThat(west.requests().getFirst())
                .contains("\"role\":\"assistant\"")
                .contains("\"text\":\"Hel\"");
        JsonNode usage = chunks(answer).getLast().get("usage");
        // What the first one used it never said: that is an estimate.
        assertThat(usage.get("prompt_tokens").asLong()).isBetween(10L, 40L);
        assertThat(usage.get("completion_tokens").asLong()).isBetween(4L, 6L);
    }

    @Test
    void a_provider_that_falls_silent_is_left_and_its_answer_continued() throws Exception {
        east.answering(
                peer -> {
                    peer.stream(BEGINNING);
                    peer.stall();
                });
        west.answering(streaming("Hello", ", world: caf\\u00e9"));

        String answer = gateway.post(CHAT, body("hasty", "")).body();

        assertThat(text(answer)).isEqualTo(ANSWER);
        assertThat(answer).contains(DONE);
        assertThat(east.wasLeftWithin(20)).isTrue();
    }

    @Test
    void an_answer_that_claude_began_is_finished_by_a_model_of_openai() throws Exception {
        east.answering(
                peer -> {
                    peer.stream(AnthropicReplies.BROKEN_STREAM);
                    peer.end();
                });
        west.answering(streaming("Bonj", "our"));

        String answer = gateway.post(CHAT, body("claude-first", "")).body();

        assertThat(text(answer)).isEqualTo("Bonjour");
        assertThat(answer).contains(DONE).doesNotContain("\"id\":\"west\"");
    }

    @Test
    void a_refused_beginning_is_followed_by_the_callers_own_letter() throws Exception {
        east.answering(
                peer -> {
                    peer.stream(BEGINNING);
                    peer.reset();
                });
        west.answering(
                peer -> {
                    if (west.requests().getLast().contains("\"Hel\"")) {
                        peer.json(
                                400,
                                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"no"
                                    + " prefill\"}}");
                    } else {
                        peer.stream(AnthropicReplies.stream("Hello, world: caf\\u00e9"));
                    }
                });

        String answer = gateway.post(CHAT, body("talk", "")).body();

        assertThat(text(answer)).isEqualTo(ANSWER);
        assertThat(answer).contains(DONE);
        assertThat(west.requests()).hasSize(2);
    }

    @Test
    void a_setting_has_broken_streams_told_as_such() throws Exception {
        gateway.close();
        gateway =
                RunningGateway.of(
                        """
                        model_list:
                          - model_name: chat
                            litellm_params: {model: openai/gpt-4o, api_base: os.environ/EAST, api_key: k}
                          - model_name: backup
                            litellm_params: {model: openai/gpt-4o-mini, api_base: os.environ/WEST, api_key: k}
                        router_settings: {fallbacks: [{chat: [backup]}]}
                        tollgate_settings: {continue_streams: false}
                        """,
                        Map.of("EAST", east.base(), "WEST", west.base()));
        east.answering(dyingAfter(BEGINNING));
        west.answering(streaming("Hello"));

        String answer = killing(east);

        assertThat(text(answer)).isEqualTo("Hel");
        assertThat(answer).contains("data: {\"error\":").doesNotContain(DONE);
        assertThat(west.requests()).isEmpty();
    }

    @Test
    void a_stream_cut_at_any_byte_is_whole_in_the_end() throws Exception {
        byte[] whole = events("Hel", "lo, world", ": caf\u00e9").getBytes(UTF_8);
        west.answering(streaming("Hello", ", world: caf\\u00e9"));
        for (int cut = 0; cut < whole.length; cut++) {
            byte[] part = Arrays.copyOf(whole, cut);
            east.answering(
                    peer -> {
                        peer.stream("");
                        peer.send(part);
                        peer.end();
                    });

            String answer = asking();

            assertThat(text(answer)).as("cut at %d", cut).isEqualTo(ANSWER);
            assertThat(answer.split("data: \\[DONE]", -1)).as("cut at %d", cut).hasSize(2);
        }
    }

    @Test
    void whatever_both_do_the_answer_is_whole_or_honestly_broken() throws Exception {
        byte[] first = events("Hel", "lo, world", ": caf\u00e9").getBytes(UTF_8);
        byte[] second = events("He", "llo, world: ", "caf\u00e9").getBytes(UTF_8);
        for (long seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            east.answering(harmed(first, random));
            west.answering(harmed(second, random));

            String answer = asking();

            if (!answer.startsWith("HTTP/1.1 200")) {
                assertThat(answer)
                        .as("seed %d", seed)
                        .contains("\"error\"")
                        .doesNotContain("data:");
            } else if (answer.contains(DONE)) {
                assertThat(text(answer)).as("seed %d", seed).isEqualTo(ANSWER);
                assertThat(answer).as("seed %d", seed).doesNotContain("\"error\"");
            } else {
                assertThat(ANSWER).as("seed %d", seed).startsWith(text(answer));
                assertThat(answer).as("seed %d", seed).contains("data: {\"error\":");
            }
        }
    }

    private static Script harmed(byte[] whole, Random random) {
        byte[] part = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
        int how = random.nextInt(4);
        return peer -> {
            peer.stream("");
            peer.send(part);
            switch (how) {
                case 0 -> peer.reset();
                case 1 -> {
                    peer.send("data: {\"error\":{\"message\":\"overloaded\",\"code\":503}}\n\n");
                    peer.end();
                }
                case 2 -> {
                    peer.send("data: {nonsense\n\n");
                    peer.end();
                }
                default -> peer.end();
            }
        };
    }

    private static Script streaming(String... pieces) {
        String events = events(pieces);
        return peer -> {
            peer.stream(events);
            peer.end();
        };
    }

    private static String events(String... pieces) {
        return OpenAiReplies.stream(pieces)
                .replace("\"id\":\"c\"", "\"id\":\"west\"")
                .replace("\"gpt-4o\"", "\"gpt-4o-mini\"");
    }

    private Script dyingAfter(String events) {
        return peer -> {
            peer.stream(events);
            killed.await(20, TimeUnit.SECONDS);
            peer.reset();
        };
    }

    /// Asks, waits for the first words, kills the provider and reads what comes then.
    private String killing(ScriptedProvider provider) throws IOException {
        try (RawCaller caller = new RawCaller(gateway.port())) {
            caller.send(
                    RawCaller.post(CHAT, body("chat", "").getBytes(UTF_8), "Connection: close"));
            String first = caller.readUntil("Hel");
            killed.countDown();
            provider.close();
            return first.substring(first.indexOf("data: ")) + caller.rest();
        }
    }

    /// Everything the gateway sends until it closes the connection.
    private String asking() throws IOException {
        try (RawCaller caller = new RawCaller(gateway.port())) {
            caller.send(
                    RawCaller.post(CHAT, body("chat", "").getBytes(UTF_8), "Connection: close"));
            return caller.rest();
        }
    }

    private static String body(String model, String more) {
        return "{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Greet me.\"}]%s}"
                .formatted(model, more);
    }

    private static List<JsonNode> chunks(String answer) throws IOException {
        List<JsonNode> chunks = new ArrayList<>();
        for (String line : answer.split("\n")) {
            if (line.startsWith("data: {") && !line.startsWith("data: {\"error\"")) {
                chunks.add(JSON.readTree(line.substring("data: ".length())));
            }
        }
        return chunks;
    }

    private static String text(String answer) throws IOException {
        StringBuilder text = new StringBuilder();
        for (JsonNode chunk : chunks(answer)) {
            text.append(chunk.at("/choices/0/delta/content").asText(""));
        }
        return text.toString();
    }
}
