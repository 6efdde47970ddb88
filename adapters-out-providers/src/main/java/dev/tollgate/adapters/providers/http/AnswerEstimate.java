package dev.tollgate.adapters.providers.http;

import dev.tollgate.adapters.providers.json.JsonScanner;
import dev.tollgate.adapters.providers.protocol.Received;

import java.nio.charset.StandardCharsets;

/// The tokens that a whole answer must have used, where its provider does not report them: of all
/// that its choices say. An embedding says nothing.
final class AnswerEstimate {
    private static final byte[] CHOICES = ascii("choices");
    private static final byte[] MESSAGE = ascii("message");
    private static final byte[] TEXT = ascii("text");
    private static final byte[] ROLE = ascii("role");

    private AnswerEstimate() {}

    /// @param body an answer in OpenAI's form
    static long of(byte[] body) {
        JsonScanner scanner = new JsonScanner(body, 0, body.length);
        Received received = new Received();
        for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
            if (scanner.nameIs(CHOICES) && scanner.peek() == '[') {
                for (boolean one = scanner.enterArray(); one; one = scanner.nextElement()) {
                    choice(scanner, received);
                }
            } else {
                scanner.skipValue();
            }
        }
        return received.tokens();
    }

    private static void choice(JsonScanner scanner, Received received) {
        if (scanner.peek() != '{') {
            scanner.skipValue();
            return;
        }
        for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
            if (scanner.nameIs(MESSAGE) && scanner.peek() == '{') {
                message(scanner, received);
            } else if (scanner.nameIs(TEXT)) {
                said(scanner, received);
            } else {
                scanner.skipValue();
            }
        }
    }

    /// Text, reasoning, refusal, audio, tool calls.
    private static void message(JsonScanner scanner, Received received) {
        for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
            if (scanner.nameIs(ROLE)) {
                scanner.skipValue();
            } else {
                said(scanner, received);
            }
        }
    }

    private static void said(JsonScanner scanner, Received received) {
        scanner.peek();
        int start = scanner.position();
        if (scanner.skipTelling()) {
            received.piece(scanner.position() - start - 2);
        }
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
