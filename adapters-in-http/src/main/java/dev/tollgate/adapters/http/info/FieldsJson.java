package dev.tollgate.adapters.http.info;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;

import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes fields as JSON.
public final class FieldsJson {
    private FieldsJson() {}

    /// An object of what is written first, and of those fields that it does not name.
    static void write(JsonGenerator json, JsonAnswer.Content first, Fields others)
            throws IOException {
        json.writeStartObject();
        Listening listening = new Listening(json);
        first.write(listening);
        for (Map.Entry<String, @Nullable Object> each : others.filled().asMap().entrySet()) {
            if (!listening.names.contains(each.getKey())) {
                json.writeFieldName(each.getKey());
                write(json, each.getValue());
            }
        }
        json.writeEndObject();
    }

    /// @param value one that fields can have
    public static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Boolean flag -> json.writeBoolean(flag);
            case String text -> json.writeString(text);
            case BigDecimal number -> json.writeNumber(number.toPlainString());
            case List<?> list -> {
                json.writeStartArray();
                for (Object each : list) {
                    write(json, each);
                }
                json.writeEndArray();
            }
            case Fields fields -> {
                json.writeStartObject();
                for (Map.Entry<String, @Nullable Object> each : fields.asMap().entrySet()) {
                    json.writeFieldName(each.getKey());
                    write(json, each.getValue());
                }
                json.writeEndObject();
            }
            default -> throw new IllegalStateException("no field value: " + value.getClass());
        }
    }

    /// Remembers the names that pass.
    private static final class Listening extends JsonGeneratorDelegate {
        private final Set<String> names = new HashSet<>();

        Listening(JsonGenerator json) {
            super(json, false);
        }

        @Override
        public void writeFieldName(String name) throws IOException {
            names.add(name);
            super.writeFieldName(name);
        }
    }
}
