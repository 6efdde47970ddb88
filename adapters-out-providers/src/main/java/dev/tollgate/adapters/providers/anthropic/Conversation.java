package dev.tollgate.adapters.providers.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.adapters.providers.protocol.RefusedLocally;

import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// OpenAI's messages as Anthropic's: system blocks apart, turns that alternate between user and
/// assistant, tool results inside user turns.
final class Conversation {
    /// Stands where the provider insists on a text and the caller has none.
    private static final String PLACEHOLDER = ".";

    private static final Pattern ODD_ID_CHARACTERS = Pattern.compile("[^a-zA-Z0-9_-]");

    private final DeploymentSettings settings;
    private final Betas betas;
    private final ArrayNode system = Json.array();
    private final ArrayNode turns = Json.array();

    /// Blocks of the last turn that go behind its tool results.
    private ArrayNode behindResults = Json.array();

    private boolean uploadsToContainer;
    private boolean usesTools;
    private String lastFunctionCall = "";

    Conversation(DeploymentSettings settings, Betas betas) {
        this.settings = settings;
        this.betas = betas;
    }

    ArrayNode system() {
        return system;
    }

    ArrayNode turns() {
        return turns;
    }

    /// Whether a file goes into a code execution container, which needs the tool of that name.
    boolean uploadsToContainer() {
        return uploadsToContainer;
    }

    /// Whether the history holds tool calls or results: the provider wants tools declared then.
    boolean usesTools() {
        return usesTools;
    }

    /// Whether the newest assistant turn calls tools without having thought before.
    boolean lastToolTurnLacksThinking() {
        for (int i = turns.size() - 1; i >= 0; i--) {
            if (Json.string(turns.get(i), "role").equals("assistant")) {
                boolean calls = false;
                for (JsonNode block : turns.get(i).path("content")) {
                    calls |= isType(block, "tool_use");
                    if (isThinking(block)) {
                        return false;
                    }
                }
                return calls;
            }
        }
        return false;
    }

    void read(JsonNode messages) {
        if (!messages.isArray()) {
            throw wrong("messages", "must be an array of messages");
        }
        for (int i = 0; i < messages.size(); i++) {
            read("messages[" + i + "]", messages.get(i));
        }
        closeTurn();
        if (settings.modifyParams()) {
            repair();
        }
        trimPrefill();
    }

    /// The prompt of a text completion: one user turn, a list as several parts of it.
    void readPrompt(JsonNode prompt) {
        ArrayNode blocks = Json.array();
        if (prompt.isTextual()) {
            blocks.add(text(prompt.textValue()));
        } else if (prompt.isArray() && !prompt.isEmpty()) {
            for (JsonNode part : prompt) {
                if (!part.isTextual()) {
                    throw wrong("prompt", "must be a string or an array of strings for this model");
                }
                blocks.add(text(part.textValue()));
            }
        } else {
            throw wrong("prompt", "must be a string or an array of strings for this model");
        }
        append("user", blocks);
        closeTurn();
    }

    private void read(String path, JsonNode message) {
        if (!message.isObject()) {
            throw wrong(path, "must be an object with 'role' and 'content'");
        }
        switch (Json.string(message, "role")) {
            case "system", "developer" -> system(path, message);
            case "user" -> user(path, message);
            case "assistant" -> assistant(path, message);
            case "tool", "function" -> toolResult(path, message);
            default ->
                    throw wrong(
                            path + ".role",
                            "must be one of system, developer, user, assistant, tool, function");
        }
    }

    private void system(String path, JsonNode message) {
        ArrayNode blocks = parts(path, message, false);
        for (JsonNode block : blocks) {
            if (!isType(block, "text")) {
                throw wrong(path + ".content", "of a system message must be text");
            }
        }
        removeEmptyTexts(blocks);
        cacheControl(message, blocks);
        system.addAll(blocks);
    }

    private void user(String path, JsonNode message) {
        ArrayNode blocks = parts(path, message, false);
        if (blocks.size() > 1) {
            removeEmptyTexts(blocks);
        }
        cacheControl(message, blocks);
        append("user", blocks);
    }

    private void assistant(String path, JsonNode message) {
        ArrayNode said =
                Json.unset(message.path("content")) ? Json.array() : parts(path, message, true);
        removeEmptyTexts(said);
        ArrayNode blocks = Json.array();
        thinkingBlocks(message, said, blocks);
        for (JsonNode block : said) {
            if (!isThinking(block)) {
                blocks.add(block);
            }
        }
        if (message.path("refusal").isTextual() && blocks.isEmpty()) {
            blocks.add(text(message.path("refusal").textValue()));
        }
        toolCalls(path, message, blocks);
        cacheControl(message, blocks);
        append("assistant", blocks);
    }

    /// Thinking goes first and only with its signature: without one the provider refuses it.
    private void thinkingBlocks(JsonNode message, ArrayNode said, ArrayNode into) {
        JsonNode given = message.path("thinking_blocks");
        if (!given.isArray()) {
            given = message.path("provider_specific_fields").path("thinking_blocks");
        }
        if (!given.isArray() || given.isEmpty()) {
            given = said;
        }
        for (JsonNode block : given) {
            boolean signed = !Json.string(block, "signature").isEmpty();
            if (isType(block, "redacted_thinking") || (isType(block, "thinking") && signed)) {
                ObjectNode copy = ((ObjectNode) block).deepCopy();
                copy.remove("cache_control");
                into.add(copy);
            }
        }
    }

    private void toolCalls(String path, JsonNode message, ArrayNode into) {
        JsonNode calls = message.path("tool_calls");
        if (!Json.unset(calls) && !calls.isArray()) {
            throw wrong(path + ".tool_calls", "must be an array");
        }
        for (int i = 0; i < calls.size(); i++) {
            JsonNode call = calls.get(i);
            String at = path + ".tool_calls[" + i + "]";
            if (!call.isObject()) {
                throw wrong(at, "must be an object");
            }
            JsonNode function = call.path("function");
            JsonNode custom = call.path("custom");
            ObjectNode use =
                    custom.isObject()
                            ? toolUse(at + ".custom", custom, customInput(custom))
                            : toolUse(at + ".function", function, arguments(function));
            use.put("id", toolId(call.path("id"), at + ".id"));
            if (call.path("cache_control").isObject()) {
                use.set("cache_control", call.path("cache_control"));
            }
            into.add(use);
        }
        JsonNode legacy = message.path("function_call");
        if (legacy.isObject()) {
            ObjectNode use = toolUse(path + ".function_call", legacy, arguments(legacy));
            lastFunctionCall = "call_" + turns.size();
            use.put("id", lastFunctionCall);
            into.add(use);
        }
    }

    private ObjectNode toolUse(String at, JsonNode named, JsonNode input) {
        JsonNode name = named.path("name");
        if (!name.isTextual()) {
            throw wrong(at + ".name", "must be a string");
        }
        usesTools = true;
        ObjectNode use = Json.object().put("type", "tool_use");
        use.putNull("id");
        use.put("name", name.textValue());
        use.set("input", input);
        return use;
    }

    private static ObjectNode customInput(JsonNode custom) {
        return Json.object().put("input", Json.string(custom, "input"));
    }

    /// The arguments as an object; what a model wrote that is none is `{}`.
    private static JsonNode arguments(JsonNode function) {
        JsonNode arguments = function.path("arguments");
        if (arguments.isTextual()) {
            arguments = Json.read(arguments.textValue()).orElseGet(Json::object);
        }
        return arguments.isObject() ? arguments : Json.object();
    }

    private String toolId(JsonNode id, String at) {
        if (!id.isTextual() || id.textValue().isEmpty()) {
            throw wrong(at, "must be a string");
        }
        return ODD_ID_CHARACTERS.matcher(id.textValue()).replaceAll("_");
    }

    private void toolResult(String path, JsonNode message) {
        usesTools = true;
        boolean legacy = Json.string(message, "role").equals("function");
        String id =
                legacy && !message.path("tool_call_id").isTextual() && !lastFunctionCall.isEmpty()
                        ? lastFunctionCall
                        : toolId(message.path("tool_call_id"), path + ".tool_call_id");
        ObjectNode result = Json.object().put("type", "tool_result").put("tool_use_id", id);
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            result.set("content", content);
        } else if (!Json.unset(content)) {
            ArrayNode blocks = parts(path, message, false);
            liftCacheControl(blocks, result);
            result.set("content", blocks);
        }
        if (message.path("is_error").isBoolean()) {
            result.set("is_error", message.path("is_error"));
        }
        ArrayNode one = Json.array().add(result);
        cacheControl(message, one);
        append("user", one);
    }

    /// A cache point inside a tool's result counts for the result as a whole.
    private static void liftCacheControl(ArrayNode blocks, ObjectNode result) {
        for (JsonNode block : blocks) {
            if (block.path("cache_control").isObject()) {
                result.set("cache_control", ((ObjectNode) block).remove("cache_control"));
            }
        }
    }

    /// Adds blocks to the last turn where the role is the same, else opens a turn. Tool results
    /// come before anything else of their turn, as the provider wants them.
    private void append(String role, ArrayNode blocks) {
        if (blocks.isEmpty()) {
            return;
        }
        if (!Json.string(turns.path(turns.size() - 1), "role").equals(role)) {
            closeTurn();
            turns.add(turn(role, Json.array()));
        }
        ArrayNode content = contentOf(turns.size() - 1);
        for (JsonNode block : blocks) {
            (isType(block, "tool_result") ? content : behindResults).add(block);
        }
    }

    private void closeTurn() {
        if (!turns.isEmpty()) {
            contentOf(turns.size() - 1).addAll(behindResults);
            behindResults = Json.array();
        }
    }

    private static ObjectNode turn(String role, ArrayNode content) {
        ObjectNode turn = Json.object().put("role", role);
        turn.set("content", content);
        return turn;
    }

    private ArrayNode contentOf(int turn) {
        return (ArrayNode) turns.get(turn).path("content");
    }

    private boolean isTurnOf(String role, int turn) {
        return Json.string(turns.path(turn), "role").equals(role);
    }

    private ArrayNode parts(String path, JsonNode message, boolean assistant) {
        JsonNode content = message.path("content");
        ArrayNode blocks = Json.array();
        if (content.isTextual()) {
            blocks.add(text(content.textValue()));
            return blocks;
        }
        if (!content.isArray()) {
            throw wrong(path + ".content", "must be a string or an array of parts");
        }
        for (int i = 0; i < content.size(); i++) {
            JsonNode part = content.get(i);
            String at = path + ".content[" + i + "]";
            if (part.isTextual()) {
                blocks.add(text(part.textValue()));
            } else {
                blocks.add(part(at, part, assistant));
            }
        }
        return blocks;
    }

    private ObjectNode part(String at, JsonNode part, boolean assistant) {
        String type = Json.string(part, "type");
        if (!part.isObject() || type.isEmpty()) {
            throw wrong(at + ".type", "must name the kind of part, such as 'text' or 'image_url'");
        }
        ObjectNode block =
                switch (type) {
                    case "text", "guarded_text" -> textPart(at, part);
                    case "refusal" -> text(Json.string(part, "refusal"));
                    case "image_url" -> image(at + ".image_url", part.path("image_url"));
                    case "file" -> file(at + ".file", part.path("file"));
                    case "input_audio", "video_url", "audio" ->
                            throw wrong(at + ".type", "'" + type + "' is not supported by Claude");
                    default -> nativeBlock(type, part);
                };
        if (part.path("cache_control").isObject() && !isThinking(block)) {
            block.set("cache_control", part.path("cache_control"));
        }
        usesTools |= assistant && type.equals("tool_use");
        return block;
    }

    private ObjectNode textPart(String at, JsonNode part) {
        JsonNode text = part.path("text");
        if (!text.isTextual()) {
            throw wrong(at + ".text", "must be a string");
        }
        ObjectNode block = text(text.textValue());
        if (part.path("citations").isArray()) {
            block.set("citations", part.path("citations"));
        }
        return block;
    }

    /// Anthropic's own kinds of blocks are passed on as they are.
    private ObjectNode nativeBlock(String type, JsonNode part) {
        if (type.equals("container_upload")) {
            uploadsToContainer = true;
            betas.need(Betas.CODE_EXECUTION);
            betas.need(Betas.FILES);
        }
        if (part.path("source").path("file_id").isTextual()) {
            betas.need(Betas.FILES);
        }
        return ((ObjectNode) part).deepCopy();
    }

    private ObjectNode image(String at, JsonNode image) {
        String url = image.isTextual() ? image.textValue() : Json.string(image, "url");
        if (url.isEmpty()) {
            throw wrong(at + ".url", "must be a string");
        }
        String format = Json.string(image, "format");
        if (isDataUri(url)) {
            return embedded(at + ".url", url, format);
        }
        return Json.object().put("type", "image").set("source", link(at + ".url", url));
    }

    private ObjectNode file(String at, JsonNode file) {
        String id = Json.string(file, "file_id");
        String data = Json.string(file, "file_data");
        String format = Json.string(file, "format");
        ObjectNode block;
        if (!data.isEmpty()) {
            String mime = format.isEmpty() ? "application/pdf" : format;
            block =
                    isDataUri(data)
                            ? embedded(at + ".file_data", data, format)
                            : block(at + ".file_data", mime, data);
        } else if (id.isEmpty()) {
            throw wrong(at, "must have 'file_data' or 'file_id'");
        } else if (id.contains("://")) {
            block = Json.object().put("type", isImage(format) ? "image" : "document");
            block.set("source", link(at + ".file_id", id));
        } else {
            betas.need(Betas.FILES);
            block = Json.object().put("type", isImage(format) ? "image" : "document");
            block.set("source", Json.object().put("type", "file").put("file_id", id));
        }
        String name = Json.string(file, "filename");
        if (!name.isEmpty() && isType(block, "document")) {
            block.put("title", name);
        }
        return block;
    }

    private ObjectNode link(String at, String url) {
        String lower = url.substring(0, Math.min(8, url.length())).toLowerCase(Locale.ROOT);
        if (!lower.startsWith("https://") && !lower.startsWith("http://")) {
            throw wrong(at, "must be an http(s) URL or a data URI for this model");
        }
        return Json.object().put("type", "url").put("url", url);
    }

    private static boolean isDataUri(String url) {
        return url.regionMatches(true, 0, "data:", 0, 5);
    }

    private static boolean isImage(String mime) {
        return mime.startsWith("image/");
    }

    private ObjectNode embedded(String at, String uri, String format) {
        int comma = uri.indexOf(',');
        String head = comma < 0 ? "" : uri.substring(5, comma);
        if (!head.toLowerCase(Locale.ROOT).endsWith(";base64")) {
            throw wrong(at, "must be a base64 data URI: data:<type>;base64,<data>");
        }
        int end = head.indexOf(';');
        String stated = head.substring(0, end).strip().toLowerCase(Locale.ROOT);
        String mime = format.isEmpty() ? stated : format;
        return block(at, mime.equals("image/jpg") ? "image/jpeg" : mime, uri.substring(comma + 1));
    }

    private ObjectNode block(String at, String mime, String base64) {
        ObjectNode source = Json.object();
        if (mime.startsWith("text/")) {
            source.put("type", "text").put("media_type", "text/plain");
            source.put("data", decoded(at, base64));
        } else {
            source.put("type", "base64").put("media_type", mime).put("data", base64);
        }
        return Json.object()
                .put("type", isImage(mime) ? "image" : "document")
                .set("source", source);
    }

    private String decoded(String at, String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), UTF_8);
        } catch (IllegalArgumentException _) {
            throw wrong(at, "must be valid base64");
        }
    }

    private static ObjectNode text(String text) {
        return Json.object().put("type", "text").put("text", text);
    }

    private static boolean isType(JsonNode block, String type) {
        return Json.string(block, "type").equals(type);
    }

    private static boolean isThinking(JsonNode block) {
        return isType(block, "thinking") || isType(block, "redacted_thinking");
    }

    /// The provider refuses empty texts; they say nothing.
    private static void removeEmptyTexts(ArrayNode blocks) {
        blocks.removeIf(b -> isType(b, "text") && Json.string(b, "text").isEmpty());
    }

    private static void cacheControl(JsonNode message, ArrayNode blocks) {
        JsonNode control = message.path("cache_control");
        if (control.isObject() && !blocks.isEmpty()) {
            ObjectNode last = (ObjectNode) blocks.get(blocks.size() - 1);
            if (!isThinking(last)) {
                last.set("cache_control", control);
            }
        }
    }

    /// A conversation that ends with the assistant is a prefill, which must not end in white space.
    private void trimPrefill() {
        int last = turns.size() - 1;
        if (!isTurnOf("assistant", last)) {
            return;
        }
        ArrayNode content = contentOf(last);
        JsonNode block = content.path(content.size() - 1);
        if (!isType(block, "text")) {
            return;
        }
        String trimmed = Json.string(block, "text").stripTrailing();
        if (!trimmed.isEmpty()) {
            ((ObjectNode) block).put("text", trimmed);
            return;
        }
        content.remove(content.size() - 1);
        if (content.isEmpty()) {
            turns.remove(last);
        }
    }

    /// Mends what the provider would refuse: calls without results, results without calls, empty
    /// texts, a conversation that does not begin with the user.
    private void repair() {
        for (int i = 0; i < turns.size(); i++) {
            if (isTurnOf("user", i)) {
                repairUserTurn(i);
            }
        }
        for (int i = turns.size() - 1; i >= 0; i--) {
            if (isTurnOf("assistant", i)) {
                answerCalls(i);
            }
        }
        if (!isTurnOf("user", 0)) {
            turns.insert(0, turn("user", Json.array().add(text(PLACEHOLDER))));
        }
    }

    private void repairUserTurn(int index) {
        Set<String> called = index == 0 ? Set.of() : callsOf(turns.get(index - 1));
        ArrayNode content = contentOf(index);
        content.removeIf(
                b -> isType(b, "tool_result") && !called.contains(Json.string(b, "tool_use_id")));
        for (JsonNode block : content) {
            if (isType(block, "text") && Json.string(block, "text").isBlank()) {
                ((ObjectNode) block).put("text", PLACEHOLDER);
            }
        }
        if (content.isEmpty()) {
            content.add(text(PLACEHOLDER));
        }
    }

    private void answerCalls(int index) {
        Set<String> open = callsOf(turns.get(index));
        for (JsonNode block : turns.path(index + 1).path("content")) {
            open.remove(Json.string(block, "tool_use_id"));
        }
        if (open.isEmpty()) {
            return;
        }
        ArrayNode results = Json.array();
        for (JsonNode block : turns.get(index).path("content")) {
            if (open.remove(Json.string(block, "id"))) {
                results.add(
                        Json.object()
                                .put("type", "tool_result")
                                .put("tool_use_id", Json.string(block, "id"))
                                .put("content", "(no result was recorded)"));
            }
        }
        if (index + 1 == turns.size()) {
            turns.add(turn("user", results));
        } else {
            results.addAll(contentOf(index + 1));
            ((ObjectNode) turns.get(index + 1)).set("content", results);
        }
    }

    private static Set<String> callsOf(JsonNode turn) {
        Set<String> ids = new HashSet<>();
        for (JsonNode block : turn.path("content")) {
            if (isType(block, "tool_use")) {
                ids.add(Json.string(block, "id"));
            }
        }
        return ids;
    }

    private RefusedLocally wrong(String field, String rule) {
        return MessagesErrors.wrongShape(settings, field, rule);
    }
}
