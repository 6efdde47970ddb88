package dev.tollgate.application.access;

import dev.tollgate.application.port.out.Entities.News;
import dev.tollgate.application.port.out.StorageUnavailable;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What was read of keys, and of those that do not exist, which cannot crowd out the others. Who
/// asks for a key that is being read waits for that reading.
final class KnownKeys {
    private static final int MOST = 20_000;

    private final Map<String, CompletableFuture<KnownKey>> reading = new ConcurrentHashMap<>();
    private final Generations<KnownKey> found = new Generations<>(MOST);
    private final Generations<KnownKey> missing = new Generations<>(MOST);

    /// @param reader reads the store
    /// @throws StorageUnavailable where it is not known and cannot be read
    KnownKey get(String hash, Supplier<KnownKey> reader) {
        Optional<KnownKey> known = found.get(hash).or(() -> missing.get(hash));
        return known.isPresent() ? known.get() : read(hash, reader);
    }

    /// What was read of an existing key, without reading.
    Optional<KnownKey.Found> known(String hash) {
        return found.get(hash).map(KnownKey.Found.class::cast);
    }

    private KnownKey read(String hash, Supplier<KnownKey> reader) {
        CompletableFuture<KnownKey> mine = new CompletableFuture<>();
        CompletableFuture<KnownKey> running = reading.putIfAbsent(hash, mine);
        if (running != null) {
            return result(running);
        }
        try {
            long sinceFound = found.moment();
            long sinceMissing = missing.moment();
            KnownKey read = reader.get();
            keep(hash, read, sinceFound, sinceMissing);
            mine.complete(read);
            return read;
        } catch (RuntimeException e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            reading.remove(hash, mine);
        }
    }

    private static KnownKey result(CompletableFuture<KnownKey> running) {
        try {
            return running.join();
        } catch (CompletionException e) {
            throw new StorageUnavailable("another call could not read the key either", e);
        }
    }

    private void keep(String hash, KnownKey key, long sinceFound, long sinceMissing) {
        switch (key) {
            case KnownKey.Found _ -> found.keep(hash, key, sinceFound);
            case KnownKey.Missing _ -> missing.keep(hash, key, sinceMissing);
            case KnownKey.NotAdmitted not -> {
                if (!not.dependsOn().isEmpty()) {
                    missing.keep(hash, key, sinceMissing);
                }
            }
        }
    }

    /// Forgets what was read of what has changed.
    void changed(News news) {
        found.changed(news);
        missing.changed(news);
    }
}
