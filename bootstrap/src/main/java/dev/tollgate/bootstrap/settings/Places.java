package dev.tollgate.bootstrap.settings;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/// Where a deployment is, as far as that changes its prices: names of the catalogue's rules.
final class Places {
    private Places() {}

    /// @param apiBase empty if none
    /// @param location Google's name of the place; empty if none
    static List<String> of(String provider, String apiBase, String location) {
        return switch (provider) {
            case "openai" -> ofOpenAi(apiBase);
            case "vertex_ai" ->
                    location.isEmpty() || location.equals("global")
                            ? List.of()
                            : List.of("uplift_vertex_regional");
            default -> List.of();
        };
    }

    private static List<String> ofOpenAi(String apiBase) {
        return switch (host(apiBase)) {
            case "eu.api.openai.com" -> List.of("uplift_eu");
            case "us.api.openai.com" -> List.of("uplift_us");
            default -> List.of();
        };
    }

    private static String host(String url) {
        try {
            String host = URI.create(url.strip()).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
