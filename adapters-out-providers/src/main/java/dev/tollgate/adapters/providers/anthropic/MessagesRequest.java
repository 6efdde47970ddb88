package dev.tollgate.adapters.providers.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.adapters.providers.protocol.GatewayFields;
import dev.tollgate.adapters.providers.protocol.RefusedLocally;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.ModelCall;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// One letter in OpenAI's chat or text completions dialect as a Messages request. Where the two
/// differ in what may be said, the caller's meaning is kept and what cannot be said is refused, or
/// dropped where that was asked for.
final class MessagesRequest {
    /// Claude demands a bound; this one where neither the caller nor the model's card has any.
    private static final long DEFAULT_MAX_TOKENS = 4096;

    /// The provider's own lower bound of a thinking budget.
    private static final long LEAST_BUDGET = 1024;

    /// Parameters of OpenAI that Claude has no word for.
    private static final Set<String> UNSUPPORTED =
            Set.of(
                    "n",
                    "presence_penalty",
                    "frequency_penalty",
                    "logit_bias",
                    "logprobs",
                    "top_logprobs",
                    "seed",
                    "modalities",
                    "prediction",
                    "audio",
                    "verbosity",
                    "functions",
                    "function_call",
                    "suffix",
                    "echo",
                    "best_of");

    /// Fields that are translated elsewhere, or hints that change no answer.
    private static final Set<String> NOT_SENT =
            Set.of(
                    "model",
                    "messages",
                    "prompt",
                    "stream",
                    "stream_options",
                    "max_tokens",
                    "max_completion_tokens",
                    "user",
                    "safety_identifier",
                    "prompt_cache_key",
                    "prompt_cache_retention",
                    "prompt_cache_options",
                    "store",
                    "metadata",
                    "extra_headers",
                    "headers",
                    "extra_body");

    /// What the gateway decided on; no extra field may change it behind its back.
    private static final Set<String> DECIDED = Set.of("model", "stream", "max_tokens");

    /// The provider takes four cache points; more places than this are not worth looking for.
    private static final int MOST_CACHE_POINTS = 16;

    /// Longer than any e-mail address or phone number.
    private static final int LONGEST_PERSONAL = 320;

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final Pattern PHONE = Pattern.compile("\\+?[\\d\\s()-]{7,}");

    private final ModelCall call;
    private final DeploymentSettings settings;
    private final String model;
    private final ModelTraits traits;
    private final boolean dropping;
    private final Set<String> allowed;
    private final ObjectNode in;
    private final ObjectNode out = Json.object();
    private final Betas betas = new Betas();
    private final ToolList tools;
    private final List<String> unsupported = new ArrayList<>();

    private MessagesRequest(ModelCall call, DeploymentSettings settings, String model) {
        this.call = call;
        this.settings = settings;
        this.model = model;
        this.traits = ModelTraits.of(model, settings.card());
        this.dropping = settings.dropParams() || call.overrides().dropParams();
        this.allowed = new HashSet<>(settings.allowedOpenaiParams());
        this.allowed.addAll(call.overrides().allowedOpenaiParams());
        this.tools = new ToolList(settings, betas);
        this.in = letter();
    }

    /// The body to send, and the beta features it needs.
    record Written(ObjectNode body, Betas betas) {}

    static Written write(ModelCall call, DeploymentSettings settings, String model) {
        MessagesRequest request = new MessagesRequest(call, settings, model);
        request.translate();
        return new Written(request.out, request.betas);
    }

    private ObjectNode letter() {
        JsonNode body =
                Json.read(call.letter().bytes())
                        .orElseThrow(
                                () ->
                                        wrong(
                                                "body",
                                                "must be JSON nested at most "
                                                        + Json.MAX_DEPTH
                                                        + " levels deep"));
        if (!(body instanceof ObjectNode object)) {
            throw wrong("body", "must be a JSON object");
        }
        addDefaults(object);
        DropPaths.drop(object, settings.additionalDropParams());
        DropPaths.drop(object, call.overrides().additionalDropParams());
        return object;
    }

    /// The deployment's parameters where the caller gave none; its tools stand before the caller's.
    private void addDefaults(ObjectNode body) {
        boolean bounded = body.has("max_tokens") || body.has("max_completion_tokens");
        for (Map.Entry<String, String> entry : settings.defaults().entrySet()) {
            String name = entry.getKey();
            JsonNode value = Json.read(entry.getValue()).orElseGet(Json::object);
            if (name.equals("tools") && value.isArray() && body.path("tools").isArray()) {
                body.set("tools", ((ArrayNode) value).addAll((ArrayNode) body.get("tools")));
            } else if (!body.has(name) && !(bounded && name.startsWith("max_"))) {
                body.set(name, value);
            }
        }
    }

    private void translate() {
        injectCachePoints();
        Conversation conversation = new Conversation(settings, betas);
        if (call.dialect() == Dialect.OPENAI_COMPLETIONS) {
            conversation.readPrompt(in.path("prompt"));
        } else {
            conversation.read(in.path("messages"));
        }
        out.put("model", model);
        out.put("max_tokens", maxTokens());
        if (!conversation.system().isEmpty()) {
            out.set("system", conversation.system());
        }
        out.set("messages", conversation.turns());
        if (call.streaming()) {
            out.put("stream", true);
        }
        parameters();
        reasoning(conversation);
        sampling();
        tools(conversation);
        user();
        if (!unsupported.isEmpty()) {
            throw MessagesErrors.unsupported(settings, unsupported, model);
        }
        for (Map.Entry<String, JsonNode> entry : in.path("extra_body").properties()) {
            if (!DECIDED.contains(entry.getKey())) {
                out.set(entry.getKey(), entry.getValue());
            }
        }
    }

    private long maxTokens() {
        for (String name : List.of("max_completion_tokens", "max_tokens")) {
            JsonNode value = in.path(name);
            if (!Json.unset(value)) {
                if (!value.isNumber() || !value.canConvertToLong()) {
                    throw wrong(name, "must be a whole number");
                }
                return value.longValue();
            }
        }
        int known = settings.card().maxOutputTokens();
        return known > 0 ? known : DEFAULT_MAX_TOKENS;
    }

    /// Everything that stands for itself: passed on, reshaped, dropped or refused.
    private void parameters() {
        for (Map.Entry<String, JsonNode> entry : in.properties()) {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            if (notSent(name) || value.isNull()) {
                continue;
            }
            if (UNSUPPORTED.contains(name)) {
                unsupported(name, value);
                continue;
            }
            switch (name) {
                case "tools",
                        "tool_choice",
                        "parallel_tool_calls",
                        "response_format",
                        "web_search_options",
                        "temperature",
                        "top_p",
                        "top_k",
                        "thinking",
                        "reasoning_effort" -> {
                    // translated together, below
                }
                case "stop" -> stop(value);
                case "service_tier" -> serviceTier(value);
                case "context_management" -> contextManagement(value);
                case "speed" -> {
                    betas.need("fast-mode-2026-02-01");
                    out.set(name, value);
                }
                case "mcp_servers" -> {
                    betas.need(Betas.MCP);
                    out.set(name, value);
                }
                case "output_format" -> {
                    betas.need(Betas.STRUCTURED_OUTPUTS);
                    out.set(name, value);
                }
                default -> {
                    if (!out.has(name)) {
                        out.set(name, value);
                    }
                }
            }
        }
    }

    private void unsupported(String name, JsonNode value) {
        if (allowed.contains(name)) {
            out.set(name, value);
        } else if (!isNeutral(name, value) && !dropping) {
            unsupported.add(name);
        }
    }

    /// Values that ask for what happens anyway.
    private static boolean isNeutral(String name, JsonNode value) {
        return switch (name) {
            case "n", "best_of" -> value.isNumber() && value.doubleValue() == 1;
            case "presence_penalty", "frequency_penalty" ->
                    value.isNumber() && value.doubleValue() == 0;
            case "logprobs", "echo" -> value.isBoolean() && !value.booleanValue();
            case "logit_bias", "functions" -> value.isContainerNode() && value.isEmpty();
            case "suffix" -> value.isTextual() && value.textValue().isEmpty();
            case "modalities" ->
                    value.isArray() && value.size() == 1 && "text".equals(value.get(0).textValue());
            default -> false;
        };
    }

    private void stop(JsonNode value) {
        ArrayNode sequences = Json.array();
        if (value.isTextual()) {
            sequences.add(value);
        } else if (value.isArray()) {
            for (JsonNode one : value) {
                if (!one.isTextual()) {
                    throw wrong("stop", "must be a string or an array of strings");
                }
                sequences.add(one);
            }
        } else {
            throw wrong("stop", "must be a string or an array of strings");
        }
        if (dropping) {
            sequences.removeIf(one -> one.textValue().isBlank());
        }
        if (!sequences.isEmpty()) {
            out.set("stop_sequences", sequences);
        }
    }

    private void serviceTier(JsonNode value) {
        if ("default".equals(value.textValue())) {
            out.put("service_tier", "standard_only");
        } else {
            out.set("service_tier", value);
        }
    }

    /// Anthropic's form as it is; OpenAI's list of compactions becomes edits.
    private void contextManagement(JsonNode value) {
        ObjectNode management = Json.object();
        if (value.isObject()) {
            management.setAll((ObjectNode) value);
        } else if (value.isArray()) {
            ArrayNode edits = management.putArray("edits");
            for (JsonNode item : value) {
                if (!Json.string(item, "type").equals("compaction")) {
                    throw wrong("context_management", "knows the type 'compaction' only");
                }
                ObjectNode edit = edits.addObject().put("type", "compact_20260112");
                if (item.path("compact_threshold").isNumber()) {
                    edit.putObject("trigger")
                            .put("type", "input_tokens")
                            .set("value", item.get("compact_threshold"));
                }
            }
        } else {
            throw wrong("context_management", "must be an object or an array");
        }
        for (JsonNode edit : management.path("edits")) {
            betas.need(
                    Json.string(edit, "type").startsWith("compact_")
                            ? Betas.COMPACTION
                            : Betas.CONTEXT_MANAGEMENT);
        }
        out.set("context_management", management);
    }

    /// `thinking` as the caller wrote it beats `reasoning_effort`; which of budget, effort and
    /// adaptive thinking is sent depends on the model.
    private void reasoning(Conversation conversation) {
        JsonNode thinking = in.path("thinking");
        JsonNode effort = in.path("reasoning_effort");
        if (effort.isObject()) {
            effort = effort.path("effort");
        }
        if (!Json.unset(thinking) && !thinking.isObject()) {
            throw wrong("thinking", "must be an object with 'type'");
        }
        if (!Json.unset(effort) && !effort.isTextual()) {
            throw wrong("reasoning_effort", "must be a string");
        }
        boolean asked = thinking.isObject() || saysSomething(effort);
        if (asked && !traits.reasons() && !allowed.contains("thinking")) {
            if (!dropping) {
                unsupported.add(thinking.isObject() ? "thinking" : "reasoning_effort");
            }
            return;
        }
        if (thinking.isObject()) {
            out.set("thinking", thinkingFor((ObjectNode) thinking));
        }
        if (saysSomething(effort)) {
            effort(effort.textValue(), !thinking.isObject());
        }
        if (settings.modifyParams() && isThinking() && conversation.lastToolTurnLacksThinking()) {
            out.remove("thinking");
        }
        makeRoomForThinking();
    }

    private static boolean saysSomething(JsonNode effort) {
        return effort.isTextual()
                && !Set.of("none", "disable", "auto", "default").contains(effort.textValue());
    }

    /// Models that decide themselves how long to think refuse a budget.
    private ObjectNode thinkingFor(ObjectNode asked) {
        if (traits.budgeted() || !Json.string(asked, "type").equals("enabled")) {
            return asked;
        }
        ObjectNode adaptive = asked.deepCopy().put("type", "adaptive");
        adaptive.remove("budget_tokens");
        return adaptive;
    }

    private void effort(String effort, boolean think) {
        long budget =
                switch (effort) {
                    case "minimal", "low" -> LEAST_BUDGET;
                    case "medium" -> 2048;
                    case "high", "xhigh", "max" -> 4096;
                    default ->
                            throw wrong(
                                    "reasoning_effort",
                                    "must be one of none, minimal, low, medium, high, xhigh, max");
                };
        if (traits.effort()) {
            if (traits.effortBeta()) {
                betas.need(Betas.EFFORT);
            }
            ObjectNode config =
                    out.path("output_config").isObject()
                            ? ((ObjectNode) out.get("output_config")).deepCopy()
                            : Json.object();
            if (!config.has("effort")) {
                config.put("effort", effortName(effort));
            }
            out.set("output_config", config);
        }
        if (think && traits.adaptive()) {
            out.putObject("thinking").put("type", "adaptive");
        } else if (think && !traits.effort()) {
            out.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
        }
    }

    private String effortName(String effort) {
        return switch (effort) {
            case "minimal" -> "low";
            case "xhigh" -> traits.xhigh() ? "xhigh" : "high";
            case "max" -> traits.max() ? "max" : "high";
            default -> effort;
        };
    }

    private boolean isThinking() {
        String type = Json.string(out.path("thinking"), "type");
        return type.equals("enabled") || type.equals("adaptive");
    }

    /// The bound counts thinking too: one that leaves no room for an answer is raised.
    private void makeRoomForThinking() {
        JsonNode budget = out.path("thinking").path("budget_tokens");
        if (budget.isNumber()
                && budget.canConvertToLong()
                && out.get("max_tokens").longValue() <= budget.longValue()
                && budget.longValue() < Long.MAX_VALUE - DEFAULT_MAX_TOKENS) {
            out.put("max_tokens", budget.longValue() + DEFAULT_MAX_TOKENS);
        }
    }

    /// While Claude thinks it takes no temperature but 1, no `top_k` and hardly a `top_p`; newer
    /// models take none of the three at all. A value of 1 says nothing and is left out with them.
    private void sampling() {
        boolean thinking = isThinking();
        for (String name : List.of("temperature", "top_p", "top_k")) {
            JsonNode value = in.path(name);
            if (Json.unset(value)) {
                continue;
            }
            boolean neutral = value.isNumber() && value.doubleValue() == 1 && !name.equals("top_k");
            if (traits.sampling() || allowed.contains(name)) {
                boolean besideTemperature =
                        name.equals("top_p") && neutral && out.has("temperature");
                if (!besideTemperature && !(thinking && isRefusedWhileThinking(name, value))) {
                    out.set(name, value);
                }
            } else if (!neutral && !dropping) {
                unsupported.add(name);
            }
        }
    }

    private static boolean isRefusedWhileThinking(String name, JsonNode value) {
        return switch (name) {
            case "temperature" -> !value.isNumber() || value.doubleValue() != 1;
            case "top_p" -> !value.isNumber() || value.doubleValue() < 0.95;
            default -> true;
        };
    }

    private void tools(Conversation conversation) {
        tools.read(in.path("tools"));
        if (in.path("web_search_options").isObject()) {
            tools.tools().add(ToolList.webSearch(in.get("web_search_options")));
        }
        if (conversation.uploadsToContainer() && !hasTool("code_execution")) {
            tools.tools()
                    .addObject()
                    .put("type", "code_execution_20250825")
                    .put("name", "code_execution");
        }
        ObjectNode choice = toolChoice();
        boolean callersTools = !tools.isEmpty();
        responseFormat(choice, callersTools);
        if (tools.isEmpty() && conversation.usesTools()) {
            declareSomeTool();
        }
        if (!tools.isEmpty()) {
            out.set("tools", tools.tools());
            parallel(choice);
            if (!choice.isEmpty()) {
                out.set("tool_choice", choice);
            }
        }
        if (!tools.mcpServers().isEmpty()) {
            JsonNode given = out.path("mcp_servers");
            out.set(
                    "mcp_servers",
                    given.isArray()
                            ? ((ArrayNode) given).addAll(tools.mcpServers())
                            : tools.mcpServers());
        }
    }

    private boolean hasTool(String name) {
        for (JsonNode tool : tools.tools()) {
            if (Json.string(tool, "name").equals(name)) {
                return true;
            }
        }
        return false;
    }

    /// The provider refuses a history with tool calls unless tools are declared.
    private void declareSomeTool() {
        if (!settings.modifyParams()) {
            throw MessagesErrors.wrongShape(
                    settings,
                    "tools",
                    "must be given: the messages hold tool calls, and Claude wants their tools"
                            + " declared (`litellm_settings: modify_params: true` adds one)");
        }
        tools.tools()
                .addObject()
                .put("name", "unavailable_tool")
                .put("description", "Stands for tools that are not available any more.")
                .putObject("input_schema")
                .put("type", "object")
                .putObject("properties");
    }

    /// Empty where nothing was chosen.
    private ObjectNode toolChoice() {
        JsonNode given = in.path("tool_choice");
        ObjectNode choice = Json.object();
        if (Json.unset(given)) {
            return choice;
        }
        if (given.isTextual()) {
            switch (given.textValue()) {
                case "auto" -> choice.put("type", "auto");
                case "none" -> choice.put("type", "none");
                case "required", "any" -> choice.put("type", "any");
                default -> throw wrong("tool_choice", "must be one of none, auto, required");
            }
        } else if (given.isObject()) {
            chosenTool((ObjectNode) given, choice);
        } else {
            throw wrong("tool_choice", "must be a string or an object");
        }
        boolean forced = !Set.of("auto", "none").contains(Json.string(choice, "type"));
        if (forced && !traits.forcedTools() && !allowed.contains("tool_choice")) {
            if (!dropping) {
                unsupported.add("tool_choice");
            }
            choice.removeAll().put("type", "auto");
        }
        return choice;
    }

    private void chosenTool(ObjectNode given, ObjectNode choice) {
        switch (Json.string(given, "type")) {
            case "auto", "any", "none", "tool" -> choice.setAll(given);
            case "allowed_tools" -> {
                JsonNode allowedTools = given.path("allowed_tools");
                tools.restrictTo(allowedTools.path("tools"));
                boolean required = Json.string(allowedTools, "mode").equals("required");
                choice.put("type", required ? "any" : "auto");
            }
            default -> {
                JsonNode name = given.path("function").path("name");
                if (!name.isTextual()) {
                    throw wrong("tool_choice.function.name", "must be a string");
                }
                choice.put("type", "tool").set("name", name);
            }
        }
    }

    private void parallel(ObjectNode choice) {
        JsonNode parallel = in.path("parallel_tool_calls");
        if (!parallel.isBoolean() || Json.string(choice, "type").equals("none")) {
            return;
        }
        if (choice.isEmpty()) {
            choice.put("type", "auto");
        }
        choice.put("disable_parallel_tool_use", !parallel.booleanValue());
    }

    /// By schema natively where the model can, else through a tool the model is made to call.
    private void responseFormat(ObjectNode choice, boolean callersTools) {
        JsonNode format = in.path("response_format");
        if (Json.unset(format)) {
            return;
        }
        if (!format.isObject()) {
            throw wrong("response_format", "must be an object with 'type'");
        }
        JsonNode schema = format.path("response_schema");
        switch (Json.string(format, "type")) {
            case "text" -> {
                return;
            }
            case "json_object" -> {
                // with or without a schema
            }
            case "json_schema" -> {
                schema = format.path("json_schema").path("schema");
                if (!schema.isObject()) {
                    throw wrong("response_format.json_schema.schema", "must be a JSON schema");
                }
            }
            default ->
                    throw wrong(
                            "response_format.type",
                            "must be one of text, json_object, json_schema");
        }
        if (schema.isObject() && traits.nativeJson()) {
            betas.need(Betas.STRUCTURED_OUTPUTS);
            AnswerSchema.accommodate(schema);
            out.putObject("output_format").put("type", "json_schema").set("schema", schema);
            return;
        }
        tools.addJsonTool(schema);
        if (isThinking() || !traits.forcedTools() || Json.string(choice, "type").equals("tool")) {
            return;
        }
        choice.removeAll();
        if (callersTools && !Json.string(in, "tool_choice").equals("none")) {
            choice.put("type", "any");
        } else {
            choice.put("type", "tool").put("name", ToolList.JSON_TOOL);
        }
    }

    /// The end user's name goes along unless it looks like something personal.
    private void user() {
        for (String name : List.of("user", "safety_identifier")) {
            String user = Json.string(in, name);
            if (!user.isEmpty()) {
                if (!isPersonal(user)) {
                    out.putObject("metadata").put("user_id", user);
                }
                return;
            }
        }
    }

    private static boolean isPersonal(String user) {
        return user.length() <= LONGEST_PERSONAL
                && (EMAIL.matcher(user).matches() || PHONE.matcher(user).matches());
    }

    /// Cache points that a deployment or a caller asked for by place instead of in the messages.
    private void injectCachePoints() {
        JsonNode messages = in.path("messages");
        JsonNode points = in.path("cache_control_injection_points");
        for (int p = 0; p < Math.min(points.size(), MOST_CACHE_POINTS); p++) {
            JsonNode point = points.path(p);
            JsonNode control = point.path("control");
            if (!control.isObject()) {
                control = Json.object().put("type", "ephemeral");
            }
            String location = Json.string(point, "location");
            if (location.equals("tool_config")) {
                mark(in.path("tools"), -1, control);
            } else if (location.equals("message") && point.path("index").canConvertToInt()) {
                mark(messages, point.path("index").intValue(), control);
            } else if (location.equals("message")) {
                String role = Json.string(point, "role");
                for (int i = 0; i < messages.size(); i++) {
                    if (Json.string(messages.get(i), "role").equals(role)) {
                        mark(messages, i, control);
                    }
                }
            }
        }
    }

    /// @param index counted from the end where negative
    private static void mark(JsonNode list, int index, JsonNode control) {
        int at = index < 0 ? list.size() + index : index;
        if (list.path(at) instanceof ObjectNode object && !object.has("cache_control")) {
            object.set("cache_control", control);
        }
    }

    private RefusedLocally wrong(String field, String rule) {
        return MessagesErrors.wrongShape(settings, field, rule);
    }

    private static boolean notSent(String name) {
        return NOT_SENT.contains(name) || GatewayFields.contains(name);
    }
}
