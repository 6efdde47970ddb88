package dev.tollgate.application.takeover;

import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.EntityPage;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.Sort;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What was deleted here: it is not to come back because it is still there elsewhere.
final class DeletedHere {
    private static final int AT_ONCE = 1_000;

    private final Entities entities;
    private final Map<EntityKind, Set<String>> known = new EnumMap<>(EntityKind.class);

    DeletedHere(Entities entities) {
        this.entities = entities;
    }

    boolean contains(EntityKind kind, String id) {
        return known.computeIfAbsent(kind, this::all).contains(id);
    }

    private Set<String> all(EntityKind kind) {
        Set<String> ids = new HashSet<>();
        long offset = 0;
        EntityPage page;
        do {
            page =
                    entities.list(
                            new EntityQuery(
                                    kind,
                                    EntityIndex.NONE,
                                    EntityIndex.NONE,
                                    true,
                                    Sort.ID,
                                    false,
                                    offset,
                                    AT_ONCE));
            page.entities().stream().map(Entity::id).forEach(ids::add);
            offset += AT_ONCE;
        } while (offset < page.total());
        return ids;
    }
}
