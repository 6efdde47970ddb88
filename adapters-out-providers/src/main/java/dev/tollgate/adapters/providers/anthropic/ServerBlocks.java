package dev.tollgate.adapters.providers.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.domain.call.ModelCall;

import java.util.Optional;

/// What whole and streamed answers read alike: blocks that have no place in OpenAI's message,
/// citations, the answer's id.
final class ServerBlocks {
    private ServerBlocks() {}

    /// The field of `provider_specific_fields` that collects blocks of this kind.
    static String fieldOf(JsonNode block) {
        String type = Json.string(block, "type");
        return switch (type) {
            case "server_tool_use", "mcp_tool_use" -> "server_tool_use";
            case "web_search_tool_result" -> "web_search_results";
            case "compaction" -> "compaction_blocks";
            default -> type.endsWith("_tool_result") ? "tool_results" : "other_blocks";
        };
    }

    /// A citation of a web page as OpenAI's annotation.
    ///
    /// @param start first character of the cited text within the content
    /// @param end the character behind it
    static Optional<ObjectNode> annotation(JsonNode citation, int start, int end) {
        if (!citation.path("url").isTextual()) {
            return Optional.empty();
        }
        ObjectNode annotation = Json.object().put("type", "url_citation");
        annotation
                .putObject("url_citation")
                .put("url", Json.string(citation, "url"))
                .put("title", Json.string(citation, "title"))
                .put("start_index", start)
                .put("end_index", end);
        return Optional.of(annotation);
    }

    /// Whether a tool call stands for the answer in JSON that the caller asked for.
    static boolean isJsonAnswer(JsonNode block, ModelCall call, DeploymentSettings settings) {
        return Json.string(block, "name").equals(ToolList.JSON_TOOL)
                && (call.letter().field("response_format").isPresent()
                        || settings.defaults().containsKey("response_format"));
    }

    static String answerId(JsonNode message, ModelCall call) {
        String id = Json.string(message, "id");
        return "chatcmpl-" + (id.isEmpty() ? call.id() : id.replaceFirst("^msg_", ""));
    }
}
