package dev.tollgate.adapters.providers.openai;

import dev.tollgate.adapters.providers.json.JsonScanner;
import dev.tollgate.adapters.providers.json.MalformedJson;
import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.adapters.providers.protocol.Received;
import dev.tollgate.adapters.providers.protocol.StreamTranslation;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.Frame.Kind;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.usage.ServiceTier;
import dev.tollgate.domain.usage.Usage;

/// Reads the chunks of one streamed answer. Each goes on byte for byte in canonical framing, unless
/// a [Rewriting] is asked for.
final class OpenAiStream implements StreamTranslation {
    private static final byte[] DATA = OpenAiUsage.name("data: ");
    private static final byte[] DONE = OpenAiUsage.name("[DONE]");
    private static final byte[] ID = OpenAiUsage.name("id");
    private static final byte[] CHOICES = OpenAiUsage.name("choices");
    private static final byte[] USAGE = OpenAiUsage.name("usage");
    private static final byte[] SERVICE_TIER = OpenAiUsage.name("service_tier");
    private static final byte[] X_GROQ = OpenAiUsage.name("x_groq");
    private static final byte[] ERROR = OpenAiUsage.name("error");
    private static final byte[] OBJECT = OpenAiUsage.name("object");
    private static final byte[] MESSAGE = OpenAiUsage.name("message");
    private static final byte[] DETAIL = OpenAiUsage.name("detail");
    private static final byte[] TOOL_CALLS = OpenAiUsage.name("tool_calls");
    private static final byte[] DELTA = OpenAiUsage.name("delta");
    private static final byte[] TEXT = OpenAiUsage.name("text");
    private static final byte[] ROLE = OpenAiUsage.name("role");
    private static final byte[] INDEX = OpenAiUsage.name("index");
    private static final byte[] FINISH_REASON = OpenAiUsage.name("finish_reason");

    /// What stands around a piece of a tool call's arguments, in bytes.
    private static final int CALL_FRAME = 48;

    private final DeploymentSettings settings;
    private final boolean showUsage;
    private final Rewriting rewriting;

    private final Choices choices;
    private final Received received = new Received();
    private Usage usage = Usage.NONE;
    private ServiceTier tier = ServiceTier.UNSTATED;
    private String answerId = "";
    private boolean saidDone;

    // What the chunk that is read holds.
    private boolean hasChoices;
    private boolean hasMessage;
    private int contentBytes;
    private boolean hasUsage;
    private boolean hasContent;
    private boolean hasFinish;
    private boolean hasError;

    /// @param asked choices that the letter asks for
    OpenAiStream(DeploymentSettings settings, boolean showUsage, int asked, Rewriting rewriting) {
        this.settings = settings;
        this.choices = new Choices(asked);
        this.showUsage = showUsage;
        this.rewriting = rewriting;
    }

    @Override
    public Translated event(String event, byte[] data, int offset, int length) {
        if (isDone(data, offset, length)) {
            saidDone = true;
            return Translated.END;
        }
        hasChoices = false;
        hasMessage = false;
        contentBytes = 0;
        hasUsage = false;
        hasContent = false;
        hasFinish = false;
        hasError = event.equals("error");
        try {
            JsonScanner scanner = new JsonScanner(data, offset, offset + length);
            readChunk(scanner);
            scanner.finish();
        } catch (MalformedJson _) {
            return Translated.failed(
                    event.equals("error")
                            ? OpenAiErrors.embedded(
                                    settings, HeaderLines.NONE, data, offset, length)
                            : ProviderFailure.of(
                                    FailureKind.MALFORMED_REPLY,
                                    500,
                                    settings.provider(),
                                    "The provider's stream holds an event that is not valid"
                                            + " JSON."));
        }
        if (hasError || (hasMessage && !hasChoices)) {
            return Translated.failed(
                    OpenAiErrors.embedded(settings, HeaderLines.NONE, data, offset, length));
        }
        if (hasUsage && !hasChoices && !showUsage) {
            return Translated.NOTHING;
        }
        if (hasContent) {
            received.piece(contentBytes);
        }
        Kind kind = hasFinish ? Kind.FINISH : hasContent ? Kind.CONTENT : Kind.OTHER;
        byte[] rewritten = rewriting.rewrite(data, offset, length);
        return Translated.frame(
                rewritten == data
                        ? frame(data, offset, length, kind)
                        : frame(rewritten, 0, rewritten.length, kind));
    }

    @Override
    public boolean finished() {
        return saidDone ? choices.doneWouldBeTrue() : choices.finished();
    }

    @Override
    public long received() {
        return received.tokens();
    }

    @Override
    public Usage usage() {
        return usage.orTier(tier);
    }

    @Override
    public String answerId() {
        return answerId;
    }

    private void readChunk(JsonScanner scanner) {
        for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
            if (scanner.nameIs(CHOICES)) {
                readChoices(scanner);
            } else if (scanner.nameIs(USAGE)) {
                readUsage(scanner);
            } else if (answerId.isEmpty() && scanner.nameIs(ID)) {
                answerId = scanner.readText();
            } else if (!tier.stated() && scanner.nameIs(SERVICE_TIER)) {
                tier = ServiceTier.named(scanner.readText());
            } else if (scanner.nameIs(ERROR)) {
                int kind = scanner.peek();
                hasError |= scanner.skipTelling() && (kind == '{' || kind == '"');
            } else if (scanner.nameIs(OBJECT)) {
                hasError |= scanner.readIs(ERROR);
            } else if (scanner.nameIs(MESSAGE) || scanner.nameIs(DETAIL)) {
                hasMessage |= scanner.skipTelling();
            } else if (scanner.nameIs(X_GROQ) && scanner.peek() == '{') {
                for (boolean inner = scanner.enterObject(); inner; inner = scanner.nextField()) {
                    if (scanner.nameIs(USAGE)) {
                        readUsage(scanner);
                    } else {
                        scanner.skipValue();
                    }
                }
            } else {
                scanner.skipValue();
            }
        }
    }

    private void readUsage(JsonScanner scanner) {
        Usage read = OpenAiUsage.read(scanner, settings.provider());
        if (read.reported()) {
            usage = read;
            hasUsage = true;
        }
    }

    private void readChoices(JsonScanner scanner) {
        if (scanner.peek() != '[') {
            scanner.skipValue();
            return;
        }
        for (boolean more = scanner.enterArray(); more; more = scanner.nextElement()) {
            hasChoices = true;
            if (scanner.peek() == '{') {
                readChoice(scanner);
            } else {
                scanner.skipValue();
            }
        }
    }

    private void readChoice(JsonScanner scanner) {
        long index = 0;
        boolean finish = false;
        boolean contentBefore = hasContent;
        hasContent = false;
        for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
            if (scanner.nameIs(DELTA) && scanner.peek() == '{') {
                readDelta(scanner);
            } else if (scanner.nameIs(TEXT)) {
                readContent(scanner);
            } else if (scanner.nameIs(FINISH_REASON)) {
                finish = scanner.skipTelling();
            } else if (scanner.nameIs(INDEX)) {
                index = scanner.readCount();
            } else {
                scanner.skipValue();
            }
        }
        choices.chunk(index, hasContent, finish);
        hasFinish |= finish;
        hasContent |= contentBefore;
    }

    /// Whatever a delta says beside the role is part of the answer: text, reasoning, refusal,
    /// audio, tool calls.
    private void readDelta(JsonScanner scanner) {
        for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
            if (scanner.nameIs(ROLE)) {
                scanner.skipValue();
            } else {
                readContent(scanner);
            }
        }
    }

    private void readContent(JsonScanner scanner) {
        int kind = scanner.peek();
        boolean text = kind == '"';
        boolean call = kind == '[' && scanner.nameIs(TOOL_CALLS);
        int start = scanner.position();
        if (scanner.skipTelling()) {
            hasContent = true;
            int length = scanner.position() - start;
            if (text) {
                contentBytes += length - 2;
            } else if (call) {
                contentBytes += Math.max(0, length - CALL_FRAME);
            }
        }
    }

    private static boolean isDone(byte[] data, int offset, int length) {
        if (length < DONE.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (i < DONE.length ? data[offset + i] != DONE[i] : data[offset + i] != ' ') {
                return false;
            }
        }
        return true;
    }

    static Frame frame(byte[] data, int offset, int length, Kind kind) {
        int breaks = 0;
        for (int i = offset; i < offset + length; i++) {
            if (data[i] == '\n') {
                breaks++;
            }
        }
        byte[] bytes = new byte[DATA.length + length + 2 + breaks * DATA.length];
        System.arraycopy(DATA, 0, bytes, 0, DATA.length);
        int at = DATA.length;
        if (breaks == 0) {
            System.arraycopy(data, offset, bytes, at, length);
            at += length;
        } else {
            for (int i = offset; i < offset + length; i++) {
                bytes[at++] = data[i];
                if (data[i] == '\n') {
                    System.arraycopy(DATA, 0, bytes, at, DATA.length);
                    at += DATA.length;
                }
            }
        }
        bytes[at] = '\n';
        bytes[at + 1] = '\n';
        return Frame.of(bytes, kind);
    }

    /// A change that an answer needs on its way to the caller.
    interface Rewriting {
        Rewriting NONE = (data, _, _) -> data;

        /// @return the same array when nothing changes, else a new one that holds just the result
        byte[] rewrite(byte[] data, int offset, int length);
    }
}
