package dev.tollgate.application.store;

import dev.tollgate.application.port.out.Entities;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Entities whose changes this replica hears of before whoever made them does: a key that was
/// blocked here is refused here from then on.
public final class FollowedEntities implements Entities {
    private final Entities entities;
    private final ChangeFeed feed;

    public FollowedEntities(Entities entities, ChangeFeed feed) {
        this.entities = entities;
        this.feed = feed;
    }

    @Override
    public List<Entity> find(EntityKind kind, Collection<String> ids) {
        return entities.find(kind, ids);
    }

    @Override
    public EntityPage list(EntityQuery query) {
        return entities.list(query);
    }

    @Override
    public Map<String, EntityPage> belonging(
            EntityKind kind, Owner owner, Collection<String> owners, int each) {
        return entities.belonging(kind, owner, owners, each);
    }

    @Override
    public Optional<Conflict> apply(List<Change> changes) {
        Optional<Conflict> conflict = entities.apply(changes);
        if (conflict.isEmpty()) {
            // Where the store is gone in this moment, the next look tells.
            boolean _ = feed.look();
        }
        return conflict;
    }

    @Override
    public News since(long revision) {
        return entities.since(revision);
    }
}
