package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.tollgate.domain.call.Transcript;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What was said in a call, as the detail of its row in spend logs. What was not kept is `{}`.
final class SpokenWords {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> QUESTIONS = List.of("messages", "input", "prompt");

    private SpokenWords() {}

    static void write(JsonGenerator json, Optional<Transcript> said) throws IOException {
        ObjectNode nothing = JSON.createObjectNode();
        JsonNode asked = said.map(it -> tree(it.asked())).orElse(nothing);
        JsonNode answered = said.map(SpokenWords::answer).orElse(nothing);
        json.setCodec(JSON);
        json.writeStartObject();
        json.writeFieldName("messages");
        json.writeTree(question(asked));
        json.writeFieldName("response");
        json.writeTree(answered);
        json.writeFieldName("proxy_server_request");
        json.writeTree(asked);
        json.writeBooleanField("truncated", said.map(Transcript::cut).orElse(false));
        json.writeEndObject();
    }

    private static JsonNode question(JsonNode letter) {
        for (String name : QUESTIONS) {
            if (letter.has(name)) {
                return letter.path(name);
            }
        }
        return JSON.createObjectNode();
    }

    private static JsonNode answer(Transcript said) {
        return said.streamed() ? StreamedAnswer.of(said.answered()) : tree(said.answered());
    }

    /// A text that is no JSON, as it is where it was too long, stays a text.
    private static JsonNode tree(byte[] text) {
        if (text.length == 0) {
            return JSON.createObjectNode();
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException _) {
            return TextNode.valueOf(new String(text, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("an array cannot fail", e);
        }
    }
}
