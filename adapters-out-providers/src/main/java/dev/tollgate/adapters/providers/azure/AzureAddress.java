package dev.tollgate.adapters.providers.azure;

import dev.tollgate.adapters.providers.directory.Traits;
import dev.tollgate.adapters.providers.openai.Address;
import dev.tollgate.adapters.providers.openai.OpenAiAddress;
import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.domain.call.Dialect;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/// Azure's two URL styles: a path per deployment with a dated `api-version`, and the newer
/// `/openai/v1`, where the deployment stands in the body. A base that is a full URL of the first
/// style is taken as it is.
public final class AzureAddress implements Address {
    /// `api-version` where the configuration gives none.
    public static final String DEFAULT_VERSION = "2025-02-01-preview";

    private static final Set<String> V1 = Set.of("v1", "latest", "preview");
    private static final List<String> SERIES = List.of("o_series/", "gpt5_series/");

    @Override
    public URI url(DeploymentSettings settings, Traits traits, Dialect endpoint, String model) {
        String base = settings.apiBase();
        String version = settings.apiVersion().isEmpty() ? DEFAULT_VERSION : settings.apiVersion();
        int query = base.indexOf('?');
        String path = stripSlashes(query < 0 ? base : base.substring(0, query));
        String given = query < 0 ? "" : base.substring(query);
        String operation = OpenAiAddress.path(endpoint);
        if (path.contains("/openai/deployments/")) {
            String whole = path.endsWith(operation) ? path : path + operation;
            return URI.create(
                    whole + (given.contains("api-version=") ? given : "?api-version=" + version));
        }
        if (path.endsWith("/openai/v1")) {
            return URI.create(path + operation + given);
        }
        if (V1.contains(version)) {
            return URI.create(
                    root(path)
                            + "/openai/v1"
                            + operation
                            + (version.equals("preview") ? "?api-version=preview" : ""));
        }
        return URI.create(
                "%s/openai/deployments/%s%s?api-version=%s"
                        .formatted(
                                root(path), encode(deployment(model)), operation, encode(version)));
    }

    @Override
    public void authorize(
            DeploymentSettings settings, Traits traits, BiConsumer<String, String> headers) {
        if (!settings.apiKey().isEmpty()) {
            headers.accept("api-key", settings.apiKey().reveal());
        } else if (!settings.azureAdToken().isEmpty()) {
            headers.accept("authorization", "Bearer " + settings.azureAdToken().reveal());
        }
    }

    @Override
    public String model(DeploymentSettings settings, Traits traits, String model) {
        return deployment(model);
    }

    /// A prefix may say which rules a freely named deployment follows.
    private static String deployment(String model) {
        for (String series : SERIES) {
            if (model.startsWith(series)) {
                return model.substring(series.length());
            }
        }
        return model;
    }

    private static String root(String path) {
        return path.endsWith("/openai") ? path.substring(0, path.length() - 7) : path;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String stripSlashes(String base) {
        int end = base.length();
        while (end > 0 && base.charAt(end - 1) == '/') {
            end--;
        }
        return base.substring(0, end);
    }
}
