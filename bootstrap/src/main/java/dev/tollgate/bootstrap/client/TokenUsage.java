package dev.tollgate.bootstrap.client;

import java.util.Map;

/// Tokens that the provider reported.
///
/// @param promptTokens tokens of the request, cached ones included
/// @param completionTokens tokens of the answer, reasoning included
/// @param cachedTokens of the prompt's, those read from a cache
/// @param reasoningTokens of the answer's, those spent on reasoning
/// @param raw the report as it came, with whatever else it says; `null` where there was none
public record TokenUsage(
        long promptTokens,
        long completionTokens,
        long totalTokens,
        long cachedTokens,
        long reasoningTokens,
        Json raw) {
    /// Nothing was reported.
    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, 0, Json.NULL);

    static TokenUsage read(Json usage) {
        if (!usage.isObject()) {
            return NONE;
        }
        long prompt = Members.count(usage, "prompt_tokens");
        long completion = Members.count(usage, "completion_tokens");
        Map<String, Json> members = usage.members();
        return new TokenUsage(
                prompt,
                completion,
                members.getOrDefault("total_tokens", Json.NULL)
                        .integer()
                        .orElse(prompt + completion),
                Members.count(
                        members.getOrDefault("prompt_tokens_details", Json.NULL), "cached_tokens"),
                Members.count(
                        members.getOrDefault("completion_tokens_details", Json.NULL),
                        "reasoning_tokens"),
                usage);
    }

    public boolean reported() {
        return !raw.isNull();
    }
}
