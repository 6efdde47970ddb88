package dev.tollgate.bootstrap.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.util.LinkedHashMap;
import java.util.Map;

/// The value of `--headers`.
final class HeadersArgument {
    private HeadersArgument() {}

    /// @throws IllegalArgumentException without the value, which holds credentials
    static Map<String, String> parse(String json) {
        JsonNode node;
        try {
            node = new ObjectMapper().readTree(json);
        } catch (JsonProcessingException _) {
            throw notAnObject();
        }
        if (!node.isObject()) {
            throw notAnObject();
        }
        var headers = new LinkedHashMap<String, String>();
        node.properties()
                .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
        return headers;
    }

    private static IllegalArgumentException notAnObject() {
        return new IllegalArgumentException(
                "--headers takes a JSON object of texts, such as '{\"x-team\": \"red\"}'");
    }
}
