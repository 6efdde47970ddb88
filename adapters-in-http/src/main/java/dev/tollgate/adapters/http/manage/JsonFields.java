package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.tollgate.adapters.http.info.FieldsJson;
import dev.tollgate.adapters.http.manage.FieldType.WrongValue;
import dev.tollgate.adapters.http.wire.ErrorBody;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.adapters.http.wire.RequestRefused;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.entity.KeptText;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON objects as fields, and back.
final class JsonFields {
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int MOST_DEPTH = 32;
    private static final int MOST_DIGITS = 60;

    private static final ObjectMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MOST_DEPTH)
                                                    .maxNumberLength(200)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private JsonFields() {}

    /// The body as an object; none is an empty one.
    ///
    /// @throws RequestRefused if it is none, or too large
    static JsonNode body(Exchange exchange) {
        byte[] body = exchange.body();
        if (body.length > MOST_BYTES) {
            throw RequestRefused.with(
                    ErrorBody.of(
                                    413,
                                    "bad_request_error",
                                    "request_body",
                                    "A management request has at most 1 MiB.")
                            .withDetail());
        }
        try {
            JsonNode node = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw broken("Invalid JSON payload: " + position(e));
        } catch (IOException e) {
            throw broken("Invalid JSON payload.");
        }
        throw broken("The request body must be a JSON object.");
    }

    /// Where it is broken; not what stands there, which may be a secret.
    private static String position(JsonProcessingException e) {
        return e.getLocation() == null
                ? "it ends too early."
                : "line %d, column %d."
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }

    private static RequestRefused broken(String message) {
        return RequestRefused.with(
                ErrorBody.of(400, "bad_request_error", "request_body", message).withDetail());
    }

    static Fields fields(JsonNode object) throws WrongValue {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            values.put(text(each.getKey()), value(each.getValue()));
        }
        return Fields.of(values);
    }

    static @Nullable Object value(JsonNode node) throws WrongValue {
        return switch (node.getNodeType()) {
            case STRING -> text(node.textValue());
            case NUMBER -> bounded(node.decimalValue());
            case BOOLEAN -> node.booleanValue();
            case OBJECT -> fields(node);
            case ARRAY -> {
                List<@Nullable Object> values = new ArrayList<>();
                for (JsonNode each : node) {
                    values.add(value(each));
                }
                yield values;
            }
            case NULL, MISSING, BINARY, POJO -> null;
        };
    }

    /// Databases cannot keep the character of code zero, nor halves of characters.
    static String text(String text) throws WrongValue {
        if (!KeptText.isPossible(text)) {
            throw new WrongValue("value_error", "A text must be whole, and without U+0000");
        }
        return text;
    }

    /// A number that nobody means is refused before it costs memory.
    static BigDecimal bounded(BigDecimal number) throws WrongValue {
        if (number.precision() > MOST_DIGITS || Math.abs(number.scale()) > MOST_DIGITS) {
            throw new WrongValue("finite_number", "Input should be a number of usual size");
        }
        return number;
    }

    static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        FieldsJson.write(json, value);
    }
}
