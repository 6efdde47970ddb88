package dev.tollgate.adapters.providers.continuation;

import dev.tollgate.adapters.providers.json.JsonScanner;
import dev.tollgate.domain.call.Frame;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What one chunk of a streamed chat answer says.
final class Chunk {
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

    private final byte[] json;
    private final List<Piece> pieces = new ArrayList<>(1);
    private String id = "";
    private String created = "";
    private boolean ends;
    private boolean secret;
    private boolean more;
    private boolean usage;
    private boolean role;

    private Chunk(byte[] json) {
        this.json = json;
    }

    /// Text in a field of the delta.
    record Piece(Said said, String field, String text) {}

    /// @throws dev.tollgate.adapters.providers.json.MalformedJson if the frame holds no JSON object
    static Chunk of(Frame frame) {
        Chunk chunk = new Chunk(data(frame));
        chunk.read();
        return chunk;
    }

    /// The chunk as JSON.
    byte[] json() {
        return json;
    }

    /// The texts it holds, empty ones left out.
    List<Piece> pieces() {
        return pieces;
    }

    /// The JSON texts of its `id` and `created`; empty if it has none.
    String id() {
        return id;
    }

    String created() {
        return created;
    }

    /// Whether it holds a finish reason.
    boolean ends() {
        return ends;
    }

    /// Whether it holds reasoning in a form that nobody writes the same way twice.
    boolean hasSecretReasoning() {
        return secret;
    }

    /// Whether it holds anything else of an answer: a tool call, a refusal, audio, probabilities, a
    /// second choice.
    boolean hasMore() {
        return more;
    }

    boolean hasUsage() {
        return usage;
    }

    boolean hasRole() {
        return role;
    }

    /// The data lines of an event as one text.
    private static byte[] data(Frame frame) {
        byte[] bytes = frame.bytes();
        byte[] data = new byte[frame.length()];
        int length = 0;
        int end = frame.offset() + frame.length();
        for (int at = frame.offset(); at < end; ) {
            int stop = at;
            while (stop < end && bytes[stop] != '\n') {
                stop++;
            }
            if (stop - at > DATA.length
                    && Arrays.equals(bytes, at, at + DATA.length, DATA, 0, DATA.length)) {
                int from = at + DATA.length + (bytes[at + DATA.length] == ' ' ? 1 : 0);
                System.arraycopy(bytes, from, data, length, stop - from);
                length += stop - from;
                data[length++] = '\n';
            }
            at = stop + 1;
        }
        return Arrays.copyOf(data, length);
    }

    private void read() {
        JsonScanner scanner = new JsonScanner(json, 0, json.length);
        for (boolean next = scanner.enterObject(); next; next = scanner.nextField()) {
            switch (scanner.name()) {
                case "id" -> id = value(scanner);
                case "created" -> created = value(scanner);
                case "usage" -> usage = scanner.skipTelling();
                case "choices" -> readChoices(scanner);
                default -> scanner.skipValue();
            }
        }
    }

    private String value(JsonScanner scanner) {
        scanner.peek();
        int from = scanner.position();
        scanner.skipValue();
        return new String(json, from, scanner.position() - from, StandardCharsets.UTF_8);
    }

    private void readChoices(JsonScanner scanner) {
        if (scanner.peek() != '[') {
            scanner.skipValue();
            return;
        }
        int choices = 0;
        for (boolean next = scanner.enterArray(); next; next = scanner.nextElement()) {
            choices++;
            more |= choices > 1;
            readChoice(scanner);
        }
    }

    private void readChoice(JsonScanner scanner) {
        for (boolean next = scanner.enterObject(); next; next = scanner.nextField()) {
            switch (scanner.name()) {
                case "index" -> more |= scanner.readCount() > 0;
                case "finish_reason" -> ends |= scanner.skipTelling();
                case "logprobs" -> more |= scanner.skipTelling();
                case "delta" -> readDelta(scanner);
                default -> scanner.skipValue();
            }
        }
    }

    private void readDelta(JsonScanner scanner) {
        if (scanner.peek() != '{') {
            more |= scanner.skipTelling();
            return;
        }
        for (boolean next = scanner.enterObject(); next; next = scanner.nextField()) {
            String name = scanner.name();
            switch (name) {
                case "role" -> {
                    role = true;
                    scanner.skipValue();
                }
                case "content" -> readText(scanner, Said.ANSWER, name);
                case "reasoning_content", "reasoning" -> readText(scanner, Said.REASONING, name);
                case "thinking_blocks", "reasoning_details", "reasoning_signature" ->
                        secret |= scanner.skipTelling();
                default -> more |= scanner.skipTelling();
            }
        }
    }

    private void readText(JsonScanner scanner, Said said, String field) {
        if (scanner.peek() != '"') {
            more |= scanner.skipTelling();
            return;
        }
        String text = scanner.readText();
        // Some providers tell the same thought under both names.
        boolean twice =
                pieces.stream()
                        .anyMatch(piece -> piece.said() == said && piece.text().equals(text));
        if (twice && said == Said.REASONING) {
            secret = true;
        } else if (!text.isEmpty()) {
            pieces.add(new Piece(said, field, text));
        }
    }
}
