package dev.tollgate.bootstrap.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One message of a conversation.
///
/// @param role `system`, `developer`, `user`, `assistant` or `tool`
/// @param content its parts; a single plain text goes over the wire as a string
/// @param toolCalls calls an assistant asked for
/// @param toolCallId the call that a `tool` message answers; empty for others
/// @param extra further members (`name`, `reasoning_content`, `thinking_blocks`, …)
public record Message(
        String role,
        List<Part> content,
        List<ToolCall> toolCalls,
        String toolCallId,
        Map<String, Json> extra) {
    public Message {
        if (role.isBlank()) {
            throw new IllegalArgumentException("a message needs a role");
        }
        content = List.copyOf(content);
        toolCalls = List.copyOf(toolCalls);
        extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
    }

    private Message(String role, List<Part> content) {
        this(role, content, List.of(), "", Map.of());
    }

    public static Message system(String text) {
        return new Message("system", List.of(Part.text(text)));
    }

    public static Message user(String text) {
        return user(Part.text(text));
    }

    public static Message user(Part... parts) {
        return new Message("user", List.of(parts));
    }

    public static Message assistant(String text) {
        return new Message("assistant", List.of(Part.text(text)));
    }

    /// The result of a call the model asked for.
    public static Message tool(ToolCall call, String result) {
        return new Message("tool", List.of(Part.text(result)), List.of(), call.id(), Map.of());
    }

    /// Reads a message as the wire has it, for example from a stored conversation.
    ///
    /// @throws IllegalArgumentException if it is not an object with a role
    public static Message parse(Json json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("a message is a JSON object, and this is not one");
        }
        return read(json, "");
    }

    /// @param ifNone the role of a message that names none
    static Message read(Json json, String ifNone) {
        Map<String, Json> extra = json.members();
        String role = Members.takeString(extra, "role");
        List<Part> content = content(extra);
        List<ToolCall> calls = new ArrayList<>();
        Json asked = extra.getOrDefault("tool_calls", Json.NULL);
        if (asked.isArray()) {
            extra.remove("tool_calls");
            asked.elements().forEach(call -> calls.add(ToolCall.read(call)));
        }
        String callId = Members.takeString(extra, "tool_call_id");
        return new Message(role.isEmpty() ? ifNone : role, content, calls, callId, extra);
    }

    private static List<Part> content(Map<String, Json> members) {
        Json content = members.getOrDefault("content", Json.NULL);
        if (content.isString()) {
            members.remove("content");
            return List.of(Part.text(content.string()));
        }
        if (content.isArray() || content.isNull()) {
            members.remove("content");
            return content.elements().stream().map(Message::part).toList();
        }
        return List.of();
    }

    private static Part part(Json json) {
        Map<String, Json> members = json.members();
        return switch (Members.takeString(members, "type")) {
            case "text" ->
                    members.getOrDefault("text", Json.NULL).isString()
                            ? new Part.Text(Members.takeString(members, "text"), members)
                            : new Part.Other(json);
            case "image_url" -> image(json, members);
            default -> new Part.Other(json);
        };
    }

    private static Part image(Json json, Map<String, Json> members) {
        Map<String, Json> image = members.getOrDefault("image_url", Json.NULL).members();
        members.remove("image_url");
        String url = Members.takeString(image, "url");
        String detail = Members.takeString(image, "detail");
        return url.isEmpty() || !image.isEmpty()
                ? new Part.Other(json)
                : new Part.Image(url, detail, members);
    }

    /// The text of all its text parts.
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Part part : content) {
            if (part instanceof Part.Text plain) {
                text.append(plain.text());
            }
        }
        return text.toString();
    }

    /// The same message with one more member, or another value for it.
    public Message with(String name, Json value) {
        switch (name) {
            case "role", "content", "tool_calls", "tool_call_id" ->
                    throw new IllegalArgumentException(
                            "'" + name + "' is a component of its own, not an extra member");
            default -> {}
        }
        Map<String, Json> more = new LinkedHashMap<>(extra);
        more.put(name, value);
        return new Message(role, content, toolCalls, toolCallId, more);
    }

    /// The message as the wire has it.
    public Json json() {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("role", Json.of(role));
        members.put("content", contentJson());
        if (!toolCalls.isEmpty()) {
            members.put("tool_calls", Json.array(toolCalls.stream().map(ToolCall::json).toList()));
        }
        if (!toolCallId.isEmpty()) {
            members.put("tool_call_id", Json.of(toolCallId));
        }
        members.putAll(extra);
        return Json.object(members);
    }

    private Json contentJson() {
        if (content.isEmpty()) {
            return Json.NULL;
        }
        if (content.size() == 1
                && content.getFirst() instanceof Part.Text(String text, Map<String, Json> more)
                && more.isEmpty()) {
            return Json.of(text);
        }
        return Json.array(content.stream().map(Part::json).toList());
    }
}
