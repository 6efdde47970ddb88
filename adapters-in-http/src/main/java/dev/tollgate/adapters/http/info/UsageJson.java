package dev.tollgate.adapters.http.info;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tollgate.domain.usage.ServiceTier;
import dev.tollgate.domain.usage.Usage;

/// Reads the usage of an answer that somebody shows us.
final class UsageJson {
    private static final long CEILING = 1L << 40;

    private UsageJson() {}

    /// @param answer an answer in OpenAI's form; one without a usage used nothing
    static Usage read(JsonNode answer) {
        JsonNode usage = answer.path("usage");
        JsonNode prompt = usage.path("prompt_tokens_details");
        JsonNode completion = usage.path("completion_tokens_details");
        JsonNode byLife = prompt.path("cache_creation_token_details");
        long anHour = count(byLife, "ephemeral_1h_input_tokens");
        long written =
                Math.max(
                        count(usage, "cache_creation_input_tokens"),
                        count(prompt, "cache_creation_tokens"));
        long read =
                Math.max(count(usage, "cache_read_input_tokens"), count(prompt, "cached_tokens"));
        return new Usage(
                        true,
                        count(usage, "prompt_tokens"),
                        count(usage, "completion_tokens"),
                        read,
                        Math.max(0, written - anHour),
                        anHour,
                        count(prompt, "audio_tokens"),
                        count(completion, "audio_tokens"),
                        count(completion, "reasoning_tokens"))
                .orTier(ServiceTier.named(answer.path("service_tier").asText("")));
    }

    private static long count(JsonNode node, String name) {
        JsonNode count = node.path(name);
        return count.canConvertToLong() ? Math.clamp(count.longValue(), 0, CEILING) : 0;
    }
}
