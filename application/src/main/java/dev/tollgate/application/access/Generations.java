package dev.tollgate.application.access;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// A bounded cache in two generations: when the younger one is full it becomes the older one, and
/// what is asked for there is young again. What nobody asked for meanwhile is forgotten.
final class Generations<V> {
    private final int half;
    private volatile Map<String, V> young = new ConcurrentHashMap<>();
    private volatile Map<String, V> old = Map.of();

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

    synchronized void put(String key, V value) {
        if (young.size() >= half) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
        young.put(key, value);
    }

    synchronized void forget(Predicate<V> which) {
        young.values().removeIf(which);
        if (!old.isEmpty()) {
            old.values().removeIf(which);
        }
    }
}
