package dev.tollgate.adapters.http.envelope;

import java.util.List;
import java.util.Set;

/// Which of a caller's headers go on to providers beside `anthropic-beta` and `x-pass-…`, and which
/// name the end user beside `x-litellm-…`.
///
/// @param everyModel `forward_client_headers_to_llm_api`: the caller's `x-…` headers and
///   `openai-beta` go along
/// @param models the same for calls of these models only; a name may end in `*`
/// @param organization `forward_openai_org_id`: the caller's `openai-organization` goes along
/// @param keyHeader the header that carries callers' keys, which never goes along; empty: the usual
///   ones
/// @param customers `user_header_mappings` and `user_header_name`: the headers that may name the
///   end user, in lower case, the first of them before the others
public record Forwarding(
        boolean everyModel,
        Set<String> models,
        boolean organization,
        String keyHeader,
        List<String> customers) {
    public static final Forwarding NOTHING = new Forwarding(false, Set.of(), false, "");

    public Forwarding {
        models = Set.copyOf(models);
        customers = List.copyOf(customers);
    }

    /// No header but the usual ones names the end user.
    public Forwarding(
            boolean everyModel, Set<String> models, boolean organization, String keyHeader) {
        this(everyModel, models, organization, keyHeader, List.of());
    }

    /// Whether the optional headers go along with a call of this model.
    boolean forModel(String model) {
        if (everyModel || models.isEmpty()) {
            return everyModel;
        }
        return models.contains(model) || models.stream().anyMatch(name -> covers(name, model));
    }

    private static boolean covers(String pattern, String model) {
        return pattern.endsWith("*")
                && model.startsWith(pattern.substring(0, pattern.length() - 1));
    }

    /// @param name in lower case
    boolean takesAlways(String name) {
        return organization && name.equals("openai-organization");
    }

    /// @param name in lower case
    boolean takes(String name) {
        return (everyModel || !models.isEmpty())
                && (name.equals("openai-beta")
                        || name.startsWith("x-")
                                && mayPass(name)
                                && !aboutTheWay(name)
                                && !credential(name)
                                && !name.equalsIgnoreCase(keyHeader));
    }

    /// What the caller's own library or the proxies before the gateway say of themselves.
    private static boolean aboutTheWay(String name) {
        return name.startsWith("x-stainless-")
                || name.startsWith("x-forwarded-")
                || name.equals("x-real-ip");
    }

    /// Whoever has keys in headers of other names calls them so.
    private static boolean credential(String name) {
        for (String word : name.split("-", -1)) {
            switch (word) {
                case "key",
                        "apikey",
                        "auth",
                        "authorization",
                        "token",
                        "secret",
                        "password",
                        "credential",
                        "credentials",
                        "cookie",
                        "jwt" -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }

    /// Framing is ours to decide, and credentials are the deployment's.
    static boolean mayPass(String name) {
        return switch (name) {
            case "",
                    "host",
                    "connection",
                    "keep-alive",
                    "content-length",
                    "content-type",
                    "content-encoding",
                    "transfer-encoding",
                    "accept-encoding",
                    "expect",
                    "te",
                    "trailer",
                    "upgrade",
                    "cookie",
                    "authorization",
                    "proxy-authorization",
                    "api-key",
                    "x-api-key",
                    "x-goog-api-key",
                    "ocp-apim-subscription-key" ->
                    false;
            default -> true;
        };
    }
}
