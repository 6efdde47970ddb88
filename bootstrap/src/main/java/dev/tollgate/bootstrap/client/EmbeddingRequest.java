package dev.tollgate.bootstrap.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A request for the vectors of texts.
///
/// @param model a model name of the configuration, or `provider/model`
/// @param input the texts, one vector each
/// @param fields every other field of the body (`dimensions`, `input_type`, …)
public record EmbeddingRequest(String model, List<String> input, Map<String, Json> fields) {
    public EmbeddingRequest {
        if (model.isBlank()) {
            throw new IllegalArgumentException("a request needs a model");
        }
        if (input.isEmpty()) {
            throw new IllegalArgumentException("an embedding request needs a text");
        }
        input = List.copyOf(input);
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        for (String name : List.of("model", "input")) {
            if (fields.containsKey(name)) {
                throw new IllegalArgumentException(
                        "'" + name + "' is a component of its own, not a field");
            }
        }
    }

    public static EmbeddingRequest of(String model, String... texts) {
        return new EmbeddingRequest(model, List.of(texts), Map.of());
    }

    /// The same request with one more field, or another value for it.
    public EmbeddingRequest with(String name, Json value) {
        Map<String, Json> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new EmbeddingRequest(model, input, more);
    }

    /// How many numbers a vector is to have, for models that can choose.
    public EmbeddingRequest withDimensions(int dimensions) {
        return with("dimensions", Json.of(dimensions));
    }

    /// The body as the wire has it.
    public Json json() {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("model", Json.of(model));
        members.put("input", Json.array(input.stream().map(Json::of).toList()));
        members.putAll(fields);
        return Json.object(members);
    }
}
