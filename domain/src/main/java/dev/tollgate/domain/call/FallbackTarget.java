package dev.tollgate.domain.call;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A model that stands in for another one.
///
/// @param model model name, or the id of a deployment
/// @param parameters request fields that the stand-in gets instead of the caller's: name → JSON
///   text, `null` takes the field away
public record FallbackTarget(String model, Map<String, String> parameters) {
    public FallbackTarget {
        if (model.isBlank()) {
            throw new IllegalArgumentException("a fallback needs a model");
        }
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    public static FallbackTarget of(String model) {
        return new FallbackTarget(model, Map.of());
    }

    public static List<FallbackTarget> of(List<String> models) {
        return models.stream().map(FallbackTarget::of).toList();
    }
}
