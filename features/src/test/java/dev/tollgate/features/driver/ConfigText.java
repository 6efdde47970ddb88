package dev.tollgate.features.driver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A configuration file as a scenario tells it, piece by piece.
public final class ConfigText {
    public static final String MASTER_KEY = "sk-features-0123456789abcdef";

    /// Columns that say something of the model instead of the way to it.
    private static final List<String> OF_THE_MODEL = List.of("max_input_tokens", "access_groups");

    private static final List<String> BESIDE_PARAMS =
            Stream.concat(Stream.of("deployment", "provider"), OF_THE_MODEL.stream()).toList();

    private final List<String> models = new ArrayList<>();
    private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();

    ConfigText() {
        set("general_settings", "master_key", MASTER_KEY);
        set("tollgate_settings", "shutdown_delay", "0");
    }

    public void set(String section, String key, String value) {
        sections.computeIfAbsent(section, _ -> new LinkedHashMap<>()).put(key, value);
    }

    public void clearModels() {
        models.clear();
    }

    /// @param row cells of a deployments table; an empty cell is a setting left out
    public void addDeployment(String model, Map<String, String> row, ScriptedUpstream upstream) {
        String id = row.getOrDefault("deployment", "");
        String provider = row.getOrDefault("provider", "openai");
        Map<String, String> params = new LinkedHashMap<>();
        params.put("model", quoted(usualModel(provider)));
        params.put("api_base", quoted(address(provider, id, upstream)));
        params.put("api_key", quoted(keyOf(id)));
        if (provider.equals("azure")) {
            params.put("api_version", quoted("2024-10-21"));
        }
        row.forEach(
                (column, value) -> {
                    if (!value.isEmpty() && !BESIDE_PARAMS.contains(column)) {
                        params.put(column, column.equals("model") ? quoted(value) : value);
                    }
                });
        StringBuilder entry = new StringBuilder("  - model_name: " + quoted(model) + "\n");
        entry.append("    litellm_params:\n");
        params.forEach((k, v) -> entry.append("      " + k + ": " + v + "\n"));
        String info = "id: " + id;
        for (String column : OF_THE_MODEL) {
            String value = row.getOrDefault(column, "");
            info += value.isEmpty() ? "" : ", " + column + ": " + value;
        }
        models.add(entry.append("    model_info: {" + info + "}\n").toString());
    }

    static String keyOf(String deployment) {
        return "sk-key-of-" + deployment;
    }

    private static String usualModel(String provider) {
        return switch (provider) {
            case "anthropic" -> "anthropic/claude-sonnet-4-5";
            case "azure" -> "azure/gpt-4o-blue";
            default -> "openai/gpt-4o-mini";
        };
    }

    private static String address(String provider, String id, ScriptedUpstream upstream) {
        return upstream.address(id) + (provider.equals("openai") ? "/v1" : "");
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("model_list:\n");
        models.forEach(text::append);
        sections.forEach(
                (section, settings) -> {
                    text.append(section).append(":\n");
                    settings.forEach((k, v) -> text.append("  " + k + ": " + v + "\n"));
                });
        return text.toString();
    }
}
