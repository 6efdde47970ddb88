package dev.tollgate.adapters.providers.directory;

import dev.tollgate.domain.call.Dialect;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// One provider of the directory.
///
/// @param prefix what stands before the slash in `model`
/// @param baseUrl default base URL, without trailing slash; empty where the configuration must give
///   one. May hold `{name}` placeholders
/// @param keyVariables environment variables that may hold the key, strongest first
/// @param baseVariables environment variables that may hold the base URL, strongest first
/// @param endpoints what the provider serves (`chat`, `completions`, `embeddings`, …)
/// @param keyOptional whether it works without a key
/// @param kind who speaks to it
/// @param placeholders names of the placeholders in `baseUrl`, with the variable that fills each
/// @param traits how its letters differ from OpenAI's
public record ProviderEntry(
        String prefix,
        String baseUrl,
        List<String> keyVariables,
        List<String> baseVariables,
        Set<String> endpoints,
        boolean keyOptional,
        Kind kind,
        Map<String, String> placeholders,
        Traits traits) {

    /// Which protocol serves a provider.
    public enum Kind {
        OPENAI,
        AZURE,
        ANTHROPIC,
        /// known, but not served by this version
        NOT_YET
    }

    public ProviderEntry {
        keyVariables = List.copyOf(keyVariables);
        baseVariables = List.copyOf(baseVariables);
        endpoints = Set.copyOf(endpoints);
        placeholders = Map.copyOf(placeholders);
    }

    /// Whether the provider itself has the endpoint of this dialect.
    public boolean serves(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT -> endpoints.contains("chat");
            case OPENAI_COMPLETIONS -> endpoints.contains("completions");
            case OPENAI_EMBEDDINGS -> endpoints.contains("embeddings");
        };
    }
}
