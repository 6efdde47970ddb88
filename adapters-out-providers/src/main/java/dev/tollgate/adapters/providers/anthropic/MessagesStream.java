package dev.tollgate.adapters.providers.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.adapters.providers.protocol.Received;
import dev.tollgate.adapters.providers.protocol.StreamTranslation;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.usage.Usage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The events of one streamed Messages answer as chunks of a chat completion or a text completion.
final class MessagesStream implements StreamTranslation {
    /// Blocks that may be open at once; an answer has one, so this is only a bound.
    private static final int MOST_OPEN_BLOCKS = 64;

    /// Most characters kept of what a tool of the provider's own was asked.
    private static final int LONGEST_SERVER_INPUT = 64 * 1024;

    /// What a delta of a known type holds: of a kind yet to come, it holds something else.
    private static final List<String> KNOWN_PIECES =
            List.of("text", "thinking", "signature", "partial_json", "citation");

    private final ModelCall call;
    private final DeploymentSettings settings;
    private final long created;
    private final boolean completion;
    private final MessagesUsage usage = new MessagesUsage();
    private final Received received = new Received();
    private final Map<Integer, Block> open = new HashMap<>();
    private byte[] head = new byte[0];
    private String answerId = "";
    private boolean started;
    private boolean finished;
    private boolean thinkTagOpen;
    private boolean answeredAsJson;
    private int toolCalls;

    /// @param created unix seconds, in every chunk
    MessagesStream(ModelCall call, DeploymentSettings settings, long created) {
        this.call = call;
        this.settings = settings;
        this.created = created;
        this.completion = call.dialect() == Dialect.OPENAI_COMPLETIONS;
    }

    /// A content block that has begun and not ended.
    private static final class Block {
        final Kind kind;
        final int toolIndex;
        final ObjectNode start;
        final StringBuilder serverInput = new StringBuilder();
        boolean hasInput;

        Block(Kind kind, int toolIndex, ObjectNode start) {
            this.kind = kind;
            this.toolIndex = toolIndex;
            this.start = start;
        }

        enum Kind {
            PLAIN,
            TOOL,
            JSON_ANSWER,
            SERVER_TOOL
        }
    }

    /// The event has a shape that no answer has.
    private static final class Misshapen extends Exception {
        private static final long serialVersionUID = 1L;

        private final String rule;

        Misshapen(String rule) {
            super(rule, null, false, false);
            this.rule = rule;
        }
    }

    @Override
    public Translated event(String event, byte[] data, int offset, int length) {
        Optional<JsonNode> parsed = Json.read(data, offset, length);
        if (parsed.isEmpty() || !parsed.get().isObject()) {
            return isDone(data, offset, length)
                    ? Translated.END
                    : failed("The provider sent an event that is not a JSON object");
        }
        JsonNode node = parsed.get();
        String type = node.path("type").isTextual() ? Json.string(node, "type") : event;
        List<Frame> frames = new ArrayList<>(2);
        try {
            check(event, type);
            switch (type) {
                case "message_start" -> start(node.path("message"), frames);
                case "content_block_start" -> blockStart(node, frames);
                case "content_block_delta" -> blockDelta(node, frames);
                case "content_block_stop" -> blockStop(node, frames);
                case "message_delta" -> messageDelta(node, frames);
                case "message_stop" -> {
                    stop();
                    return Translated.END;
                }
                case "error" -> {
                    return Translated.failed(
                            MessagesErrors.ofErrorObject(settings, node, HeaderLines.NONE));
                }
                default -> {
                    // ping, and kinds that are yet to come: the provider asks to pass over them
                }
            }
        } catch (Misshapen e) {
            return new Translated(frames, false, Optional.of(malformed(e.rule)));
        }
        return frames.isEmpty()
                ? Translated.NOTHING
                : new Translated(frames, false, Optional.empty());
    }

    private static boolean isDone(byte[] data, int offset, int length) {
        return length < 16 && new String(data, offset, length, UTF_8).strip().equals("[DONE]");
    }

    /// An event tells its type twice; one that contradicts itself is damaged.
    private void check(String event, String type) throws Misshapen {
        if (!event.isEmpty() && !event.equals(type) && !event.equals("message")) {
            throw new Misshapen("The provider sent an event of two types");
        }
        if (finished && type.startsWith("content_block_") && !type.endsWith("_stop")) {
            throw new Misshapen("The provider went on with an answer that it had ended");
        }
    }

    /// Whoever says that the message is over has also ended its blocks, whether that was said or
    /// not; but a tool's input may then lack something.
    private void stop() {
        open.values().removeIf(block -> block.kind == Block.Kind.PLAIN);
    }

    @Override
    public boolean finished() {
        return finished && open.isEmpty();
    }

    @Override
    public long received() {
        return received.tokens();
    }

    @Override
    public Usage usage() {
        return usage.toUsage();
    }

    @Override
    public String answerId() {
        return answerId;
    }

    private Translated failed(String message) {
        return Translated.failed(malformed(message));
    }

    private ProviderFailure malformed(String message) {
        return MessagesErrors.malformed(settings, message, HeaderLines.NONE);
    }

    private void start(JsonNode message, List<Frame> frames) throws Misshapen {
        if (!message.isObject()) {
            throw new Misshapen("The provider began an answer without a message");
        }
        usage.merge(message.path("usage"));
        begin(message, frames);
    }

    /// Writes what all chunks have in common, and the role once.
    private void begin(JsonNode message, List<Frame> frames) {
        if (started) {
            return;
        }
        started = true;
        answerId = ServerBlocks.answerId(message, call);
        String model = Json.string(message, "model");
        byte[] common =
                Json.write(
                        out -> {
                            out.writeStartObject();
                            out.writeStringField("id", answerId);
                            out.writeNumberField("created", created);
                            out.writeStringField(
                                    "model", model.isEmpty() ? settings.model() : model);
                            out.writeStringField(
                                    "object",
                                    completion ? "text_completion" : "chat.completion.chunk");
                        },
                        256);
        head = concat("data: ".getBytes(UTF_8), common, ",\"choices\":[".getBytes(UTF_8));
        if (!completion) {
            frames.add(
                    chunk(
                            Json.object().put("role", "assistant").put("content", ""),
                            Frame.Kind.OTHER));
        }
    }

    private void blockStart(JsonNode node, List<Frame> frames) throws Misshapen {
        begin(Json.object(), frames);
        if (!(node.path("content_block") instanceof ObjectNode block)) {
            throw new Misshapen("The provider began a block without content");
        }
        String type = Json.string(block, "type");
        if (open.size() >= MOST_OPEN_BLOCKS) {
            throw new Misshapen("The provider opened too many blocks at once");
        }
        Block state =
                switch (type) {
                    case "tool_use" -> toolBlock(block);
                    default ->
                            new Block(
                                    ofTheProvider(type) ? Block.Kind.SERVER_TOOL : Block.Kind.PLAIN,
                                    0,
                                    block);
                };
        open.put(index(node), state);
        switch (type) {
            case "text" -> {
                if (!Json.string(block, "text").isEmpty()) {
                    content(Json.string(block, "text"), frames);
                }
            }
            case "thinking" -> {
                if (!Json.string(block, "thinking").isEmpty()) {
                    thinking(Json.string(block, "thinking"), frames);
                }
            }
            case "redacted_thinking" -> thinkingBlock(block, frames);
            case "tool_use" -> toolStart(state, frames);
            default -> {
                // a tool of the provider's own is told when its input is complete
                if (state.kind != Block.Kind.SERVER_TOOL) {
                    if (block.has("input")) {
                        throw new Misshapen("The provider gave an input to what is no tool");
                    }
                    extra(ServerBlocks.fieldOf(block), Json.array().add(block), frames);
                }
            }
        }
    }

    /// A tool that the provider runs itself: `server_tool_use`, `mcp_tool_use` and those to come.
    private static boolean ofTheProvider(String type) {
        return type.endsWith("_tool_use");
    }

    private Block toolBlock(ObjectNode block) {
        if (ServerBlocks.isJsonAnswer(block, call, settings)) {
            answeredAsJson = true;
            return new Block(Block.Kind.JSON_ANSWER, 0, block);
        }
        return new Block(Block.Kind.TOOL, toolCalls++, block);
    }

    private void toolStart(Block block, List<Frame> frames) {
        JsonNode input = block.start.path("input");
        String given = input.isObject() && !input.isEmpty() ? Json.text(input) : "";
        block.hasInput = !given.isEmpty();
        if (block.kind == Block.Kind.JSON_ANSWER) {
            if (block.hasInput) {
                content(given, frames);
            }
            return;
        }
        ObjectNode delta = Json.object();
        ObjectNode callStart = delta.putArray("tool_calls").addObject();
        callStart.put("index", block.toolIndex);
        callStart.put("id", Json.string(block.start, "id"));
        callStart.put("type", "function");
        callStart
                .putObject("function")
                .put("name", Json.string(block.start, "name"))
                .put("arguments", given);
        visible(delta, frames);
    }

    private void toolArguments(Block block, String piece, List<Frame> frames) {
        ObjectNode delta = Json.object();
        ObjectNode more = delta.putArray("tool_calls").addObject();
        more.put("index", block.toolIndex);
        more.put("type", "function");
        more.putObject("function").put("arguments", piece);
        visible(delta, frames);
    }

    private void blockDelta(JsonNode node, List<Frame> frames) throws Misshapen {
        begin(Json.object(), frames);
        JsonNode delta = node.path("delta");
        switch (Json.string(delta, "type")) {
            case "text_delta" -> content(counted(delta, "text"), frames);
            case "thinking_delta" -> thinking(counted(delta, "thinking"), frames);
            case "signature_delta" -> signature(required(delta, "signature"), frames);
            case "input_json_delta" ->
                    input(openBlock(node), counted(delta, "partial_json"), frames);
            case "citations_delta" -> citation(delta.path("citation"), frames);
            default -> {
                if (!delta.isObject()) {
                    throw new Misshapen("The provider sent a delta that is no object");
                }
                if (KNOWN_PIECES.stream().anyMatch(delta::has)) {
                    throw new Misshapen("The provider sent a delta whose type is not its own");
                }
            }
        }
    }

    private static String required(JsonNode delta, String field) throws Misshapen {
        if (!delta.path(field).isTextual()) {
            throw new Misshapen("The provider sent a delta without '" + field + "'");
        }
        return delta.path(field).textValue();
    }

    /// A piece of what the model wrote.
    private String counted(JsonNode delta, String field) throws Misshapen {
        String piece = required(delta, field);
        received.piece(bytes(piece));
        return piece;
    }

    /// The length of a text in UTF-8.
    private static long bytes(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A pair of surrogates stands for four bytes.
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }

    private static int index(JsonNode node) throws Misshapen {
        JsonNode index = node.path("index");
        if (!index.canConvertToInt()) {
            throw new Misshapen("The provider sent an event without the index of its block");
        }
        return index.intValue();
    }

    private Block openBlock(JsonNode node) throws Misshapen {
        Block block = open.get(index(node));
        if (block == null) {
            throw new Misshapen("The provider continued a block that it had not begun");
        }
        return block;
    }

    private void input(Block block, String piece, List<Frame> frames) throws Misshapen {
        if (piece.isEmpty()) {
            return;
        }
        switch (block.kind) {
            case TOOL -> toolArguments(block, piece, frames);
            case JSON_ANSWER -> content(piece, frames);
            case SERVER_TOOL -> {
                if (block.serverInput.length() + piece.length() <= LONGEST_SERVER_INPUT) {
                    block.serverInput.append(piece);
                }
            }
            case PLAIN -> throw new Misshapen("The provider sent an input where no tool is called");
        }
        block.hasInput = true;
    }

    private void blockStop(JsonNode node, List<Frame> frames) throws Misshapen {
        Block block = open.remove(index(node));
        if (block == null) {
            return;
        }
        switch (block.kind) {
            case TOOL -> {
                if (!block.hasInput) {
                    toolArguments(block, "{}", frames);
                }
            }
            case JSON_ANSWER -> {
                if (!block.hasInput) {
                    content("{}", frames);
                }
            }
            case SERVER_TOOL -> {
                Json.read(block.serverInput.toString())
                        .ifPresent(input -> block.start.set("input", input));
                extra(ServerBlocks.fieldOf(block.start), Json.array().add(block.start), frames);
            }
            case PLAIN -> {
                // said already
            }
        }
    }

    private void content(String text, List<Frame> frames) {
        if (completion) {
            frames.add(textChunk(closingTag() + text, "", Frame.Kind.CONTENT));
        } else {
            frames.add(
                    chunk(Json.object().put("content", closingTag() + text), Frame.Kind.CONTENT));
        }
    }

    /// Ends merged reasoning before the first word that is none.
    private String closingTag() {
        if (!thinkTagOpen) {
            return "";
        }
        thinkTagOpen = false;
        return "</think>";
    }

    private void thinking(String thought, List<Frame> frames) {
        if (settings.mergeReasoning()) {
            String text = thinkTagOpen ? thought : "<think>" + thought;
            thinkTagOpen = true;
            frames.add(
                    completion
                            ? textChunk(text, "", Frame.Kind.CONTENT)
                            : chunk(Json.object().put("content", text), Frame.Kind.CONTENT));
            return;
        }
        ObjectNode delta = Json.object().put("reasoning_content", thought);
        delta.putArray("thinking_blocks")
                .addObject()
                .put("type", "thinking")
                .put("thinking", thought)
                .put("signature", "");
        visible(delta, frames);
    }

    private void signature(String signature, List<Frame> frames) {
        thinkingBlock(
                Json.object()
                        .put("type", "thinking")
                        .put("thinking", "")
                        .put("signature", signature),
                frames);
    }

    private void thinkingBlock(ObjectNode block, List<Frame> frames) {
        ObjectNode delta = Json.object();
        delta.putArray("thinking_blocks").add(block);
        visible(delta, frames);
    }

    private void citation(JsonNode citation, List<Frame> frames) throws Misshapen {
        if (!citation.isObject()) {
            throw new Misshapen("The provider sent a citation that is no object");
        }
        extra("citation", citation, frames);
    }

    private void extra(String field, JsonNode value, List<Frame> frames) {
        ObjectNode delta = Json.object();
        delta.putObject("provider_specific_fields").set(field, value);
        visible(delta, frames);
    }

    /// Adds what only a chat can say; a text completion has no place for it.
    private void visible(ObjectNode delta, List<Frame> frames) {
        if (completion) {
            return;
        }
        if (thinkTagOpen && delta.has("tool_calls")) {
            frames.add(chunk(Json.object().put("content", closingTag()), Frame.Kind.CONTENT));
        }
        frames.add(chunk(delta, Frame.Kind.CONTENT));
    }

    private void messageDelta(JsonNode node, List<Frame> frames) throws Misshapen {
        begin(Json.object(), frames);
        JsonNode delta = node.path("delta");
        if (!delta.isObject() && !Json.unset(delta)) {
            throw new Misshapen("The provider ended an answer with something that is no object");
        }
        usage.merge(node.path("usage"));
        String reason = Json.string(delta, "stop_reason");
        if (reason.isEmpty() || finished) {
            return;
        }
        finished = true;
        StopReason stop = StopReason.of(reason, answeredAsJson && toolCalls == 0);
        if (thinkTagOpen) {
            content("", frames);
        }
        frames.add(finish(stop, delta.path("stop_sequence")));
        if (call.streamUsage()) {
            frames.add(usageChunk());
        }
    }

    private Frame finish(StopReason stop, JsonNode sequence) {
        if (completion) {
            return textChunk("", stop.neutral(), Frame.Kind.FINISH);
        }
        ObjectNode choice = Json.object().put("finish_reason", stop.neutral()).put("index", 0);
        choice.putObject("delta");
        if (!stop.nativeReason().isEmpty() || sequence.isTextual()) {
            ObjectNode own = choice.putObject("provider_specific_fields");
            if (!stop.nativeReason().isEmpty()) {
                own.put("native_finish_reason", stop.nativeReason());
            }
            if (sequence.isTextual()) {
                own.set("stop_sequence", sequence);
            }
        }
        return frame(Json.bytes(choice), TAIL, Frame.Kind.FINISH);
    }

    private static final byte[] TAIL = "]}\n\n".getBytes(UTF_8);
    private static final byte[] USAGE = "],\"usage\":".getBytes(UTF_8);
    private static final byte[] USAGE_TAIL = "}\n\n".getBytes(UTF_8);

    private Frame chunk(ObjectNode delta, Frame.Kind kind) {
        ObjectNode choice = Json.object().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("finish_reason");
        return frame(Json.bytes(choice), TAIL, kind);
    }

    private Frame textChunk(String text, String finishReason, Frame.Kind kind) {
        ObjectNode choice = Json.object().put("text", text).put("index", 0);
        choice.putNull("logprobs");
        if (finishReason.isEmpty()) {
            choice.putNull("finish_reason");
        } else {
            choice.put("finish_reason", finishReason);
        }
        return frame(Json.bytes(choice), TAIL, kind);
    }

    private Frame usageChunk() {
        byte[] counts = Json.write(usage::write, 256);
        return Frame.of(concat(head, USAGE, counts, USAGE_TAIL), Frame.Kind.OTHER);
    }

    private Frame frame(byte[] choice, byte[] tail, Frame.Kind kind) {
        return Frame.of(concat(head, choice, tail), kind);
    }

    private static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
