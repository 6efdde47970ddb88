package dev.tollgate.adapters.providers.anthropic;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.LinkedHashSet;
import java.util.Set;

/// The beta features one request needs, in the order in which they were met.
final class Betas {
    static final String OAUTH = "oauth-2025-04-20";
    static final String FILES = "files-api-2025-04-14";
    static final String MCP = "mcp-client-2025-04-04";
    static final String STRUCTURED_OUTPUTS = "structured-outputs-2025-11-13";
    static final String EFFORT = "effort-2025-11-24";
    static final String CONTEXT_MANAGEMENT = "context-management-2025-06-27";
    static final String COMPACTION = "compact-2026-01-12";
    static final String CODE_EXECUTION = "code-execution-2025-08-25";
    private static final String ADVANCED_TOOLS = "advanced-tool-use-2025-11-20";

    private final Set<String> names = new LinkedHashSet<>();

    void need(String name) {
        names.add(name);
    }

    /// Adds the names of a header value, as a caller or a deployment wrote it.
    void needAll(String headerValue) {
        for (String name : headerValue.split(",", -1)) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
    }

    /// What a tool needs: hosted tools by their dated type, others by their extra fields.
    void forTool(String type, JsonNode tool) {
        switch (type) {
            case "computer_20241022", "bash_20241022", "text_editor_20241022" ->
                    need("computer-use-2024-10-22");
            case "computer_20250124" -> need("computer-use-2025-01-24");
            case "computer_20251124" -> need("computer-use-2025-11-24");
            case "code_execution_20250522" -> need("code-execution-2025-05-22");
            case "code_execution_20250825" -> need(CODE_EXECUTION);
            case "web_fetch_20250910" -> need("web-fetch-2025-09-10");
            case "memory_20250818" -> need(CONTEXT_MANAGEMENT);
            default -> {
                if (type.startsWith("tool_search_tool")) {
                    need(ADVANCED_TOOLS);
                }
            }
        }
        if (tool.has("defer_loading")
                || tool.has("allowed_callers")
                || tool.has("input_examples")) {
            need(ADVANCED_TOOLS);
        }
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    String headerValue() {
        return String.join(",", names);
    }
}
