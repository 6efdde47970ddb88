package dev.tollgate.domain.call;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Writes a [Letter] anew with some of its fields replaced, taken away or added. Every other byte
/// stays as it is.
final class Rewriting {
    private static final String NOTHING = "null";
    private static final String AS_IT_WAS = "";
    private static final int SPARE = 256;

    private final Letter letter;
    private byte[] out;
    private int size;
    private final List<Field> fields = new ArrayList<>();

    Rewriting(Letter letter) {
        this.letter = letter;
        this.out = new byte[letter.size() + SPARE];
    }

    /// @param parameters field → JSON text; `null` takes the field away
    Letter with(Map<String, String> parameters) {
        List<Field> old = letter.fields();
        int behind = old.isEmpty() ? opening() : old.getFirst().start();
        copy(0, behind);
        for (Field field : old) {
            String value = parameters.getOrDefault(field.name(), AS_IT_WAS);
            if (!value.equals(NOTHING)) {
                copy(fields.isEmpty() ? field.start() : behind, field.start());
                keep(field, value);
            }
            behind = field.end();
        }
        parameters.forEach(
                (name, value) -> {
                    if (!value.equals(NOTHING) && letter.field(name).isEmpty()) {
                        add(name, value);
                    }
                });
        copy(behind, letter.size());
        return new Letter(letter.dialect(), Arrays.copyOf(out, size), fields);
    }

    /// The offset behind the brace that opens a letter without fields.
    private int opening() {
        byte[] bytes = letter.bytes();
        int at = 0;
        while (bytes[at] != '{') {
            at++;
        }
        return at + 1;
    }

    private void keep(Field field, String value) {
        int start = size;
        copy(field.start(), field.valueStart());
        int valueStart = size;
        if (value.equals(AS_IT_WAS)) {
            copy(field.valueStart(), field.end());
        } else {
            write(value);
        }
        fields.add(new Field(field.name(), start, valueStart, size));
    }

    private void add(String name, String value) {
        if (!fields.isEmpty()) {
            write(",");
        }
        int start = size;
        write(quoted(name));
        write(":");
        int valueStart = size;
        write(value);
        fields.add(new Field(name, start, valueStart, size));
    }

    private static String quoted(String name) {
        StringBuilder text = new StringBuilder(name.length() + 2).append('"');
        name.chars()
                .forEach(
                        c -> {
                            if (c == '"' || c == '\\') {
                                text.append('\\').append((char) c);
                            } else if (c < ' ') {
                                text.append("\\u%04x".formatted(c));
                            } else {
                                text.append((char) c);
                            }
                        });
        return text.append('"').toString();
    }

    private void copy(int from, int to) {
        append(letter.bytes(), from, to - from);
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        append(bytes, 0, bytes.length);
    }

    private void append(byte[] bytes, int from, int length) {
        if (size + length > out.length) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, size + length));
        }
        System.arraycopy(bytes, from, out, size, length);
        size += length;
    }
}
