package dev.tollgate.adapters.providers.anthropic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Reading and writing of JSON with this package's bounds. Numbers keep their digits; the last of
/// two equal keys counts.
final class Json {
    /// Deepest nesting that is read; a letter or an answer beyond it is refused.
    static final int MAX_DEPTH = 256;

    static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    // whoever hands a body over has bounded it
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .nodeFactory(NODES)
                    .build();

    private Json() {}

    /// The value, or nothing where the bytes are not one JSON value within the bounds.
    static Optional<JsonNode> read(byte[] bytes, int offset, int length) {
        try {
            JsonNode node = MAPPER.readTree(bytes, offset, length);
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    static Optional<JsonNode> read(byte[] bytes) {
        return read(bytes, 0, bytes.length);
    }

    static Optional<JsonNode> read(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    static byte[] bytes(JsonNode node) {
        return write(generator -> MAPPER.writeTree(generator, node), 1024);
    }

    static String text(JsonNode node) {
        return node.toString();
    }

    /// Runs `writing`, twice where a text holds half a surrogate pair: that has no UTF-8 form and
    /// is written as an escape.
    static byte[] write(Writing writing, int expectedSize) {
        try {
            return attempt(writing, expectedSize, false);
        } catch (JsonGenerationException _) {
            try {
                return attempt(writing, expectedSize, true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] attempt(Writing writing, int expectedSize, boolean ascii)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(expectedSize);
        try (JsonGenerator generator = MAPPER.createGenerator(bytes)) {
            if (ascii) {
                generator.enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
            }
            generator.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            writing.to(generator);
        }
        return bytes.toByteArray();
    }

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static ArrayNode array() {
        return NODES.arrayNode();
    }

    /// The text of a field, or the empty text where it is missing or no string.
    static String string(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? value.textValue() : "";
    }

    /// Whether a field is missing or null: both mean that nothing was said.
    static boolean unset(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    interface Writing {
        void to(JsonGenerator generator) throws IOException;
    }
}
