package dev.tollgate.domain.access;

import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.limit.RateLimit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A key and everybody it belongs to, as far as a call needs them. Texts are empty where there is
/// nobody.
///
/// @param keyId the key's immutable id, which outlives its regeneration; empty for the master key
/// @param keyHash SHA-256 of the key
/// @param keyAlias the name its owner gave it
/// @param keyName the key as it may be shown, `sk-...Ab1Q`
/// @param role the user's
/// @param models which models it may call
/// @param budgets of the key, its user, its team, the user within the team and the organisation
/// @param limits of the same
/// @param aliases model name → the name that is meant
/// @param tags that every call gets
/// @param routes the only routes it may call, as they were written; empty: all its role may
/// @param confidential whether nothing of what is said with it is to be kept
/// @param readsSpend whether it is shown what the whole gateway spent
/// @param expires when it ends to be valid; empty: never
public record KeyHolder(
        String keyId,
        String keyHash,
        String keyAlias,
        String keyName,
        String user,
        UserRole role,
        String team,
        String teamAlias,
        String organization,
        ModelAccess models,
        List<Budget> budgets,
        List<RateLimit> limits,
        Map<String, String> aliases,
        List<String> tags,
        List<String> routes,
        boolean confidential,
        boolean readsSpend,
        Optional<Instant> expires) {

    /// The administrator with the master key.
    public static final KeyHolder MASTER = unlimited("default_user_id", UserRole.PROXY_ADMIN);

    /// Somebody without a key.
    public static final KeyHolder NOBODY = unlimited("", UserRole.CUSTOMER);

    public KeyHolder {
        budgets = List.copyOf(budgets);
        limits = List.copyOf(limits);
        aliases = Map.copyOf(aliases);
        tags = List.copyOf(tags);
        routes = List.copyOf(routes);
    }

    /// The same with another role.
    public KeyHolder as(UserRole another) {
        return new KeyHolder(
                keyId,
                keyHash,
                keyAlias,
                keyName,
                user,
                another,
                team,
                teamAlias,
                organization,
                models,
                budgets,
                limits,
                aliases,
                tags,
                routes,
                confidential,
                readsSpend,
                expires);
    }

    private static KeyHolder unlimited(String user, UserRole role) {
        return new KeyHolder(
                "",
                "",
                "",
                "",
                user,
                role,
                "",
                "",
                "",
                ModelAccess.EVERYTHING,
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                false,
                false,
                Optional.empty());
    }
}
