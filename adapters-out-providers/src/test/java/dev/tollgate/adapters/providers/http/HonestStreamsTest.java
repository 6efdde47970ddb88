package dev.tollgate.adapters.providers.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.tollgate.adapters.providers.http.Replay.Ending;
import dev.tollgate.adapters.providers.http.Replay.Outcome;
import dev.tollgate.adapters.providers.http.Replay.Piece;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Streams made up by chance, which end by chance: what a caller got is never the beginning of an
/// answer that ends like a success.
class HonestStreamsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int SEEDS = 3000;
    private static final String LETTER =
            "{\"model\":\"g\",\"n\":%d,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}";

    @Test
    void a_beginning_never_ends_like_a_success() {
        int whole = 0;
        int broken = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Recording recording = random.nextBoolean() ? openAi(random) : anthropic(random);
            Map<String, String> everything = said(Replay.whole(recording));
            int length = random.nextInt(recording.bytes().length + 1);
            Ending ending = Ending.values()[random.nextInt(3)];

            Outcome outcome = Replay.of(recording, length, ending, random);

            Map<String, String> got = said(outcome);
            if (outcome.whole()) {
                whole++;
                assertThat(got).as("seed %d", seed).isEqualTo(everything);
            } else {
                broken++;
                int at = seed;
                got.forEach(
                        (place, text) ->
                                assertThat(everything.getOrDefault(place, ""))
                                        .as("seed %d, %s", at, place)
                                        .startsWith(text));
            }
        }
        assertThat(whole).isGreaterThan(SEEDS / 50);
        assertThat(broken).isGreaterThan(SEEDS / 2);
    }

    /// What was said, by the place it was said in: a choice's text, thoughts or tool arguments.
    private static Map<String, String> said(Outcome outcome) {
        Map<String, String> said = new TreeMap<>();
        for (Piece piece : outcome.frames()) {
            byte[] bytes = piece.text().getBytes(StandardCharsets.ISO_8859_1);
            for (JsonNode choice : json(bytes).path("choices")) {
                String place = "choice " + choice.path("index");
                JsonNode delta = choice.path("delta");
                say(said, place + " text", delta.path("content"));
                say(said, place + " thoughts", delta.path("reasoning_content"));
                say(said, place + " reason", choice.path("finish_reason"));
                for (JsonNode call : delta.path("tool_calls")) {
                    JsonNode function = call.path("function");
                    say(said, place + " tool " + call.path("index"), function.path("arguments"));
                }
            }
        }
        return said;
    }

    private static void say(Map<String, String> said, String place, JsonNode text) {
        if (text.isTextual() && !text.textValue().isEmpty()) {
            said.merge(place, text.textValue(), String::concat);
        }
    }

    private static JsonNode json(byte[] frame) {
        try {
            return MAPPER.readTree(frame, "data: ".length(), frame.length - "data: ".length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Recording openAi(Random random) {
        int choices = 1 + random.nextInt(3);
        List<String> chunks = new ArrayList<>();
        for (int choice = 0; choice < choices; choice++) {
            chunks.add(chunk(choice, "{\"role\":\"assistant\"}", "null"));
        }
        int pieces = random.nextInt(12);
        for (int i = 0; i < pieces; i++) {
            String delta =
                    random.nextInt(3) > 0
                            ? "{\"content\":" + text(random) + "}"
                            : "{\"tool_calls\":[{\"index\":%d,\"function\":{\"arguments\":%s}}]}"
                                    .formatted(random.nextInt(2), text(random));
            chunks.add(chunk(random.nextInt(choices), delta, "null"));
        }
        for (int choice = 0; choice < choices; choice++) {
            chunks.add(chunk(choice, "{}", random.nextBoolean() ? "\"stop\"" : "\"length\""));
        }
        if (random.nextBoolean()) {
            chunks.add("{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}");
        }
        if (random.nextInt(4) > 0) {
            chunks.add("[DONE]");
        }
        String end = end(random);
        StringBuilder stream = new StringBuilder();
        for (String chunk : chunks) {
            noise(stream, random, end);
            stream.append("data: ").append(chunk).append(end).append(end);
        }
        return recording("openai", LETTER.formatted(choices), stream);
    }

    private static String chunk(int choice, String delta, String reason) {
        return "{\"choices\":[{\"index\":%d,\"delta\":%s,\"finish_reason\":%s}]}"
                .formatted(choice, delta, reason);
    }

    private static Recording anthropic(Random random) {
        StringBuilder stream = new StringBuilder();
        String end = end(random);
        event(stream, end, "message_start", ",\"message\":{\"id\":\"m\",\"model\":\"c\"}");
        int blocks = random.nextInt(4);
        for (int block = 0; block < blocks; block++) {
            int kind = random.nextInt(3);
            String start =
                    switch (kind) {
                        case 0 -> "{\"type\":\"text\",\"text\":\"\"}";
                        case 1 -> "{\"type\":\"thinking\",\"thinking\":\"\"}";
                        default ->
                                "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}";
                    };
            String delta =
                    switch (kind) {
                        case 0 -> "{\"type\":\"text_delta\",\"text\":%s}";
                        case 1 -> "{\"type\":\"thinking_delta\",\"thinking\":%s}";
                        default -> "{\"type\":\"input_json_delta\",\"partial_json\":%s}";
                    };
            String index = ",\"index\":" + block;
            event(stream, end, "content_block_start", index + ",\"content_block\":" + start);
            int pieces = random.nextInt(5);
            for (int i = 0; i < pieces; i++) {
                noise(stream, random, end);
                String piece = ",\"delta\":" + delta.formatted(text(random));
                event(stream, end, "content_block_delta", index + piece);
            }
            event(stream, end, "content_block_stop", index);
        }
        event(
                stream,
                end,
                "message_delta",
                ",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":3}");
        if (random.nextInt(4) > 0) {
            event(stream, end, "message_stop", "");
        }
        return recording("anthropic", LETTER.formatted(1), stream);
    }

    private static void event(StringBuilder stream, String end, String type, String fields) {
        stream.append("event: ").append(type).append(end);
        stream.append("data: {\"type\":\"").append(type).append('"').append(fields).append('}');
        stream.append(end).append(end);
    }

    private static Recording recording(String provider, String letter, StringBuilder stream) {
        byte[] bytes = stream.toString().getBytes(StandardCharsets.UTF_8);
        return new Recording("by chance", provider, letter, bytes);
    }

    private static void noise(StringBuilder stream, Random random, String end) {
        switch (random.nextInt(8)) {
            case 0 -> stream.append(": working").append(end).append(end);
            case 1 -> stream.append("id: ").append(random.nextInt()).append(end);
            default -> {
                // most streams go on without
            }
        }
    }

    private static String end(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> "\n";
            case 1 -> "\r\n";
            default -> "\r";
        };
    }

    /// A JSON text of letters of one to four bytes, quotes and escapes.
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(12);
        for (int i = 0; i < length; i++) {
            int[] some = {'a', '"', '\\', '\n', 0xE9, 0x20AC, 0x1F389, ' ', '{', ':'};
            text.appendCodePoint(some[random.nextInt(some.length)]);
        }
        return JsonNodeFactory.instance.textNode(text.toString()).toString();
    }
}
