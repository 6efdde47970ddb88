package dev.tollgate.bootstrap.settings;

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
        return RawValues.modelList(
                new Place("command line", 0),
                List.of(Map.of("model_name", name(), "litellm_params", params)));
    }

    /// Headers may hold a key.
    @Override
    public String toString() {
        return "CommandLineModel[" + model + ", " + parameters.keySet() + "]";
    }
}
