package dev.tollgate.adapters.providers.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;

import dev.tollgate.domain.usage.Meter;
import dev.tollgate.domain.usage.Meters;
import dev.tollgate.domain.usage.ServiceTier;
import dev.tollgate.domain.usage.Terms;
import dev.tollgate.domain.usage.Usage;

import java.io.IOException;

/// Anthropic's token counts as they come in, in one piece or several: each count is cumulative, so
/// the largest seen is the truth. Anthropic counts cached and written tokens beside `input_tokens`;
/// OpenAI's `prompt_tokens` contains them.
final class MessagesUsage {
    /// No answer has more tokens; keeps sums of absurd counts from overflowing.
    private static final long CEILING = 1L << 40;

    private boolean reported;
    private long input;
    private long output;
    private long cacheRead;
    private long cacheWritten;
    private long written5m;
    private long written1h;
    private long webSearches;
    private String serviceTier = "";
    private boolean fast;
    private boolean geoUs;

    void merge(JsonNode usage) {
        if (!usage.isObject()) {
            return;
        }
        reported = true;
        input = Math.max(input, count(usage.path("input_tokens")));
        output = Math.max(output, count(usage.path("output_tokens")));
        cacheRead = Math.max(cacheRead, count(usage.path("cache_read_input_tokens")));
        cacheWritten = Math.max(cacheWritten, count(usage.path("cache_creation_input_tokens")));
        JsonNode byLife = usage.path("cache_creation");
        written5m = Math.max(written5m, count(byLife.path("ephemeral_5m_input_tokens")));
        written1h = Math.max(written1h, count(byLife.path("ephemeral_1h_input_tokens")));
        JsonNode tools = usage.path("server_tool_use");
        webSearches = Math.max(webSearches, count(tools.path("web_search_requests")));
        if (usage.path("service_tier").isTextual()) {
            serviceTier = usage.path("service_tier").textValue();
        }
        fast |= usage.path("speed").asText().equals("fast");
        geoUs |= usage.path("inference_geo").asText().equals("us");
    }

    private static long count(JsonNode node) {
        if (!node.isNumber() || !node.canConvertToLong()) {
            return 0;
        }
        return Math.clamp(node.longValue(), 0, CEILING);
    }

    Usage toUsage() {
        if (!reported) {
            return Usage.NONE;
        }
        return new Usage(
                        true,
                        prompt(),
                        output,
                        cacheRead,
                        written() - written1h,
                        written1h,
                        0,
                        0,
                        0)
                .with(terms())
                .with(Meters.of(Meter.WEB_SEARCHES, webSearches));
    }

    private Terms terms() {
        ServiceTier tier = ServiceTier.named(serviceTier);
        return fast || geoUs ? new Terms(tier, fast, geoUs, "") : Terms.of(tier);
    }

    /// Written tokens whose life nobody stated are five-minute ones, Anthropic's default.
    private long written() {
        return Math.max(cacheWritten, written5m + written1h);
    }

    private long prompt() {
        return input + cacheRead + written();
    }

    /// OpenAI's name of the tier that served the call; empty if none was told.
    String serviceTier() {
        return switch (serviceTier) {
            case "standard" -> "default";
            case "priority" -> "priority";
            default -> "";
        };
    }

    /// Writes OpenAI's usage object with the details Anthropic knows.
    void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("completion_tokens", output);
        out.writeNumberField("prompt_tokens", prompt());
        out.writeNumberField("total_tokens", prompt() + output);
        out.writeObjectFieldStart("prompt_tokens_details");
        out.writeNumberField("cached_tokens", cacheRead);
        out.writeNumberField("text_tokens", input);
        out.writeNumberField("cache_creation_tokens", written());
        out.writeNumberField("cache_write_tokens", written());
        if (written() > 0) {
            out.writeObjectFieldStart("cache_creation_token_details");
            out.writeNumberField("ephemeral_5m_input_tokens", written() - written1h);
            out.writeNumberField("ephemeral_1h_input_tokens", written1h);
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeNumberField("cache_creation_input_tokens", written());
        out.writeNumberField("cache_read_input_tokens", cacheRead);
        if (webSearches > 0) {
            out.writeObjectFieldStart("server_tool_use");
            out.writeNumberField("web_search_requests", webSearches);
            out.writeEndObject();
        }
        out.writeEndObject();
    }
}
