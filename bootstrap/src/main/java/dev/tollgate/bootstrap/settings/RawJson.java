package dev.tollgate.bootstrap.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.tollgate.bootstrap.settings.Raw.Scalar;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/// Configured request parameters as JSON text.
final class RawJson {
    /// Parameters that are numbers to every provider; a text such as "0.5" is meant as one.
    private static final Set<String> NUMBERS =
            Set.of(
                    "temperature",
                    "max_tokens",
                    "max_completion_tokens",
                    "top_p",
                    "top_k",
                    "n",
                    "seed",
                    "frequency_penalty",
                    "presence_penalty",
                    "top_logprobs",
                    "dimensions",
                    "min_p",
                    "repetition_penalty",
                    "best_of");

    private RawJson() {}

    static String of(String key, Raw value) {
        if (NUMBERS.contains(key)
                && value instanceof Scalar scalar
                && scalar.type() == Scalar.Type.TEXT) {
            Optional<String> number = YamlScalars.number(scalar.text().strip());
            if (number.isPresent()) {
                return number.get();
            }
        }
        return node(value).toString();
    }

    private static JsonNode node(Raw raw) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (raw) {
            case Scalar scalar ->
                    switch (scalar.type()) {
                        case TEXT -> json.textNode(scalar.text());
                        case FLAG -> json.booleanNode(Boolean.parseBoolean(scalar.text()));
                        case NUMBER -> json.numberNode(new BigDecimal(scalar.text()));
                        case NOTHING, UNSET -> json.nullNode();
                    };
            case Raw.Listing listing -> {
                ArrayNode array = json.arrayNode();
                listing.items().forEach(item -> array.add(node(item)));
                yield array;
            }
            case Raw.Mapping mapping -> {
                ObjectNode object = json.objectNode();
                mapping.fields().forEach((key, field) -> object.set(key, node(field.value())));
                yield object;
            }
        };
    }
}
