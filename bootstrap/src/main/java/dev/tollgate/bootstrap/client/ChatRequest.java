package dev.tollgate.bootstrap.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A chat request. Whatever the chat completions API knows beside model, messages and tools is a
/// named field; the common ones have a method here, any other goes in by [#with].
///
/// @param model a model name of the configuration, or `provider/model`
/// @param messages the conversation so far
/// @param tools what the model may call
/// @param fields every other field of the body, in the order in which they are sent
public record ChatRequest(
        String model, List<Message> messages, List<Tool> tools, Map<String, Json> fields) {
    public ChatRequest {
        if (model.isBlank()) {
            throw new IllegalArgumentException("a request needs a model");
        }
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        for (String name : List.of("model", "messages", "tools", "stream")) {
            if (fields.containsKey(name)) {
                throw new IllegalArgumentException(
                        name.equals("stream")
                                ? "Gateway.chat and Gateway.stream decide on 'stream'"
                                : "'" + name + "' is a component of its own, not a field");
            }
        }
    }

    public static ChatRequest of(String model, Message... messages) {
        return new ChatRequest(model, List.of(messages), List.of(), Map.of());
    }

    /// The same request to another model.
    public ChatRequest withModel(String newModel) {
        return new ChatRequest(newModel, messages, tools, fields);
    }

    /// The same request with the conversation going on.
    public ChatRequest and(Message... more) {
        List<Message> all = new ArrayList<>(messages);
        all.addAll(List.of(more));
        return new ChatRequest(model, all, tools, fields);
    }

    public ChatRequest withTools(Tool... newTools) {
        return new ChatRequest(model, messages, List.of(newTools), fields);
    }

    /// The same request with one more field, or another value for it.
    public ChatRequest with(String name, Json value) {
        Map<String, Json> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new ChatRequest(model, messages, tools, more);
    }

    public ChatRequest withTemperature(double temperature) {
        return with("temperature", Json.of(temperature));
    }

    public ChatRequest withTopP(double topP) {
        return with("top_p", Json.of(topP));
    }

    /// `max_tokens`: output tokens at most.
    public ChatRequest withMaxTokens(int tokens) {
        return with("max_tokens", Json.of(tokens));
    }

    /// `max_completion_tokens`: output tokens at most, reasoning included.
    public ChatRequest withMaxCompletionTokens(int tokens) {
        return with("max_completion_tokens", Json.of(tokens));
    }

    public ChatRequest withStop(String... sequences) {
        return with("stop", Json.strings(sequences));
    }

    public ChatRequest withSeed(long seed) {
        return with("seed", Json.of(seed));
    }

    /// @param effort `low`, `medium`, `high`, …
    public ChatRequest withReasoningEffort(String effort) {
        return with("reasoning_effort", Json.of(effort));
    }

    /// The answer's text is to be a JSON value of this schema.
    public ChatRequest withJsonSchema(String name, Json schema) {
        Map<String, Json> inner = new LinkedHashMap<>();
        inner.put("name", Json.of(name));
        inner.put("strict", Json.of(true));
        inner.put("schema", schema);
        Map<String, Json> format = new LinkedHashMap<>();
        format.put("type", Json.of("json_schema"));
        format.put("json_schema", Json.object(inner));
        return with("response_format", Json.object(format));
    }

    public ChatRequest withUser(String user) {
        return with("user", Json.of(user));
    }

    /// Bound of one attempt. The gateway reads it and keeps it from the provider.
    public ChatRequest withTimeout(Duration timeout) {
        return with("timeout", Json.of(timeout.toMillis() / 1000.0));
    }

    /// Retries after the first attempt. The gateway reads it and keeps it from the provider.
    public ChatRequest withRetries(int retries) {
        return with("num_retries", Json.of(retries));
    }

    /// Models to try when this one fails, instead of the configured ones. The gateway reads it and
    /// keeps it from the provider.
    public ChatRequest withFallbacks(String... models) {
        return with("fallbacks", Json.strings(models));
    }

    /// The body as the wire has it.
    public Json json() {
        return json(Map.of());
    }

    /// The body that asks for a stream, and for the usage at its end unless `stream_options` says
    /// otherwise.
    Json streamingJson() {
        Map<String, Json> streaming = new LinkedHashMap<>();
        streaming.put("stream", Json.of(true));
        if (!fields.containsKey("stream_options")) {
            streaming.put("stream_options", Json.object(Map.of("include_usage", Json.of(true))));
        }
        return json(streaming);
    }

    private Json json(Map<String, Json> more) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("model", Json.of(model));
        members.put("messages", Json.array(messages.stream().map(Message::json).toList()));
        if (!tools.isEmpty()) {
            members.put("tools", Json.array(tools.stream().map(Tool::json).toList()));
        }
        members.putAll(fields);
        members.putAll(more);
        return Json.object(members);
    }
}
