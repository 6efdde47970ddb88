package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which fields of an object are shown in one answer, and in which order. Nothing else of it is.
final class View {
    private final FieldTable table;
    private final List<Shown> shown;
    private final Map<String, View> inner;

    private View(FieldTable table, List<Shown> shown, Map<String, View> inner) {
        this.table = table;
        this.shown = shown;
        this.inner = inner;
    }

    /// @param names in order, with spaces between them; `name=JSON` shows that where there is no
    ///   value, `name?` nothing at all, and plain names null
    static View of(FieldTable table, String names) {
        List<Shown> shown = new ArrayList<>();
        for (String name : names.strip().split("\\s+")) {
            int equals = name.indexOf('=');
            if (equals > 0) {
                shown.add(new Shown(name.substring(0, equals), name.substring(equals + 1), false));
            } else if (name.endsWith("?")) {
                shown.add(new Shown(name.substring(0, name.length() - 1), "null", true));
            } else {
                shown.add(new Shown(name, "null", false));
            }
        }
        return new View(table, shown, Map.of());
    }

    /// The same, an object or the objects of a list in one field being shown in a view of their
    /// own.
    View nested(String name, View view) {
        Map<String, View> all = new HashMap<>(inner);
        all.put(name, view);
        return new View(table, shown, all);
    }

    void write(JsonGenerator json, Fields fields) throws IOException {
        json.writeStartObject();
        for (Shown each : shown) {
            Object value = fields.get(each.name());
            if (value == null) {
                if (!each.optional()) {
                    json.writeFieldName(each.name());
                    json.writeRawValue(each.otherwise());
                }
                continue;
            }
            json.writeFieldName(each.name());
            write(json, each.name(), value);
        }
        json.writeEndObject();
    }

    private void write(JsonGenerator json, String name, Object value) throws IOException {
        View view = inner.get(name);
        if (view != null && value instanceof Fields fields) {
            view.write(json, fields);
        } else if (view != null && value instanceof List<?> list) {
            json.writeStartArray();
            for (Object each : list) {
                view.member(json, each);
            }
            json.writeEndArray();
        } else if (value instanceof BigDecimal number && table.type(name) == FieldType.NUMBER) {
            json.writeNumber(amount(number));
        } else {
            JsonFields.write(json, value);
        }
    }

    private void member(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value instanceof Fields fields) {
            write(json, fields);
        } else {
            JsonFields.write(json, value);
        }
    }

    /// Amounts have a decimal point also where they are whole, as clients are used to.
    static String amount(BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        return plain.setScale(Math.max(1, plain.scale())).toPlainString();
    }

    private record Shown(String name, String otherwise, boolean optional) {}
}
