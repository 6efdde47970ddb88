package dev.tollgate.features.driver;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a caller asks a model.
///
/// @param settings further fields of the letter, as JSON
public record Question(
        String model, String prompt, boolean streaming, Map<String, String> settings) {
    public Question {
        settings = new LinkedHashMap<>(settings);
    }

    public static Question to(String model) {
        return new Question(model, "Hi", false, Map.of());
    }

    public Question streamed() {
        return new Question(model, prompt, true, settings);
    }

    /// The same with a prompt of this many words.
    public Question ofWords(int words) {
        return new Question(model, "word ".repeat(words).strip(), streaming, settings);
    }

    public Question with(Map<String, String> more) {
        return new Question(model, prompt, streaming, more);
    }

    public String letter() {
        StringBuilder letter =
                new StringBuilder(
                        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]"
                                .formatted(model, prompt));
        if (streaming) {
            letter.append(",\"stream\":true");
        }
        settings.forEach((k, v) -> letter.append(",\"" + k + "\":" + v));
        return letter.append('}').toString();
    }
}
