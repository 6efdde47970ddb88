package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.settings.Raw.Scalar;
import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Set-ups that no file describes, as if one did. They are checked like those of a file.
final class RawValues {
    private RawValues() {}

    /// A configuration of these entries of `model_list`.
    static Raw.Mapping modelList(Place place, List<Map<String, Object>> entries) {
        return mapping(place, Map.of("model_list", entries));
    }

    private static Raw.Mapping mapping(Place place, Map<?, ? extends @Nullable Object> map) {
        Map<String, Raw.Field> fields = new LinkedHashMap<>();
        map.forEach(
                (key, value) ->
                        fields.put(key.toString(), new Raw.Field(place, raw(place, value))));
        return new Raw.Mapping(place, fields);
    }

    /// One entry of `model_list` that the gateway keeps itself.
    static Raw.Mapping stored(Fields entry) {
        return mapping(Place.STORED, entry.asMap());
    }

    private static Raw raw(Place place, @Nullable Object value) {
        return switch (value) {
            case null -> new Scalar(place, Scalar.Type.NOTHING, "", "");
            case Fields fields -> mapping(place, fields.asMap());
            case Map<?, ?> map -> mapping(place, map);
            case List<?> list -> {
                List<Raw> items = new ArrayList<>();
                list.forEach(item -> items.add(raw(place, item)));
                yield new Raw.Listing(place, items);
            }
            case Boolean flag -> new Scalar(place, Scalar.Type.FLAG, flag.toString(), "");
            case Number number ->
                    YamlScalars.number(plain(number))
                            .map(text -> new Scalar(place, Scalar.Type.NUMBER, text, ""))
                            .orElseGet(() -> Scalar.text(place, number.toString()));
            default -> Scalar.text(place, value.toString());
        };
    }

    private static String plain(Number number) {
        return number instanceof BigDecimal decimal ? decimal.toPlainString() : number.toString();
    }
}
