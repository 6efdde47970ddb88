package dev.tollgate.bootstrap.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A model's wish to have a tool called. Answer it with [Message#tool].
///
/// @param id what the answer refers to
/// @param name the function; empty for a call that is not one of a function
/// @param arguments the arguments as the model wrote them: usually, not surely, a JSON object
/// @param extra further members of the call; for a call that is not one of a function all but `id`
/// @param functionExtra further members of the call's `function`
public record ToolCall(
        String id,
        String name,
        String arguments,
        Map<String, Json> extra,
        Map<String, Json> functionExtra) {
    public ToolCall {
        extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
        functionExtra = Collections.unmodifiableMap(new LinkedHashMap<>(functionExtra));
    }

    public static ToolCall of(String id, String name, String arguments) {
        return new ToolCall(id, name, arguments, Map.of(), Map.of());
    }

    static ToolCall read(Json json) {
        Map<String, Json> extra = json.members();
        String id = Members.takeString(extra, "id");
        Json function = extra.getOrDefault("function", Json.NULL);
        if (!function.isObject()) {
            return new ToolCall(id, "", "", extra, Map.of());
        }
        extra.remove("function");
        extra.remove("type", Json.of("function"));
        Map<String, Json> functionExtra = function.members();
        return new ToolCall(
                id,
                Members.takeString(functionExtra, "name"),
                Members.takeString(functionExtra, "arguments"),
                extra,
                functionExtra);
    }

    /// The call as the wire has it.
    public Json json() {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("id", Json.of(id));
        if (!name.isEmpty()) {
            Map<String, Json> function = new LinkedHashMap<>();
            function.put("name", Json.of(name));
            function.put("arguments", Json.of(arguments));
            function.putAll(functionExtra);
            members.put("type", Json.of("function"));
            members.put("function", Json.object(function));
        }
        members.putAll(extra);
        return Json.object(members);
    }
}
