package dev.tollgate.adapters.providers.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.ModelCall;

import java.io.IOException;
import java.util.Optional;

/// One whole Messages answer as a chat completion or a text completion.
final class MessagesReply {
    private final ModelCall call;
    private final DeploymentSettings settings;
    private final JsonNode message;
    private final long created;
    private final MessagesUsage usage = new MessagesUsage();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final ArrayNode thinkingBlocks = Json.array();
    private final ArrayNode toolCalls = Json.array();
    private final ArrayNode citations = Json.array();
    private final ArrayNode annotations = Json.array();
    private final ObjectNode extras = Json.object();
    private boolean answeredAsJson;
    private boolean saidText;

    private MessagesReply(
            ModelCall call, DeploymentSettings settings, JsonNode message, long created) {
        this.call = call;
        this.settings = settings;
        this.message = message;
        this.created = created;
    }

    /// @param headers as the caller gets them
    /// @param created unix seconds
    static ProviderReply read(
            ModelCall call,
            DeploymentSettings settings,
            HeaderLines headers,
            byte[] body,
            long created) {
        Optional<JsonNode> root = Json.read(body);
        if (root.isEmpty()) {
            return failed(settings, "The provider's answer is not JSON", headers);
        }
        JsonNode message = root.get();
        if (message.path("error").isObject() || Json.string(message, "type").equals("error")) {
            return new ProviderReply.Failed(
                    MessagesErrors.ofErrorObject(settings, message, headers));
        }
        if (!message.path("content").isArray()) {
            return failed(settings, "The provider's answer has no 'content'", headers);
        }
        MessagesReply reply = new MessagesReply(call, settings, message, created);
        for (JsonNode block : message.path("content")) {
            if (!block.path("type").isTextual()) {
                return failed(
                        settings, "The provider's answer holds a block without a type", headers);
            }
            reply.block(block);
        }
        reply.usage.merge(message.path("usage"));
        byte[] translated = Json.write(reply::write, body.length + 512);
        return new ProviderReply.Whole(
                headers,
                translated,
                reply.usage.toUsage(),
                Json.string(message, "stop_reason").equals("refusal"),
                ServerBlocks.answerId(message, call));
    }

    private static ProviderReply failed(
            DeploymentSettings settings, String message, HeaderLines headers) {
        return new ProviderReply.Failed(MessagesErrors.malformed(settings, message, headers));
    }

    private void block(JsonNode block) {
        switch (Json.string(block, "type")) {
            case "text" -> text(block);
            case "thinking" -> {
                reasoning.append(Json.string(block, "thinking"));
                thinkingBlocks.add(block);
            }
            case "redacted_thinking" -> thinkingBlocks.add(block);
            case "tool_use" -> toolUse(block);
            default -> extras.withArray(ServerBlocks.fieldOf(block)).add(block);
        }
    }

    private void text(JsonNode block) {
        String said = Json.string(block, "text");
        JsonNode cited = block.path("citations");
        if (cited.isArray() && !cited.isEmpty()) {
            int start = text.codePointCount(0, text.length());
            int end = start + said.codePointCount(0, said.length());
            ArrayNode ofBlock = citations.addArray();
            for (JsonNode citation : cited) {
                if (citation instanceof ObjectNode object) {
                    ofBlock.add(object.deepCopy().put("supported_text", said));
                    ServerBlocks.annotation(citation, start, end).ifPresent(annotations::add);
                }
            }
        }
        text.append(said);
        saidText = true;
    }

    private void toolUse(JsonNode block) {
        JsonNode input = block.path("input");
        String arguments = input.isMissingNode() ? "{}" : Json.text(input);
        if (ServerBlocks.isJsonAnswer(block, call, settings)) {
            text.append(arguments);
            saidText = true;
            answeredAsJson = true;
            return;
        }
        ObjectNode call = toolCalls.addObject();
        call.put("id", Json.string(block, "id"));
        call.put("type", "function");
        call.putObject("function")
                .put("name", Json.string(block, "name"))
                .put("arguments", arguments);
    }

    private void write(JsonGenerator out) throws IOException {
        boolean completion = call.dialect() == Dialect.OPENAI_COMPLETIONS;
        StopReason stop =
                StopReason.of(
                        Json.string(message, "stop_reason"), answeredAsJson && toolCalls.isEmpty());
        String model = Json.string(message, "model");
        out.writeStartObject();
        out.writeStringField("id", ServerBlocks.answerId(message, call));
        out.writeNumberField("created", created);
        out.writeStringField("model", model.isEmpty() ? settings.model() : model);
        out.writeStringField("object", completion ? "text_completion" : "chat.completion");
        out.writeArrayFieldStart("choices");
        out.writeStartObject();
        out.writeStringField("finish_reason", stop.neutral());
        out.writeNumberField("index", 0);
        if (completion) {
            out.writeStringField("text", content());
            out.writeNullField("logprobs");
        } else {
            message(out);
        }
        nativeReason(out, stop);
        out.writeEndObject();
        out.writeEndArray();
        out.writeFieldName("usage");
        usage.write(out);
        if (!usage.serviceTier().isEmpty()) {
            out.writeStringField("service_tier", usage.serviceTier());
        }
        out.writeEndObject();
    }

    private String content() {
        return settings.mergeReasoning() && !reasoning.isEmpty()
                ? "<think>" + reasoning + "</think>" + text
                : text.toString();
    }

    private void message(JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("message");
        String content = content();
        if (content.isEmpty() && !saidText && !toolCalls.isEmpty()) {
            out.writeNullField("content");
        } else {
            out.writeStringField("content", content);
        }
        out.writeStringField("role", "assistant");
        if (!toolCalls.isEmpty()) {
            out.writeFieldName("tool_calls");
            out.writeTree(toolCalls);
        }
        if (!reasoning.isEmpty() && !settings.mergeReasoning()) {
            out.writeStringField("reasoning_content", reasoning.toString());
        }
        if (!thinkingBlocks.isEmpty()) {
            out.writeFieldName("thinking_blocks");
            out.writeTree(thinkingBlocks);
        }
        if (!annotations.isEmpty()) {
            out.writeFieldName("annotations");
            out.writeTree(annotations);
        }
        extras(out);
        out.writeEndObject();
    }

    /// `citations` and `thinking_blocks` are always there: clients index them without asking.
    private void extras(JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("provider_specific_fields");
        orNull(out, "citations", citations);
        orNull(out, "thinking_blocks", thinkingBlocks);
        for (var entry : extras.properties()) {
            out.writeFieldName(entry.getKey());
            out.writeTree(entry.getValue());
        }
        for (String field : new String[] {"container", "context_management", "stop_details"}) {
            if (message.path(field).isObject()) {
                out.writeFieldName(field);
                out.writeTree(message.path(field));
            }
        }
        out.writeEndObject();
    }

    private static void orNull(JsonGenerator out, String field, ArrayNode values)
            throws IOException {
        if (values.isEmpty()) {
            out.writeNullField(field);
        } else {
            out.writeFieldName(field);
            out.writeTree(values);
        }
    }

    private void nativeReason(JsonGenerator out, StopReason stop) throws IOException {
        JsonNode sequence = message.path("stop_sequence");
        if (stop.nativeReason().isEmpty() && !sequence.isTextual()) {
            return;
        }
        out.writeObjectFieldStart("provider_specific_fields");
        if (!stop.nativeReason().isEmpty()) {
            out.writeStringField("native_finish_reason", stop.nativeReason());
        }
        if (sequence.isTextual()) {
            out.writeStringField("stop_sequence", sequence.textValue());
        }
        out.writeEndObject();
    }
}
