package dev.tollgate.adapters.providers.anthropic;

/// Why Claude stopped, in OpenAI's words and in Anthropic's.
///
/// @param neutral `stop`, `length`, `tool_calls` or `content_filter`
/// @param nativeReason Anthropic's own word where OpenAI's says less; empty where it says the same
record StopReason(String neutral, String nativeReason) {
    /// @param answeredAsJson the only tool that was called stands for the JSON answer
    static StopReason of(String reason, boolean answeredAsJson) {
        return switch (reason) {
            case "", "end_turn" -> new StopReason("stop", "");
            case "max_tokens" -> new StopReason("length", "");
            case "tool_use" -> new StopReason(answeredAsJson ? "stop" : "tool_calls", "");
            case "model_context_window_exceeded" -> new StopReason("length", reason);
            case "refusal" -> new StopReason("content_filter", reason);
            default -> new StopReason("stop", reason);
        };
    }
}
