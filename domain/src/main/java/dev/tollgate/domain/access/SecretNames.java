package dev.tollgate.domain.access;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Which settings hold secrets, by their names and their looks.
public final class SecretNames {
    private static final Set<String> SECRETS =
            Set.of(
                    "api_key",
                    "master_key",
                    "azure_ad_token",
                    "aws_access_key_id",
                    "aws_session_token",
                    "aws_web_identity_token",
                    "vertex_credentials",
                    "vertex_ai_credentials",
                    "database_url",
                    "redis_url",
                    "auth_value",
                    "auth_token",
                    "drain_endpoint_token",
                    "alert_to_webhook_url",
                    "litellm_license",
                    "authorization");
    private static final Set<String> SECRET_MAPS =
            Set.of("headers", "extra_headers", "static_headers", "environment_variables", "env");

    private static final Set<String> PLAIN =
            Set.of(
                    "api_base",
                    "base_url",
                    "api_version",
                    "organization",
                    "region_name",
                    "custom_llm_provider",
                    "aws_region_name",
                    "vertex_project",
                    "vertex_location");

    private static final List<String> BEGINNINGS =
            List.of("sk-", "gsk_", "xai-", "AIza", "hf_", "pplx-", "nvapi-");

    private static final Pattern LIKE_A_KEY =
            Pattern.compile("\\b(?:" + String.join("|", BEGINNINGS) + ")[A-Za-z0-9_-]{8,}");

    private SecretNames() {}

    public static boolean isSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return SECRETS.contains(lower)
                || lower.endsWith("_key") && !lower.equals("primary_key")
                || lower.contains("secret")
                || lower.contains("password")
                || lower.endsWith("_token") && !lower.contains("per_token")
                || lower.endsWith("credentials");
    }

    /// Whether every value within a map of this name is a secret.
    public static boolean holdsSecrets(String key) {
        return SECRET_MAPS.contains(key.toLowerCase(Locale.ROOT));
    }

    /// Whether a value of this name among credentials is none itself.
    public static boolean isPlain(String key) {
        return PLAIN.contains(key.toLowerCase(Locale.ROOT));
    }

    /// What providers' keys begin with: letters, hyphens and underscores.
    public static List<String> keyBeginnings() {
        return BEGINNINGS;
    }

    /// What a provider's key looks like, whatever it stands under.
    public static Pattern likeAKey() {
        return LIKE_A_KEY;
    }
}
