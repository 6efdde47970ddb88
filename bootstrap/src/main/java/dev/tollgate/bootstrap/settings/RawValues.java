package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.settings.Raw.Scalar;

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

    private static Raw.Mapping mapping(Place place, Map<?, ?> map) {
        Map<String, Raw.Field> fields = new LinkedHashMap<>();
        map.forEach(
                (key, value) ->
                        fields.put(key.toString(), new Raw.Field(place, raw(place, value))));
        return new Raw.Mapping(place, fields);
    }

    private static Raw raw(Place place, Object value) {
        return switch (value) {
            case Map<?, ?> map -> mapping(place, map);
            case List<?> list -> {
                List<Raw> items = new ArrayList<>();
                list.forEach(item -> items.add(raw(place, item)));
                yield new Raw.Listing(place, items);
            }
            case Boolean flag -> new Scalar(place, Scalar.Type.FLAG, flag.toString(), "");
            case Number number ->
                    YamlScalars.number(number.toString())
                            .map(text -> new Scalar(place, Scalar.Type.NUMBER, text, ""))
                            .orElseGet(() -> Scalar.text(place, number.toString()));
            default -> Scalar.text(place, value.toString());
        };
    }
}
