package dev.tollgate.adapters.providers.openai;

import dev.tollgate.adapters.providers.json.JsonScanner;
import dev.tollgate.adapters.providers.json.MalformedJson;
import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.adapters.providers.protocol.StreamTranslation;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.Frame.Kind;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.usage.Usage;

/// Reads the chunks of one streamed answer. Each goes on byte for byte in canonical framing, unless
/// a [Rewriting] is asked for.
final class OpenAiStream implements StreamTranslation {
    private static final byte[] DATA = OpenAiUsage.name("data: ");
    private static final byte[] DONE = OpenAiUsage.name("[DONE]");
    private static final byte[] CHOICES = OpenAiUsage.name("choices");
    private static final byte[] USAGE = OpenAiUsage.name("usage");
    private static final byte[] X_GROQ = OpenAiUsage.name("x_groq");
    private static final byte[] ERROR = OpenAiUsage.name("error");
    private static final byte[] DELTA = OpenAiUsage.name("delta");
    private static final byte[] TEXT = OpenAiUsage.name("text");
    private static final byte[] ROLE = OpenAiUsage.name("role");
    private static final byte[] INDEX = OpenAiUsage.name("index");
    private static final byte[] FINISH_REASON = OpenAiUsage.name("finish_reason");

    private final DeploymentSettings settings;
    private final boolean showUsage;
    private final Rewriting rewriting;

    private Usage usage = Usage.NONE;

    /// One bit per choice that has begun, and per choice that gave its finish reason.
    private long begun;

    private long done;

    // What the chunk that is read holds.
    private boolean hasChoices;
    private boolean hasUsage;
    private boolean hasContent;
    private boolean hasFinish;
    private boolean hasError;

    OpenAiStream(DeploymentSettings settings, boolean showUsage, Rewriting rewriting) {
        this.settings = settings;
        this.showUsage = showUsage;
        this.rewriting = rewriting;
    }

    @Override
    public Translated event(String event, byte[] data, int offset, int length) {
        if (length == DONE.length && isDone(data, offset)) {
            return Translated.END;
        }
        hasChoices = false;
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
                    ProviderFailure.of(
                            FailureKind.MALFORMED_REPLY,
                            500,
                            settings.provider(),
                            "The provider's stream holds an event that is not valid JSON."));
        }
        if (hasError) {
            return Translated.failed(
                    OpenAiErrors.embedded(settings, HeaderLines.NONE, data, offset, length));
        }
        if (hasUsage && !hasChoices && !showUsage) {
            return Translated.NOTHING;
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
        return done != 0 && (begun & ~done) == 0;
    }

    @Override
    public Usage usage() {
        return usage;
    }

    private void readChunk(JsonScanner scanner) {
        for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
            if (scanner.nameIs(CHOICES)) {
                readChoices(scanner);
            } else if (scanner.nameIs(USAGE)) {
                readUsage(scanner);
            } else if (scanner.nameIs(ERROR)) {
                int kind = scanner.peek();
                hasError |= scanner.skipTelling() && (kind == '{' || kind == '"');
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
        Usage read = OpenAiUsage.read(scanner);
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
        for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
            if (scanner.nameIs(DELTA) && scanner.peek() == '{') {
                readDelta(scanner);
            } else if (scanner.nameIs(TEXT)) {
                hasContent |= scanner.skipTelling();
            } else if (scanner.nameIs(FINISH_REASON)) {
                finish = scanner.skipTelling();
            } else if (scanner.nameIs(INDEX)) {
                index = scanner.readCount();
            } else {
                scanner.skipValue();
            }
        }
        long bit = 1L << Math.min(index, 63);
        begun |= bit;
        if (finish) {
            done |= bit;
            hasFinish = true;
        }
    }

    /// Whatever a delta says beside the role is part of the answer: text, reasoning, refusal,
    /// audio, tool calls.
    private void readDelta(JsonScanner scanner) {
        for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
            if (scanner.nameIs(ROLE)) {
                scanner.skipValue();
            } else {
                hasContent |= scanner.skipTelling();
            }
        }
    }

    private static boolean isDone(byte[] data, int offset) {
        for (int i = 0; i < DONE.length; i++) {
            if (data[offset + i] != DONE[i]) {
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
