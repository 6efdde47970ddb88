package dev.tollgate.adapters.providers.openai;

import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.domain.access.Secret;

import java.util.regex.Pattern;

/// Takes credentials out of texts that providers send back.
final class Masks {
    private static final int SHORTEST_SECRET = 6;
    private static final Pattern BEARER =
            Pattern.compile("(?i)\\b(bearer|basic|token)\\s+[A-Za-z0-9._~+/=-]{12,}");
    private static final Pattern QUERY =
            Pattern.compile(
                    "(?i)([?&](?:key|api[-_]?key|sig|signature|token|x-amz-[a-z-]+|access_token)=)[^&\\s\"']+");

    private Masks() {}

    static String mask(String text, DeploymentSettings settings) {
        String masked = hide(text, settings.apiKey());
        masked = hide(masked, settings.azureAdToken());
        for (Secret header : settings.extraHeaders().values()) {
            masked = hide(masked, header);
        }
        masked = BEARER.matcher(masked).replaceAll("$1 ***");
        return QUERY.matcher(masked).replaceAll("$1***");
    }

    private static String hide(String text, Secret secret) {
        String value = secret.reveal();
        return value.length() < SHORTEST_SECRET ? text : text.replace(value, "***");
    }
}
