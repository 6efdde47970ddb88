package dev.tollgate.bootstrap.settings;

import dev.tollgate.domain.access.Secret;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a deployment is reached and with which key: what the entry says, else the provider's
/// environment variables, else (for the address) its usual one.
final class Connection {
    private static final String AZURE_DEFAULT_VERSION_VARIABLE = "AZURE_API_VERSION";

    private final Section params;
    private final String group;
    private final KnownProviders.Facts provider;
    private final Environment environment;

    Connection(
            Section params, String group, KnownProviders.Facts provider, Environment environment) {
        this.params = params;
        this.group = group;
        this.provider = provider;
        this.environment = environment;
    }

    /// Without trailing slash.
    String apiBase() throws LeftOut {
        for (String key : List.of("api_base", "base_url")) {
            String written = params.text(key).strip();
            if (!written.isEmpty()) {
                return checked(key, written);
            }
        }
        for (String variable : provider.baseVariables()) {
            Optional<String> value = environment.filled(variable);
            if (value.isPresent()) {
                return checked("api_base", value.get().strip());
            }
        }
        Optional<String> unset = params.unset("api_base").or(() -> params.unset("base_url"));
        if (unset.isPresent()) {
            throw LeftOut.missing(
                    "api_base",
                    "model \""
                            + group
                            + "\": api_base refers to "
                            + unset.get()
                            + ", which is not set.",
                    "Set " + unset.get() + ", for instance in `.env`.");
        }
        if (provider.baseUrl().isEmpty()) {
            throw LeftOut.missing(
                    "",
                    "model \""
                            + group
                            + "\": "
                            + provider.prefix()
                            + " needs an api_base, the address of your own endpoint.",
                    "Add `api_base: https://…`" + orSet(provider.baseVariables()) + ".");
        }
        return filled(provider.baseUrl());
    }

    private String filled(String baseUrl) throws LeftOut {
        String url = baseUrl;
        for (Map.Entry<String, String> placeholder : provider.placeholders().entrySet()) {
            Optional<String> value = environment.filled(placeholder.getValue());
            if (value.isEmpty()) {
                throw LeftOut.missing(
                        "",
                        "model \""
                                + group
                                + "\": "
                                + placeholder.getValue()
                                + " is not set; it is part of "
                                + provider.prefix()
                                + "'s address.",
                        "Set it, or add an `api_base`.");
            }
            url = url.replace("{" + placeholder.getKey() + "}", value.get().strip());
        }
        return checked("api_base", url);
    }

    private static String checked(String key, String written) throws LeftOut {
        try {
            URI uri = new URI(written);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawFragment() == null) {
                return written.replaceAll("/+$", "");
            }
        } catch (URISyntaxException bad) {
            // reported below
        }
        throw LeftOut.mistake(
                key,
                "must be an address such as https://host/v1.",
                written.contains("://") ? "" : "Put https:// or http:// in front.");
    }

    /// What callers may see of the address: no query, no user, no password.
    static String shown(String apiBase) {
        try {
            URI uri = new URI(apiBase);
            return new URI(
                            uri.getScheme(),
                            null,
                            uri.getHost(),
                            uri.getPort(),
                            uri.getPath(),
                            null,
                            null)
                    .toString();
        } catch (URISyntaxException bad) {
            return "";
        }
    }

    /// The key; none for a server that needs none.
    Secret apiKey(String apiBase) throws LeftOut {
        String written = params.text("api_key").strip();
        if (!written.isEmpty()) {
            return Secret.of(written);
        }
        Optional<String> unset = params.unset("api_key");
        for (String variable : provider.keyVariables()) {
            Optional<String> value = environment.filled(variable);
            if (value.isPresent()) {
                unset.ifPresent(
                        name ->
                                params.warn(
                                        "api_key",
                                        "refers to "
                                                + name
                                                + ", which is not set; "
                                                + variable
                                                + " is used instead.",
                                        "Set " + name + ", or name " + variable + " here."));
                return Secret.of(value.get().strip());
            }
        }
        if (!params.text("azure_ad_token").isBlank()) {
            return Secret.NONE;
        }
        if (unset.isPresent()) {
            throw LeftOut.missing(
                    "api_key",
                    "model \""
                            + group
                            + "\": api_key refers to "
                            + unset.get()
                            + ", which is not set.",
                    "Set " + unset.get() + ", for instance in `.env`.");
        }
        boolean ownServer = !provider.baseUrl().isEmpty() && !apiBase.equals(provider.baseUrl());
        if (provider.keyOptional() || ownServer && params.has("api_base")) {
            return Secret.NONE;
        }
        throw LeftOut.missing(
                "",
                "model \""
                        + group
                        + "\": no api_key"
                        + (provider.keyVariables().isEmpty()
                                ? "."
                                : ", and " + provider.keyVariables().getFirst() + " is not set."),
                "Add `api_key: os.environ/NAME`" + orSet(provider.keyVariables()) + ".");
    }

    private static String orSet(List<String> variables) {
        return variables.isEmpty() ? "" : ", or set " + variables.getFirst();
    }

    String apiVersion() {
        String written = params.text("api_version").strip();
        return written.isEmpty() && provider.prefix().startsWith("azure")
                ? environment.filled(AZURE_DEFAULT_VERSION_VARIABLE).orElse("").strip()
                : written;
    }
}
