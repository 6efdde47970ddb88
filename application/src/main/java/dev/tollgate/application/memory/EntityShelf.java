package dev.tollgate.application.memory;

import dev.tollgate.application.port.out.Entities.Conflict;
import dev.tollgate.domain.entity.Entity;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The entities of one kind, by id and by name. Guarded by its owner's lock.
final class EntityShelf {
    private final Map<String, Entity> byId = new TreeMap<>();
    private final Map<String, String> idsByName = new HashMap<>();

    Optional<Entity> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Collection<Entity> all() {
        return byId.values();
    }

    /// Whether another one has the name of this one.
    Optional<Conflict.Reason> nameTaken(Entity entity) {
        String holder = idsByName.get(entity.index().name());
        return holder == null || holder.equals(entity.id())
                ? Optional.empty()
                : Optional.of(Conflict.Reason.NAME_TAKEN);
    }

    void put(Entity entity) {
        remove(entity.id());
        byId.put(entity.id(), entity);
        if (!entity.index().name().isEmpty()) {
            idsByName.put(entity.index().name(), entity.id());
        }
    }

    void remove(String id) {
        Entity old = byId.remove(id);
        if (old != null) {
            idsByName.remove(old.index().name(), id);
        }
    }
}
