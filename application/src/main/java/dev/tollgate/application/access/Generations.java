package dev.tollgate.application.access;

import dev.tollgate.application.port.out.Entities.News;
import dev.tollgate.application.port.out.Entities.Reference;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// A bounded cache of what was read, in two generations: when the younger one is full it becomes
/// the older one, and what is asked for there is young again. What nobody asked for meanwhile is
/// forgotten, and so is what changed.
final class Generations<V extends Dependent> {
    private final int half;
    private volatile Map<String, V> young = new ConcurrentHashMap<>();
    private volatile Map<String, V> old = Map.of();
    private volatile long forgotten;

    /// @param most entries
    Generations(int most) {
        this.half = most / 2;
    }

    Optional<V> get(String key) {
        V value = young.get(key);
        return value != null ? Optional.of(value) : older(key);
    }

    private Optional<V> older(String key) {
        if (!old.containsKey(key)) {
            return Optional.empty();
        }
        synchronized (this) {
            // Read once more: it may just have been forgotten.
            Optional<V> value = Optional.ofNullable(old.get(key));
            value.ifPresent(each -> put(key, each));
            return value;
        }
    }

    /// A moment, to be taken before something is read that is to be kept.
    long moment() {
        return forgotten;
    }

    /// Keeps what was read, unless something was forgotten since then: it may be the very thing.
    synchronized void keep(String key, V value, long readSince) {
        if (forgotten == readSince) {
            put(key, value);
        }
    }

    private void put(String key, V value) {
        if (young.size() >= half) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
        young.put(key, value);
    }

    /// Forgets what was read of what has changed.
    synchronized void changed(News news) {
        if (!news.everything() && news.changed().isEmpty()) {
            return;
        }
        forgotten++;
        Set<Reference> changed = new HashSet<>(news.changed());
        Predicate<V> stale =
                value ->
                        news.everything() || value.dependsOn().stream().anyMatch(changed::contains);
        young.values().removeIf(stale);
        if (!old.isEmpty()) {
            old.values().removeIf(stale);
        }
    }
}
