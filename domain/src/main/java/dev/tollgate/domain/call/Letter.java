package dev.tollgate.domain.call;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the caller sent, byte for byte, with a table of its top-level fields in the order in which
/// they stand. Nobody changes the bytes; a provider adapter splices while it copies.
///
/// @param dialect the language the bytes are written in
/// @param bytes the whole body; not to be modified
/// @param fields every top-level field, each name once
public record Letter(Dialect dialect, byte[] bytes, List<Field> fields) {
    private static final int LONGEST_WORD = 64;
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};

    public Letter {
        fields = List.copyOf(fields);
    }

    /// The place of a top-level field.
    public Optional<Field> field(String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /// The text of a field that holds one plain word; empty if it is absent or holds anything else.
    public String word(String name) {
        Optional<Field> its = field(name);
        if (its.isEmpty()) {
            return "";
        }
        int start = its.get().valueStart();
        int end = its.get().end();
        boolean quoted = end - start > 1 && end - start <= LONGEST_WORD && bytes[start] == '"';
        String word =
                quoted
                        ? new String(bytes, start + 1, end - start - 2, StandardCharsets.US_ASCII)
                        : "";
        return word.indexOf('\\') < 0 ? word : "";
    }

    /// Whether a field says `true`.
    public boolean isTrue(String name) {
        return field(name)
                .filter(it -> Arrays.equals(bytes, it.valueStart(), it.end(), TRUE, 0, TRUE.length))
                .isPresent();
    }

    /// The letter with these fields in the place of its own; every other byte stays as it is.
    ///
    /// @param parameters field → JSON text; `null` takes the field away
    public Letter with(Map<String, String> parameters) {
        return parameters.isEmpty() ? this : new Rewriting(this).with(parameters);
    }

    public int size() {
        return bytes.length;
    }

    /// Names the dialect and the size only: prompts do not belong in logs.
    @Override
    public String toString() {
        return "Letter[%s, %d bytes]".formatted(dialect, bytes.length);
    }
}
