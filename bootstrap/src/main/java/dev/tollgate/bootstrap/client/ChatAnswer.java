package dev.tollgate.bootstrap.client;

import dev.tollgate.application.port.in.ReplyFacts;

import java.util.List;
import java.util.Map;

/// A whole chat answer.
///
/// @param id the provider's id of the answer
/// @param model the model that answered, in the provider's words
/// @param choices at least one
/// @param usage what the provider counted
/// @param facts how the call was served: deployment, attempts, cost
/// @param raw the answer as it came, with whatever else it says
public record ChatAnswer(
        String id,
        String model,
        List<Choice> choices,
        TokenUsage usage,
        ReplyFacts facts,
        Json raw) {
    public ChatAnswer {
        choices = List.copyOf(choices);
        if (choices.isEmpty()) {
            throw new IllegalArgumentException("an answer has at least one choice");
        }
    }

    /// One of the answers asked for; there is more than one where `n` said so.
    ///
    /// @param message what the model said; append it to the request to go on
    /// @param finishReason `stop`, `length`, `tool_calls`, `content_filter`, …
    public record Choice(int index, Message message, String finishReason) {}

    static ChatAnswer read(Json raw, ReplyFacts facts) {
        Map<String, Json> members = raw.members();
        List<Choice> choices =
                members.getOrDefault("choices", Json.NULL).elements().stream()
                        .filter(Json::isObject)
                        .map(ChatAnswer::choice)
                        .toList();
        return new ChatAnswer(
                members.getOrDefault("id", Json.NULL).string(),
                members.getOrDefault("model", Json.NULL).string(),
                choices,
                TokenUsage.read(members.getOrDefault("usage", Json.NULL)),
                facts,
                raw);
    }

    private static Choice choice(Json json) {
        Map<String, Json> members = json.members();
        return new Choice(
                (int) Members.count(json, "index"),
                Message.read(members.getOrDefault("message", Json.NULL), "assistant"),
                members.getOrDefault("finish_reason", Json.NULL).string());
    }

    /// What the model said, to be appended to the request with [ChatRequest#and].
    public Message message() {
        return choices.getFirst().message();
    }

    /// The text; empty where the model called tools only.
    public String text() {
        return message().text();
    }

    /// What the model thought, as far as its provider tells; else empty.
    public String reasoning() {
        return Reasoning.of(message().extra());
    }

    /// Calls the model wants made before it goes on.
    public List<ToolCall> toolCalls() {
        return message().toolCalls();
    }

    /// `stop`, `length`, `tool_calls`, `content_filter`, …
    public String finishReason() {
        return choices.getFirst().finishReason();
    }
}
