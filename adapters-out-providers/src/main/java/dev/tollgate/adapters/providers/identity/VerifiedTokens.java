package dev.tollgate.adapters.providers.identity;

import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Tokens whose signature was checked, by the digest of the whole token. Bounded in number and in
/// size, in two generations: what nobody asks for is forgotten first.
final class VerifiedTokens {
    private static final int MOST = 5_000;
    private static final long MOST_CHARACTERS = 8L * 1024 * 1024;

    private volatile Map<String, Verified> young = new ConcurrentHashMap<>();
    private volatile Map<String, Verified> old = Map.of();
    private long characters;

    @Nullable Verified get(String digest) {
        Verified known = young.get(digest);
        if (known != null) {
            return known;
        }
        Verified older = old.get(digest);
        if (older != null) {
            keep(digest, older);
        }
        return older;
    }

    synchronized void keep(String digest, Verified token) {
        if (young.size() >= MOST || characters > MOST_CHARACTERS) {
            old = young;
            young = new ConcurrentHashMap<>();
            characters = 0;
        }
        if (young.put(digest, token) == null) {
            characters += token.length();
        }
    }

    /// @param source whose key it was signed with
    /// @param generation of that source's keys at the time
    /// @param from when it begins to be valid
    /// @param until when it ends to be valid
    /// @param length characters of the token
    record Verified(
            Fields claims,
            KeySource source,
            long generation,
            Instant from,
            Instant until,
            int length) {}
}
