package dev.tollgate.adapters.providers.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.HashSet;
import java.util.Set;

/// Puts reasoning into the content, between `<think>` tags. Remembers for each choice of a stream
/// whether its tag is open.
final class ReasoningMerge {
    private final Set<Integer> open = new HashSet<>();

    static void whole(ObjectNode answer) {
        for (JsonNode choice : answer.path("choices")) {
            if (choice.path("message") instanceof ObjectNode message) {
                String reasoning = take(message);
                if (!reasoning.isEmpty()) {
                    message.put(
                            "content",
                            "<think>"
                                    + reasoning
                                    + "</think>"
                                    + message.path("content").asText(""));
                }
            }
        }
    }

    void chunk(ObjectNode answer) {
        for (JsonNode choice : answer.path("choices")) {
            if (!(choice.path("delta") instanceof ObjectNode delta)) {
                continue;
            }
            int index = choice.path("index").asInt(0);
            StringBuilder text = new StringBuilder();
            String reasoning = take(delta);
            if (!reasoning.isEmpty()) {
                text.append(open.add(index) ? "<think>" : "").append(reasoning);
            }
            String content = delta.path("content").asText("");
            boolean speaks =
                    !content.isEmpty()
                            || delta.path("tool_calls").size() > 0
                            || choice.path("finish_reason").isTextual();
            if (speaks && open.remove(index)) {
                text.append("</think>");
            }
            text.append(content);
            if (!text.isEmpty()) {
                delta.put("content", text.toString());
            }
        }
    }

    private static String take(ObjectNode said) {
        for (String name : new String[] {"reasoning_content", "reasoning"}) {
            JsonNode reasoning = said.path(name);
            if (reasoning.isTextual()) {
                said.remove(name);
                return reasoning.textValue();
            }
        }
        return "";
    }
}
