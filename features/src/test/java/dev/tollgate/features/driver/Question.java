package dev.tollgate.features.driver;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a caller asks a model.
///
/// @param settings further fields of the letter, as JSON
public record Question(String model, boolean streaming, Map<String, String> settings) {
    public Question {
        settings = new LinkedHashMap<>(settings);
    }

    public static Question to(String model) {
        return new Question(model, false, Map.of());
    }

    public Question streamed() {
        return new Question(model, true, settings);
    }

    public Question with(Map<String, String> more) {
        return new Question(model, streaming, more);
    }

    public String letter() {
        StringBuilder letter =
                new StringBuilder(
                        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]"
                                .formatted(model));
        if (streaming) {
            letter.append(",\"stream\":true");
        }
        settings.forEach((k, v) -> letter.append(",\"" + k + "\":" + v));
        return letter.append('}').toString();
    }
}
