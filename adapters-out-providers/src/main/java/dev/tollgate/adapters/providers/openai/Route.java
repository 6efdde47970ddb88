package dev.tollgate.adapters.providers.openai;

import dev.tollgate.adapters.providers.directory.ProviderEntry;
import dev.tollgate.adapters.providers.directory.Traits;
import dev.tollgate.adapters.providers.json.JsonText;
import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.adapters.providers.protocol.GatewayFields;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.HeaderLines;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What every letter to one deployment has in common, worked out once.
final class Route {
    /// Headers the engine or the deployment decides on; nobody else may.
    private static final Set<String> RESERVED =
            Set.of(
                    "authorization",
                    "api-key",
                    "x-api-key",
                    "host",
                    "connection",
                    "content-length",
                    "content-type",
                    "content-encoding",
                    "transfer-encoding",
                    "te",
                    "trailer",
                    "upgrade",
                    "expect",
                    "cookie",
                    "accept-encoding",
                    "proxy-authorization",
                    "user-agent");

    /// A caller's organisation is one at OpenAI, and nobody else's affair.
    private static final String ORGANIZATION = "openai-organization";

    private final DeploymentSettings settings;
    private final ProviderEntry entry;
    private final Address address;
    private final Map<String, byte[]> defaults;
    private final Map<String, String> ownHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final HeaderLines ownLines;

    /// The last target; most deployments have only one.
    private volatile @Nullable Target last;

    Route(DeploymentSettings settings, ProviderEntry entry, Address address) {
        this.settings = settings;
        this.entry = entry;
        this.address = address;
        this.defaults = defaults(settings);
        address.authorize(settings, entry.traits(), ownHeaders::put);
        for (Map.Entry<String, Secret> header : settings.extraHeaders().entrySet()) {
            ownHeaders.put(header.getKey(), header.getValue().reveal());
        }
        this.ownLines = lines(ownHeaders);
    }

    DeploymentSettings settings() {
        return settings;
    }

    ProviderEntry entry() {
        return entry;
    }

    Map<String, byte[]> defaults() {
        return defaults;
    }

    /// The deployment's headers, joined by those the caller may add.
    HeaderLines headers(HeaderLines forwarded, Map<String, String> asked) {
        if (forwarded.size() == 0 && asked.isEmpty()) {
            return ownLines;
        }
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        forwarded.forEach(
                (name, value) -> {
                    if (!name.equals(ORGANIZATION) || settings.provider().equals("openai")) {
                        putUnreserved(all, name, value);
                    }
                });
        asked.forEach((name, value) -> putUnreserved(all, name, value));
        all.putAll(ownHeaders);
        return lines(all);
    }

    Target target(Dialect endpoint, String model) {
        Target known = last;
        if (known != null && known.endpoint() == endpoint && known.model().equals(model)) {
            return known;
        }
        Traits traits = entry.traits();
        String name = address.model(settings, traits, model);
        boolean reasons =
                traits.reasoningRules()
                        && (ReasoningModels.contain(model)
                                || ReasoningModels.contain(settings.card().key()));
        Target made =
                new Target(
                        endpoint,
                        model,
                        address.url(settings, traits, endpoint, model),
                        JsonText.bytes(JsonText.quote(name)),
                        reasons && endpoint == Dialect.OPENAI_CHAT);
        last = made;
        return made;
    }

    private static void putUnreserved(Map<String, String> all, String name, String value) {
        if (!RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            all.put(name, value);
        }
    }

    private static HeaderLines lines(Map<String, String> headers) {
        List<String> lines = new ArrayList<>(headers.size() * 2);
        headers.forEach(
                (name, value) -> {
                    lines.add(name);
                    lines.add(value);
                });
        return HeaderLines.of(lines);
    }

    private static Map<String, byte[]> defaults(DeploymentSettings settings) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        settings.defaults()
                .forEach(
                        (name, json) -> {
                            if (!GatewayFields.contains(name) && !json.isBlank()) {
                                all.put(name, JsonText.bytes(json.strip()));
                            }
                        });
        return all;
    }

    /// Where one kind of call for one model goes.
    ///
    /// @param modelJson the model's name as it stands in the body, quoted
    /// @param reasons whether the rules for reasoning models hold
    record Target(Dialect endpoint, String model, URI url, byte[] modelJson, boolean reasons) {}
}
