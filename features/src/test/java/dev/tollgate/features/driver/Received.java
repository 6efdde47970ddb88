package dev.tollgate.features.driver;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Map;

/// One request as a provider got it.
///
/// @param deployment the deployment it was meant for
/// @param path the path and query after the deployment's own prefix
/// @param headers names in lower case
/// @param body the exact text
public record Received(String deployment, String path, Map<String, String> headers, String body) {
    public Received {
        headers = Map.copyOf(headers);
    }

    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    boolean wantsStream() {
        return body.replace(" ", "").contains("\"stream\":true");
    }

    boolean wantsUsage() {
        return body.replace(" ", "").contains("\"include_usage\":true");
    }

    /// The beginning of an answer that the provider is to go on from; empty where there is none.
    public String begun() {
        JsonNode messages = body.isEmpty() ? Json.MISSING : Json.parse(body).path("messages");
        JsonNode last = messages.path(messages.size() - 1);
        if (!last.path("role").asText().equals("assistant")) {
            return "";
        }
        JsonNode content = last.path("content");
        return content.isArray() ? content.path(0).path("text").asText() : content.asText();
    }
}
