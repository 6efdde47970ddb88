package dev.tollgate.adapters.providers.openai;

import dev.tollgate.adapters.providers.directory.Traits;
import dev.tollgate.adapters.providers.directory.Traits.Special;
import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.domain.call.Dialect;

import java.net.URI;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/// Base URL plus path, and the key in an `Authorization` header, with the variations that the
/// directory declares.
public final class OpenAiAddress implements Address {
    private static final Pattern BASETEN_ID = Pattern.compile("[a-z0-9]{8}");

    @Override
    public URI url(DeploymentSettings settings, Traits traits, Dialect endpoint, String model) {
        String base = stripSlashes(settings.apiBase());
        if (traits.has(Special.BASETEN_HOST)
                && base.endsWith("//inference.baseten.co/v1")
                && BASETEN_ID.matcher(model).matches()) {
            base =
                    "https://model-%s.api.baseten.co/environments/production/sync/v1"
                            .formatted(model);
        }
        String query = "";
        if (traits.has(Special.FOUNDRY) && base.contains(".services.ai.azure.com")) {
            if (!base.endsWith("/models") && !base.endsWith("/v1")) {
                base += "/models";
            }
            if (!settings.apiVersion().isEmpty()) {
                query = "?api-version=" + settings.apiVersion();
            }
        }
        String path = path(endpoint);
        if (endpoint == Dialect.OPENAI_CHAT && !traits.chatPath().isEmpty()) {
            path = traits.chatPath();
        } else if (base.endsWith(path)) {
            return URI.create(base + query);
        }
        String append = traits.appendedPath();
        if (!append.isEmpty() && !base.endsWith(append)) {
            base += append;
        }
        return URI.create(base + path + query);
    }

    /// The path of an endpoint below a base URL.
    public static String path(Dialect endpoint) {
        return switch (endpoint) {
            case OPENAI_CHAT -> "/chat/completions";
            case OPENAI_COMPLETIONS -> "/completions";
            case OPENAI_EMBEDDINGS -> "/embeddings";
        };
    }

    @Override
    public void authorize(
            DeploymentSettings settings, Traits traits, BiConsumer<String, String> headers) {
        if (!settings.apiKey().isEmpty()) {
            String key = settings.apiKey().reveal();
            if (traits.has(Special.FOUNDRY) && onAzure(settings.apiBase())) {
                headers.accept("api-key", key);
            } else {
                headers.accept("authorization", traits.keyScheme() + " " + key);
            }
            traits.headers()
                    .forEach((name, value) -> headers.accept(name, value.replace("{key}", key)));
        } else {
            traits.headers()
                    .forEach(
                            (name, value) -> {
                                if (!value.contains("{key}")) {
                                    headers.accept(name, value);
                                }
                            });
        }
        if (!settings.organization().isEmpty()) {
            headers.accept("openai-organization", settings.organization());
        }
    }

    @Override
    public String model(DeploymentSettings settings, Traits traits, String model) {
        if (traits.has(Special.MODEL_TAIL)) {
            return model.substring(model.lastIndexOf('/') + 1);
        }
        if (traits.has(Special.CLARIFAI_MODEL)) {
            String[] parts = model.split("\\.", 3);
            return parts.length == 3
                    ? "https://clarifai.com/%s/%s/models/%s".formatted(parts[0], parts[1], parts[2])
                    : model;
        }
        return traits.modelPrefix().isEmpty() || model.startsWith(traits.modelRoot())
                ? model
                : traits.modelPrefix() + model;
    }

    private static boolean onAzure(String base) {
        String lower = base.toLowerCase(Locale.ROOT);
        return lower.contains(".services.ai.azure.com") || lower.contains(".openai.azure.com");
    }

    private static String stripSlashes(String base) {
        int end = base.length();
        while (end > 0 && base.charAt(end - 1) == '/') {
            end--;
        }
        return base.substring(0, end);
    }
}
