package dev.tollgate.features.driver;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

/// What a caller got.
///
/// @param status as in HTTP
/// @param headers names in lower case; empty in process
/// @param body the bytes as text; in process an error's sentence
/// @param retryAfter seconds after which another try may do better; -1 if nobody said
public record Answer(
        int status, Map<String, String> headers, String body, Ending ending, long retryAfter) {
    public enum Ending {
        /// one body
        WHOLE,
        /// a stream that ended in good order
        STREAMED,
        /// a stream that ended with an error
        BROKEN
    }

    public Answer {
        headers = Map.copyOf(headers);
    }

    Answer(int status, Map<String, String> headers, String body, Ending ending) {
        this(
                status,
                headers,
                body,
                ending,
                Long.parseLong(headers.getOrDefault("retry-after", "-1")));
    }

    public boolean succeeded() {
        return status == 200 && ending != Ending.BROKEN;
    }

    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    public JsonNode json() {
        return Json.parse(body);
    }

    /// The words of the answer, as far as they came.
    public String text() {
        if (ending == Ending.WHOLE) {
            return json().at("/choices/0/message/content").asText();
        }
        StringBuilder text = new StringBuilder();
        for (String event : events()) {
            text.append(Json.parse(event).at("/choices/0/delta/content").asText(""));
        }
        return text.toString();
    }

    /// The chunks of a stream, errors among them.
    public List<JsonNode> chunks() {
        return events().stream().map(Json::parse).toList();
    }

    public List<String> events() {
        return body.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> line.substring(6))
                .toList();
    }
}
