package dev.tollgate.adapters.providers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.adapters.providers.protocol.RefusedLocally;
import dev.tollgate.adapters.providers.protocol.StreamTranslation;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.ProviderFailure;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Whatever comes in, what goes out is JSON or a failure that says something.
class NonsenseTest {
    private static final int SEEDS = 3000;

    private static final String CONVERSATION =
            """
            {"model":"claude","messages":[
            {"role":"system","content":"S"},
            {"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}},
              {"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]},
            {"role":"assistant","content":"b","thinking_blocks":[
              {"type":"thinking","thinking":"t","signature":"s"}],"tool_calls":[
              {"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"1","content":"x"},
            {"role":"user","content":"c"}],
            "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],
            "tool_choice":"auto","reasoning_effort":"low","max_tokens":10,"stop":["a"],
            "response_format":{"type":"json_object"}}
            """;

    private static final String MESSAGE =
            """
            {"id":"msg_1","type":"message","model":"m","content":[
            {"type":"thinking","thinking":"t","signature":"s"},
            {"type":"text","text":"a","citations":[{"url":"u"}]},
            {"type":"tool_use","id":"1","name":"f","input":{"a":1}}],
            "stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":2}}
            """;

    private static final String[] EVENTS = {
        "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"m\",\"usage\":{}}}",
        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\"}}",
        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}",
        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"a\"}}",
        "{\"type\":\"content_block_stop\",\"index\":0}",
        "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":"
                + "{\"type\":\"tool_use\",\"id\":\"1\",\"name\":\"f\",\"input\":{}}}",
        "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":"
                + "{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}",
        "{\"type\":\"content_block_stop\",\"index\":1}",
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{}}",
        "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"m\"}}",
    };

    @Test
    void a_request_of_any_shape_is_written_well_formed_or_refused() {
        int written = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            RandomJson json = new RandomJson(random);
            ObjectNode letter = (ObjectNode) Json.read(CONVERSATION).orElseThrow();
            if (random.nextInt(4) == 0) {
                letter.setAll(json.object(5));
            }
            json.mutate(letter.path(random.nextBoolean() ? "messages" : "tools"));
            json.mutate(letter);
            DeploymentSettings deployment =
                    CallFixture.aDeployment(
                            Json.object()
                                    .put("modify_params", random.nextBoolean())
                                    .put("drop_params", random.nextInt(4) > 0));
            String text = new String(Json.bytes(letter), StandardCharsets.UTF_8);
            try {
                byte[] body = written(CallFixture.aCall(text), deployment);
                assertWellFormed(seed, Json.read(body).orElseThrow());
                written++;
            } catch (RefusedLocally refused) {
                assertThat(refused.failure().status()).as("seed %d", seed).isEqualTo(400);
                assertThat(refused.failure().message()).as("seed %d", seed).isNotBlank();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
        assertThat(written).as("requests that were not refused").isGreaterThan(SEEDS / 20);
    }

    private static byte[] written(ModelCall call, DeploymentSettings deployment) {
        return CallFixture.PROTOCOL.request(call, deployment, "claude-x").body().parts()[0];
    }

    private static void assertWellFormed(int seed, JsonNode body) {
        assertThat(body.path("model").textValue()).as("seed %d", seed).isEqualTo("claude-x");
        assertThat(body.path("max_tokens").isNumber()).as("seed %d", seed).isTrue();
        String previous = "";
        for (JsonNode turn : body.path("messages")) {
            String role = Json.string(turn, "role");
            assertThat(role).as("seed %d", seed).isNotEqualTo(previous);
            assertThat(turn.path("content")).as("seed %d", seed).isInstanceOf(ArrayNode.class);
            assertThat(turn.path("content")).as("seed %d", seed).isNotEmpty();
            previous = role;
        }
    }

    @Test
    void a_reply_of_any_shape_is_an_answer_or_a_failure() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            RandomJson json = new RandomJson(random);
            JsonNode message = Json.read(MESSAGE).orElseThrow();
            json.mutate(message);
            byte[] body = Json.bytes(random.nextInt(20) == 0 ? json.value(4) : message);
            if (random.nextInt(4) == 0) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            ProviderReply reply;
            try {
                reply =
                        CallFixture.PROTOCOL.whole(
                                CallFixture.aCall(CONVERSATION),
                                CallFixture.aDeployment(),
                                HeaderLines.NONE,
                                body);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
            if (reply instanceof ProviderReply.Whole whole) {
                JsonNode answer = Json.read(whole.body()).orElseThrow();
                assertThat(answer.path("choices")).as("seed %d", seed).hasSize(1);
            } else {
                assertSaysSomething(seed, ((ProviderReply.Failed) reply).failure());
            }
        }
    }

    @Test
    void events_of_any_shape_are_chunks_or_a_failure() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            RandomJson json = new RandomJson(random);
            StreamTranslation stream =
                    CallFixture.PROTOCOL.stream(
                            CallFixture.aCall(CONVERSATION),
                            CallFixture.aDeployment(
                                    Json.object().put("merge_reasoning", random.nextBoolean())));
            for (String text : EVENTS) {
                JsonNode event = Json.read(text).orElseThrow();
                if (random.nextInt(3) == 0) {
                    json.mutate(event);
                }
                byte[] bytes = Json.bytes(event);
                if (random.nextInt(20) == 0) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                try {
                    var translated = stream.event(json.text(), bytes, 0, bytes.length);
                    translated.frames().forEach(NonsenseTest::assertIsChunk);
                    int at = seed;
                    translated.failure().ifPresent(f -> assertSaysSomething(at, f));
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + seed + ": " + event, e);
                }
            }
        }
    }

    private static void assertIsChunk(Frame frame) {
        String text =
                new String(frame.bytes(), frame.offset(), frame.length(), StandardCharsets.UTF_8);
        assertThat(text).startsWith("data: {").endsWith("}\n\n");
        assertThat(text.substring(6).strip()).doesNotContain("\n");
        assertThat(Json.read(text.substring(6))).as(text).isPresent();
    }

    @Test
    void an_error_body_of_any_shape_is_a_failure_that_says_something() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            byte[] body = new byte[random.nextInt(64)];
            random.nextBytes(body);
            if (random.nextBoolean()) {
                body = Json.bytes(new RandomJson(random).value(3));
            }
            int status = random.nextInt(100, 700);
            assertSaysSomething(
                    seed,
                    CallFixture.PROTOCOL.failure(
                            CallFixture.aDeployment(), status, HeaderLines.NONE, body));
        }
    }

    private static void assertSaysSomething(int seed, ProviderFailure failure) {
        assertThat(failure.message()).as("seed %d", seed).isNotBlank();
        assertThat(failure.status()).as("seed %d", seed).isBetween(400, 599);
    }
}
