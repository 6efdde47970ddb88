package dev.tollgate.bootstrap.client;

import java.util.List;
import java.util.Map;

/// A piece of a streamed chat answer.
///
/// @param choices what was added to which answer; none in a chunk that only tells the usage
/// @param usage what the provider counted; usually in the last chunk alone
/// @param raw the chunk as it came, with whatever else it says
public record ChatChunk(String id, String model, List<Delta> choices, TokenUsage usage, Json raw) {
    public ChatChunk {
        choices = List.copyOf(choices);
    }

    /// What was added to one answer.
    ///
    /// @param index which of the answers, where `n` asked for several
    /// @param finishReason empty until the answer is finished
    public record Delta(
            int index,
            String text,
            String reasoning,
            List<ToolCallPiece> toolCalls,
            String finishReason) {
        public Delta {
            toolCalls = List.copyOf(toolCalls);
        }
    }

    /// A piece of a tool call: the first one of an index has its id and name, all add to its
    /// arguments.
    public record ToolCallPiece(int index, String id, String name, String arguments) {}

    static ChatChunk read(Json raw) {
        Map<String, Json> members = raw.members();
        return new ChatChunk(
                members.getOrDefault("id", Json.NULL).string(),
                members.getOrDefault("model", Json.NULL).string(),
                members.getOrDefault("choices", Json.NULL).elements().stream()
                        .map(ChatChunk::delta)
                        .toList(),
                TokenUsage.read(members.getOrDefault("usage", Json.NULL)),
                raw);
    }

    private static Delta delta(Json choice) {
        Map<String, Json> members = choice.members();
        Map<String, Json> delta = members.getOrDefault("delta", Json.NULL).members();
        return new Delta(
                (int) Members.count(choice, "index"),
                delta.getOrDefault("content", Json.NULL).string(),
                Reasoning.of(delta),
                delta.getOrDefault("tool_calls", Json.NULL).elements().stream()
                        .map(ChatChunk::piece)
                        .toList(),
                members.getOrDefault("finish_reason", Json.NULL).string());
    }

    private static ToolCallPiece piece(Json call) {
        Map<String, Json> function = call.member("function").members();
        return new ToolCallPiece(
                (int) Members.count(call, "index"),
                call.member("id").string(),
                function.getOrDefault("name", Json.NULL).string(),
                function.getOrDefault("arguments", Json.NULL).string());
    }

    /// The text added to the first answer; often empty.
    public String text() {
        return first().text();
    }

    /// What was added to the first answer's reasoning; often empty.
    public String reasoning() {
        return first().reasoning();
    }

    /// Pieces of the first answer's tool calls.
    public List<ToolCallPiece> toolCalls() {
        return first().toolCalls();
    }

    /// Why the first answer ended; empty until it did.
    public String finishReason() {
        return first().finishReason();
    }

    private Delta first() {
        for (Delta delta : choices) {
            if (delta.index() == 0) {
                return delta;
            }
        }
        return new Delta(0, "", "", List.of(), "");
    }
}
