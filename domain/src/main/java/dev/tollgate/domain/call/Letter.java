package dev.tollgate.domain.call;

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
