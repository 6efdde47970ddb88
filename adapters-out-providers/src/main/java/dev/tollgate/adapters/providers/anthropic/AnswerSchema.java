package dev.tollgate.adapters.providers.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.Set;

/// A caller's JSON schema as Anthropic's structured outputs take it: bounds of numbers, texts and
/// lists are left out because the provider refuses a schema that has them, and objects are closed
/// because it demands that. What is left out stays the caller's to check.
final class AnswerSchema {
    private static final Set<String> REFUSED =
            Set.of(
                    "minimum",
                    "maximum",
                    "exclusiveMinimum",
                    "exclusiveMaximum",
                    "multipleOf",
                    "minLength",
                    "maxLength",
                    "minItems",
                    "maxItems",
                    "uniqueItems",
                    "minProperties",
                    "maxProperties");

    private static final Set<String> MAPS = Set.of("properties", "$defs", "definitions");
    private static final Set<String> NESTED = Set.of("items", "anyOf", "allOf", "oneOf", "not");

    private AnswerSchema() {}

    /// Changes the schema in place; its depth is bounded by how it was read.
    static void accommodate(JsonNode schema) {
        if (schema.isArray()) {
            schema.forEach(AnswerSchema::accommodate);
        }
        if (!(schema instanceof ObjectNode object)) {
            return;
        }
        object.remove(REFUSED);
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (MAPS.contains(entry.getKey())) {
                entry.getValue().forEach(AnswerSchema::accommodate);
            } else if (NESTED.contains(entry.getKey())) {
                accommodate(entry.getValue());
            }
        }
        if (Json.string(object, "type").equals("object") || object.path("properties").isObject()) {
            object.put("additionalProperties", false);
        }
    }
}
