package dev.tollgate.adapters.providers.identity;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What is known of tokens, by the digest of the whole token. Bounded in number and in size, in two
/// generations: what nobody asks for is forgotten first.
final class TokenMemory<V> {
    private static final int MOST = 5_000;
    private static final long MOST_CHARACTERS = 8L * 1024 * 1024;

    private volatile Map<String, Kept<V>> young = new ConcurrentHashMap<>();
    private volatile Map<String, Kept<V>> old = Map.of();
    private long characters;

    @Nullable V get(String digest) {
        Kept<V> known = young.get(digest);
        if (known != null) {
            return known.value();
        }
        Kept<V> older = old.get(digest);
        if (older == null) {
            return null;
        }
        keep(digest, older.value(), older.length());
        return older.value();
    }

    /// @param length of what is kept, in characters
    synchronized void keep(String digest, V value, int length) {
        if (young.size() >= MOST || characters > MOST_CHARACTERS) {
            old = young;
            young = new ConcurrentHashMap<>();
            characters = 0;
        }
        Kept<V> before = young.put(digest, new Kept<>(value, length));
        characters += length - (before == null ? 0 : before.length());
    }

    private record Kept<V>(V value, int length) {}
}
