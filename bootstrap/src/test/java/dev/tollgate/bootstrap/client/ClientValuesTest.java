package dev.tollgate.bootstrap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.application.port.in.ReplyFacts;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the client's values make of the wire, and the other way round.
class ClientValuesTest {
    private static final ReplyFacts FACTS = ReplyFacts.none("call-1");

    private static EmbeddingAnswer embedding(String vector) {
        return EmbeddingAnswer.read(
                Json.parse("{\"model\":\"m\",\"data\":[{\"embedding\":" + vector + "}]}"), FACTS);
    }

    @Test
    void a_message_survives_reading_and_writing_whatever_it_holds() {
        for (String wire :
                List.of(
                        "{\"role\":\"user\",\"content\":\"Hi\"}",
                        "{\"role\":\"user\",\"content\":\"\\u00e9"
                                + " \\\"quoted\\\"\",\"name\":\"Ann\"}",
                        "{\"role\":\"assistant\",\"content\":null,\"refusal\":null,\"audio\":{\"id\":1.50}}",
                        "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\",\"cache_control\":{\"type\":\"ephemeral\"}},"
                            + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://i/1.png\",\"detail\":\"low\"}},"
                            + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://i/2.png\",\"format\":\"png\"}},"
                            + "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AA==\"}},7]}",
                        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\","
                            + "\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\",\"x\":2},\"index\":0},"
                            + "{\"id\":\"c2\",\"type\":\"custom\",\"custom\":{\"name\":\"g\"}}]}",
                        "{\"role\":\"tool\",\"content\":\"4\",\"tool_call_id\":\"c1\"}",
                        "{\"role\":\"assistant\",\"content\":7}")) {
            Json read = Message.parse(Json.parse(wire)).json();
            assertThat(JsonTest.value(read)).as(wire).isEqualTo(JsonTest.value(Json.parse(wire)));
        }
    }

    @Test
    void what_is_not_a_message_is_refused_by_its_reason() {
        for (String wire : List.of("7", "\"user\"", "[]", "null")) {
            assertThatThrownBy(() -> Message.parse(Json.parse(wire)))
                    .as(wire)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("JSON object");
        }
        assertThatThrownBy(() -> Message.parse(Json.parse("{\"content\":\"Hi\"}")))
                .hasMessageContaining("role");
    }

    @Test
    void tools_images_and_fields_go_over_the_wire() {
        ChatRequest request =
                ChatRequest.of(
                                "m",
                                Message.user(
                                        Part.text("What is it?"),
                                        Part.image(new byte[] {1, 2, 3}, "image/png")))
                        .withTools(
                                Tool.function("f", "", Json.parse("{\"type\":\"object\"}")),
                                new Tool.Other(Json.parse("{\"type\":\"web_search\"}")))
                        .withTemperature(0.5)
                        .with("odd", Json.parse("[1.50]"));

        assertThat(request.json().text())
                .isEqualTo(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What"
                            + " is it?\"},"
                            + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AQID\"}}]}],"
                            + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}},"
                            + "{\"type\":\"web_search\"}],\"temperature\":0.5,\"odd\":[1.50]}");
        assertThat(request.streamingJson().text())
                .contains("\"stream\":true", "\"include_usage\":true");
        assertThatThrownBy(() -> request.with("stream", Json.of(true)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_conversation_with_a_tool_goes_on() {
        ChatAnswer answer =
                ChatAnswer.read(
                        Json.parse(
                                "{\"choices\":[{\"message\":{\"content\":null,\"reasoning_content\":\"hm\","
                                    + "\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":"
                                    + "{\"name\":\"f\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}]}"),
                        FACTS);
        ToolCall call = answer.toolCalls().getFirst();
        ChatRequest next =
                ChatRequest.of("m", Message.user("Go"))
                        .and(answer.message(), Message.tool(call, "done"));

        assertThat(answer.reasoning()).isEqualTo("hm");
        assertThat(answer.finishReason()).isEqualTo("tool_calls");
        assertThat(next.json().text())
                .contains("\"reasoning_content\":\"hm\"", "\"id\":\"c1\"")
                .endsWith("{\"role\":\"tool\",\"content\":\"done\",\"tool_call_id\":\"c1\"}]}");
    }

    @Test
    void a_chunk_tells_what_was_added_to_which_answer() {
        ChatChunk chunk =
                ChatChunk.read(
                        Json.parse(
                                "{\"id\":\"a\",\"choices\":[{\"index\":1,\"delta\":{\"content\":\"other\"}},"
                                    + "{\"index\":0,\"delta\":{\"content\":\"x\",\"reasoning\":\"r\",\"tool_calls\":"
                                    + "[{\"index\":2,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}}]}"));
        assertThat(chunk.text()).isEqualTo("x");
        assertThat(chunk.reasoning()).isEqualTo("r");
        assertThat(chunk.toolCalls())
                .containsExactly(new ChatChunk.ToolCallPiece(2, "c", "f", "{"));
        assertThat(ChatChunk.read(Json.parse("{\"usage\":{\"total_tokens\":3}}")).usage())
                .returns(3L, TokenUsage::totalTokens);
        assertThat(ChatChunk.read(Json.parse("{\"choices\":[7,{\"delta\":null}]}")).text())
                .isEmpty();
    }

    @Test
    void vectors_are_read_in_either_encoding_and_in_the_order_of_the_texts() {
        EmbeddingAnswer answer =
                EmbeddingAnswer.read(
                        Json.parse(
                                "{\"data\":[{\"index\":1,\"embedding\":\"AACAPwAAAMA=\"},"
                                        + "{\"index\":0,\"embedding\":[1, -2.5e0,3]}]}"),
                        FACTS);
        assertThat(answer.vector()).containsExactly(1f, -2.5f, 3f);
        assertThat(answer.embeddings().getLast().vector()).containsExactly(1f, -2f);
    }

    @Test
    void a_vector_that_is_none_says_so() {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("\"AACAPwA=\"", "5 bytes");
        reasons.put("\"?\"", "base64");
        reasons.put("null", "neither");
        reasons.put("{}", "neither");
        reasons.put("[1,null]", "number 1");
        reasons.put("[[1]]", "number 0");
        reasons.forEach(
                (vector, reason) ->
                        assertThatThrownBy(() -> embedding(vector))
                                .as(vector)
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining(reason));
    }

    @Test
    void an_embedding_request_keeps_its_fields_apart() {
        assertThat(EmbeddingRequest.of("m", "a", "b").withDimensions(3).json().text())
                .isEqualTo("{\"model\":\"m\",\"input\":[\"a\",\"b\"],\"dimensions\":3}");
        assertThatThrownBy(() -> EmbeddingRequest.of("m"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
