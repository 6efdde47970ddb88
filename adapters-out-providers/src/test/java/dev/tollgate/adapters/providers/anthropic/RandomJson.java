package dev.tollgate.adapters.providers.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.random.RandomGenerator;

/// JSON made of the words that both dialects use, so that nonsense gets far into a translation.
final class RandomJson {
    private static final List<String> NAMES =
            List.of(
                    "role",
                    "content",
                    "type",
                    "text",
                    "image_url",
                    "url",
                    "file",
                    "file_id",
                    "file_data",
                    "format",
                    "tool_calls",
                    "tool_call_id",
                    "id",
                    "function",
                    "name",
                    "arguments",
                    "thinking_blocks",
                    "thinking",
                    "signature",
                    "cache_control",
                    "tools",
                    "tool_choice",
                    "parallel_tool_calls",
                    "response_format",
                    "json_schema",
                    "schema",
                    "parameters",
                    "stop",
                    "max_tokens",
                    "temperature",
                    "reasoning_effort",
                    "user",
                    "n",
                    "context_management",
                    "web_search_options",
                    "user_location",
                    "function_call",
                    "custom",
                    "input",
                    "refusal",
                    "usage",
                    "input_tokens",
                    "output_tokens",
                    "cache_creation",
                    "stop_reason",
                    "index",
                    "delta",
                    "content_block",
                    "message",
                    "partial_json",
                    "error",
                    "citations",
                    "citation",
                    "extra_body",
                    "source",
                    "properties",
                    "items",
                    "model",
                    "allowed_tools",
                    "cache_control_injection_points",
                    "location",
                    "metadata");

    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "user",
                    "assistant",
                    "system",
                    "tool",
                    "function",
                    "developer",
                    "text",
                    "image_url",
                    "file",
                    "document",
                    "thinking",
                    "redacted_thinking",
                    "tool_use",
                    "tool_result",
                    "json_object",
                    "json_schema",
                    "auto",
                    "required",
                    "none",
                    "high",
                    "enabled",
                    "adaptive",
                    "allowed_tools",
                    "mcp",
                    "message",
                    "data:image/png;base64,AA==",
                    "data:,",
                    "data:text/plain;base64,!!!",
                    "https://example.com/x",
                    "{\"a\":1}",
                    "{",
                    "[1]",
                    "json_tool_call",
                    "web_search_20250305",
                    "end_turn",
                    "text_delta",
                    "input_json_delta",
                    "thinking_delta",
                    "signature_delta",
                    "citations_delta",
                    "server_tool_use",
                    "é\ud83d\ude00",
                    "\ud83d",
                    "\u0000\u2028",
                    "a@b.c",
                    "compaction");

    private final RandomGenerator random;

    RandomJson(RandomGenerator random) {
        this.random = random;
    }

    JsonNode value(int depth) {
        return switch (random.nextInt(depth <= 0 ? 6 : 12)) {
            case 0 -> Json.NODES.nullNode();
            case 1 -> Json.NODES.booleanNode(random.nextBoolean());
            case 2 -> Json.NODES.numberNode(random.nextInt(-2, 5000));
            case 3 -> Json.read("1e" + random.nextInt(-400, 400)).orElseThrow();
            case 4, 5 -> Json.NODES.textNode(text());
            case 6, 7, 8 -> array(depth);
            default -> object(depth);
        };
    }

    ObjectNode object(int depth) {
        ObjectNode node = Json.object();
        for (int i = random.nextInt(6); i > 0; i--) {
            node.set(NAMES.get(random.nextInt(NAMES.size())), value(depth - 1));
        }
        return node;
    }

    private ArrayNode array(int depth) {
        ArrayNode node = Json.array();
        for (int i = random.nextInt(4); i > 0; i--) {
            node.add(value(depth - 1));
        }
        return node;
    }

    String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    /// Replaces, removes or adds a few values somewhere in `root`.
    void mutate(JsonNode root) {
        for (int i = random.nextInt(3); i >= 0; i--) {
            mutateOnce(root);
        }
    }

    private void mutateOnce(JsonNode root) {
        JsonNode at = root;
        for (int depth = random.nextInt(6); depth > 0; depth--) {
            JsonNode next = child(at);
            if (!next.isContainerNode()) {
                break;
            }
            at = next;
        }
        if (at instanceof ObjectNode object) {
            List<String> names = List.copyOf(object.propertyStream().map(e -> e.getKey()).toList());
            String name =
                    names.isEmpty() || random.nextInt(4) == 0
                            ? NAMES.get(random.nextInt(NAMES.size()))
                            : names.get(random.nextInt(names.size()));
            if (random.nextInt(4) == 0) {
                object.remove(name);
            } else {
                object.set(name, value(2));
            }
        } else if (at instanceof ArrayNode array) {
            array.insert(random.nextInt(array.size() + 1), value(2));
        }
    }

    private JsonNode child(JsonNode node) {
        if (node.isEmpty()) {
            return node;
        }
        List<JsonNode> children = List.copyOf(node.valueStream().toList());
        return children.get(random.nextInt(children.size()));
    }
}
