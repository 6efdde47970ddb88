package dev.tollgate.application.desk;

import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.Field;
import dev.tollgate.domain.call.Letter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Letters written field by field.
final class LetterFixture {
    private final StringBuilder text = new StringBuilder("{");
    private final List<Field> fields = new ArrayList<>();

    static LetterFixture aLetter() {
        return new LetterFixture();
    }

    LetterFixture with(String name, Object json) {
        if (!fields.isEmpty()) {
            text.append(", ");
        }
        int start = size();
        text.append('"').append(name).append("\": ");
        int valueStart = size();
        text.append(json);
        fields.add(new Field(name, start, valueStart, size()));
        return this;
    }

    private int size() {
        return text.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    boolean has(String name) {
        return fields.stream().anyMatch(field -> field.name().equals(name));
    }

    Letter build() {
        return build(Dialect.OPENAI_CHAT);
    }

    Letter build(Dialect dialect) {
        return new Letter(dialect, (text + "}").getBytes(StandardCharsets.UTF_8), fields);
    }
}
