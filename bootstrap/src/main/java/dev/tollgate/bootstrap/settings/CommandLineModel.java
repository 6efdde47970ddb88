package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.settings.Raw.Scalar;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A set-up without a file: one model, used for every call.
///
/// @param model `--model`, with its provider in front
/// @param alias `--alias`: its name for callers; empty: the model itself
/// @param parameters the rest as it would stand under `litellm_params`: texts, numbers, booleans,
///   lists and maps; checked like those of a file
public record CommandLineModel(String model, String alias, Map<String, Object> parameters) {
    private static final Place PLACE = new Place("command line", 0);

    public CommandLineModel {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    String name() {
        return alias.isBlank() ? model : alias;
    }

    /// The file that says the same.
    Raw.Mapping asFile() {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("model", model);
        params.putAll(parameters);
        return mapping(
                Map.of(
                        "model_list",
                        List.of(Map.of("model_name", name(), "litellm_params", params))));
    }

    private static Raw.Mapping mapping(Map<?, ?> map) {
        Map<String, Raw.Field> fields = new LinkedHashMap<>();
        map.forEach((key, value) -> fields.put(key.toString(), new Raw.Field(PLACE, raw(value))));
        return new Raw.Mapping(PLACE, fields);
    }

    private static Raw raw(Object value) {
        return switch (value) {
            case Map<?, ?> map -> mapping(map);
            case List<?> list -> {
                List<Raw> items = new ArrayList<>();
                list.forEach(item -> items.add(raw(item)));
                yield new Raw.Listing(PLACE, items);
            }
            case Boolean flag -> new Scalar(PLACE, Scalar.Type.FLAG, flag.toString(), "");
            case Number number ->
                    YamlScalars.number(number.toString())
                            .map(text -> new Scalar(PLACE, Scalar.Type.NUMBER, text, ""))
                            .orElseGet(() -> Scalar.text(PLACE, number.toString()));
            default -> Scalar.text(PLACE, value.toString());
        };
    }

    /// Headers may hold a key.
    @Override
    public String toString() {
        return "CommandLineModel[" + model + ", " + parameters.keySet() + "]";
    }
}
