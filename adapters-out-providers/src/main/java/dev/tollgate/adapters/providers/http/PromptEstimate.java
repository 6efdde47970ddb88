package dev.tollgate.adapters.providers.http;

import dev.tollgate.adapters.providers.json.JsonScanner;
import dev.tollgate.application.port.out.TokenCounter;
import dev.tollgate.domain.call.Field;
import dev.tollgate.domain.call.Letter;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/// The tokens that a letter's prompt must have used, for an attempt whose provider did not get to
/// report them. Nothing is counted before somebody asks. Not thread-safe.
final class PromptEstimate implements LongSupplier {
    private static final int PER_MESSAGE = 4;

    /// What an image, a recording or a file in a letter stands for.
    private static final int ATTACHMENT = 1000;

    /// A text of this length without a space is no text.
    private static final int LONGEST_WORD = 1000;

    /// Most characters that are given to the tokenizer; what exceeds them counts by its length.
    private static final int MOST_TEXT = 256 * 1024;

    private static final int CHARS_PER_TOKEN = 4;

    private static final byte[] ROLE = ascii("role");
    private static final byte[] TYPE = ascii("type");
    private static final byte[] ID = ascii("id");
    private static final byte[] TOOL_CALL_ID = ascii("tool_call_id");

    private final TokenCounter counter;
    private final String model;
    private final Letter letter;
    private @Nullable Long known;

    private final StringBuilder text = new StringBuilder(0);
    private long tokens;

    /// @param model the upstream model
    PromptEstimate(TokenCounter counter, String model, Letter letter) {
        this.counter = counter;
        this.model = model;
        this.letter = letter;
    }

    @Override
    public long getAsLong() {
        Long counted = known;
        if (counted == null) {
            counted = count();
            known = counted;
        }
        return counted;
    }

    private long count() {
        for (Field field : letter.fields()) {
            switch (field.name()) {
                case "messages" -> messages(scanner(field));
                case "prompt", "input", "system", "instructions" -> read(scanner(field), true);
                case "tools", "functions" ->
                        say(
                                new String(
                                        letter.bytes(),
                                        field.valueStart(),
                                        field.end() - field.valueStart(),
                                        StandardCharsets.UTF_8));
                default -> {
                    // settings, which the model does not read
                }
            }
        }
        long prompt = tokens + counter.count(model, text.toString());
        text.setLength(0);
        text.trimToSize();
        return prompt;
    }

    private JsonScanner scanner(Field field) {
        return new JsonScanner(letter.bytes(), field.valueStart(), field.end());
    }

    private void messages(JsonScanner scanner) {
        if (scanner.peek() != '[') {
            return;
        }
        for (boolean more = scanner.enterArray(); more; more = scanner.nextElement()) {
            tokens += PER_MESSAGE;
            read(scanner, false);
        }
    }

    /// @param numbers whether a number is a token
    private void read(JsonScanner scanner, boolean numbers) {
        int kind = scanner.peek();
        switch (kind) {
            case '"' -> say(scanner.readText());
            case '[' -> {
                for (boolean more = scanner.enterArray(); more; more = scanner.nextElement()) {
                    read(scanner, numbers);
                }
            }
            case '{' -> {
                for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
                    if (scanner.nameIs(ROLE)
                            || scanner.nameIs(TYPE)
                            || scanner.nameIs(ID)
                            || scanner.nameIs(TOOL_CALL_ID)) {
                        scanner.skipValue();
                    } else {
                        read(scanner, numbers);
                    }
                }
            }
            default -> {
                tokens += numbers && kind >= '0' && kind <= '9' ? 1 : 0;
                scanner.skipValue();
            }
        }
    }

    private void say(String said) {
        if (isAttachment(said)) {
            tokens += ATTACHMENT;
        } else if (text.length() + said.length() > MOST_TEXT) {
            tokens += said.length() / CHARS_PER_TOKEN;
        } else {
            text.append(said).append('\n');
        }
    }

    private static boolean isAttachment(String said) {
        return said.length() >= LONGEST_WORD
                && said.chars().limit(LONGEST_WORD).allMatch(c -> c > ' ' && c < 0x7F);
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
