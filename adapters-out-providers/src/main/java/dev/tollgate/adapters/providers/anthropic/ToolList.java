package dev.tollgate.adapters.providers.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.adapters.providers.protocol.RefusedLocally;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// OpenAI's tools as Anthropic's: functions with their input schema, hosted tools as they are, MCP
/// servers in a list of their own.
final class ToolList {
    /// The tool a model answers through where it has no other way to answer by a schema.
    static final String JSON_TOOL = "json_tool_call";

    private static final Set<String> FUNCTION_EXTRAS =
            Set.of("defer_loading", "allowed_callers", "input_examples", "eager_input_streaming");

    /// What the provider takes at the root of an input schema; a choice of schemas there is
    /// refused.
    private static final Set<String> SCHEMA_KEYS =
            Set.of(
                    "type",
                    "properties",
                    "required",
                    "additionalProperties",
                    "patternProperties",
                    "$defs",
                    "definitions",
                    "title",
                    "description");

    private final DeploymentSettings settings;
    private final Betas betas;
    private final ArrayNode tools = Json.array();
    private final ArrayNode mcpServers = Json.array();

    ToolList(DeploymentSettings settings, Betas betas) {
        this.settings = settings;
        this.betas = betas;
    }

    ArrayNode tools() {
        return tools;
    }

    ArrayNode mcpServers() {
        return mcpServers;
    }

    void read(JsonNode list) {
        if (Json.unset(list)) {
            return;
        }
        if (!list.isArray()) {
            throw wrong("tools", "must be an array of tools");
        }
        for (int i = 0; i < list.size(); i++) {
            JsonNode tool = list.get(i);
            if (!tool.isObject()) {
                throw wrong("tools[" + i + "]", "must be an object");
            }
            read("tools[" + i + "]", (ObjectNode) tool);
        }
    }

    private void read(String at, ObjectNode tool) {
        String type = Json.string(tool, "type");
        betas.forTool(type, tool);
        if (tool.has("input_schema")) {
            tools.add(tool);
            return;
        }
        switch (type) {
            case "function" -> tools.add(function(at, tool));
            case "mcp" -> mcpServers.add(mcpServer(at, tool));
            case "url" -> {
                betas.need(Betas.MCP);
                mcpServers.add(tool);
            }
            case "web_search", "web_search_preview" -> tools.add(webSearch(tool));
            case "" -> throw wrong(at + ".type", "must name the kind of tool, such as 'function'");
            default -> {
                if (type.equals("custom")) {
                    throw wrong(at + ".type", "'custom' is not supported by Claude");
                }
                tools.add(hosted(tool));
            }
        }
    }

    private ObjectNode function(String at, ObjectNode tool) {
        JsonNode function = tool.path("function");
        JsonNode name = function.path("name");
        if (!name.isTextual()) {
            throw wrong(at + ".function.name", "must be a string");
        }
        ObjectNode out = Json.object();
        out.set("name", name);
        if (function.path("description").isTextual()) {
            out.set("description", function.path("description"));
        }
        out.set("input_schema", inputSchema(at, function.path("parameters")));
        for (String extra : FUNCTION_EXTRAS.stream().sorted().toList()) {
            if (tool.has(extra)) {
                out.set(extra, tool.get(extra));
            }
        }
        JsonNode control = tool.path("cache_control");
        if (!control.isObject()) {
            control = function.path("cache_control");
        }
        if (control.isObject()) {
            out.set("cache_control", control);
        }
        return out;
    }

    private ObjectNode inputSchema(String at, JsonNode parameters) {
        ObjectNode schema = Json.object().put("type", "object");
        if (Json.unset(parameters)) {
            schema.set("properties", Json.object());
            return schema;
        }
        if (!parameters.isObject()) {
            throw wrong(at + ".function.parameters", "must be a JSON schema (an object)");
        }
        for (Map.Entry<String, JsonNode> entry : parameters.properties()) {
            if (SCHEMA_KEYS.contains(entry.getKey()) && !entry.getValue().isNull()) {
                schema.set(entry.getKey(), entry.getValue());
            }
        }
        if (!schema.has("properties")) {
            schema.set("properties", Json.object());
        }
        return schema;
    }

    /// A hosted tool in either spelling: its fields beside `type`, or within `function`, where a
    /// computer's display stands under `parameters`.
    private static ObjectNode hosted(ObjectNode tool) {
        JsonNode function = tool.path("function");
        if (!function.isObject()) {
            return tool;
        }
        ObjectNode out = Json.object();
        out.set("type", tool.get("type"));
        if (function.path("name").isTextual()) {
            out.set("name", function.get("name"));
        }
        for (Map.Entry<String, JsonNode> entry : function.path("parameters").properties()) {
            out.set(entry.getKey(), entry.getValue());
        }
        for (Map.Entry<String, JsonNode> entry : tool.properties()) {
            if (!entry.getKey().equals("function")) {
                out.set(entry.getKey(), entry.getValue());
            }
        }
        return out;
    }

    private ObjectNode mcpServer(String at, ObjectNode tool) {
        betas.need(Betas.MCP);
        for (String field : new String[] {"server_url", "server_label"}) {
            if (!tool.path(field).isTextual()) {
                throw wrong(at + "." + field, "must be a string");
            }
        }
        ObjectNode server = Json.object().put("type", "url");
        server.set("url", tool.get("server_url"));
        server.set("name", tool.get("server_label"));
        if (tool.path("allowed_tools").isArray()) {
            server.putObject("tool_configuration")
                    .put("enabled", true)
                    .set("allowed_tools", tool.get("allowed_tools"));
        }
        String token = Json.string(tool, "authorization");
        if (token.isEmpty()) {
            token = Json.string(tool.path("headers"), "Authorization");
        }
        if (!token.isEmpty()) {
            server.put("authorization_token", token.replaceFirst("^(?i)bearer\\s+", ""));
        }
        return server;
    }

    /// OpenAI's search options, as a tool or as `web_search_options`, as Anthropic's search tool.
    static ObjectNode webSearch(JsonNode options) {
        ObjectNode tool =
                Json.object().put("type", "web_search_20250305").put("name", "web_search");
        switch (Json.string(options, "search_context_size")) {
            case "low" -> tool.put("max_uses", 1);
            case "medium" -> tool.put("max_uses", 5);
            case "high" -> tool.put("max_uses", 10);
            default -> {
                // nothing was said: the provider's own bound holds
            }
        }
        if (options.path("max_uses").isNumber()) {
            tool.set("max_uses", options.get("max_uses"));
        }
        JsonNode location = options.path("user_location");
        if (location.isObject()) {
            JsonNode approximate = location.path("approximate");
            JsonNode from = approximate.isObject() ? approximate : location;
            ObjectNode to = tool.putObject("user_location").put("type", "approximate");
            for (String field : new String[] {"city", "region", "country", "timezone"}) {
                if (from.path(field).isTextual()) {
                    to.set(field, from.get(field));
                }
            }
        }
        return tool;
    }

    boolean isEmpty() {
        return tools.isEmpty();
    }

    /// Keeps only tools of these names.
    void restrictTo(JsonNode allowed) {
        Set<String> names = new HashSet<>();
        for (JsonNode tool : allowed) {
            names.add(Json.string(tool.path("function"), "name"));
            names.add(Json.string(tool, "name"));
        }
        tools.removeIf(tool -> !names.contains(Json.string(tool, "name")));
    }

    void addJsonTool(JsonNode schema) {
        ObjectNode tool =
                Json.object()
                        .put("name", JSON_TOOL)
                        .put("description", "Give your whole answer as the input of this tool.");
        ObjectNode input = schema.isObject() ? ((ObjectNode) schema).deepCopy() : Json.object();
        if (!input.has("type")) {
            input.put("type", "object");
        }
        if (!schema.isObject()) {
            input.set("properties", Json.object());
            input.put("additionalProperties", true);
        }
        tool.set("input_schema", input);
        tools.add(tool);
    }

    private RefusedLocally wrong(String field, String rule) {
        return MessagesErrors.wrongShape(settings, field, rule);
    }
}
