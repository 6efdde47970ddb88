package dev.tollgate.application.testkit.contract;

import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.Sort;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.time.Instant;
import java.util.Map;

/// Entities for tests that care about one thing only.
public final class EntitySamples {
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private EntitySamples() {}

    /// A team without a name.
    public static Entity aTeam(String id) {
        return made(EntityKind.TEAM, id, EntityIndex.NONE, Fields.NONE, NOON);
    }

    /// A key with a unique alias.
    public static Entity aKey(String id, String alias) {
        return made(
                EntityKind.KEY,
                id,
                new EntityIndex(alias, "", "", "", "", "", ""),
                Fields.of(Map.of("tollgate_key_id", "id-of-" + id)),
                NOON);
    }

    public static Entity made(
            EntityKind kind, String id, EntityIndex index, Fields fields, Instant at) {
        return new Entity(kind, id, 1, index, fields, at, "root", at, "root");
    }

    /// Its next version, with a field that tells.
    public static Entity changed(Entity entity, String what) {
        return entity.changed(
                entity.fields().with("what", what), entity.index(), NOON.plusSeconds(60), "ann");
    }

    public static Change create(Entity entity) {
        return new Change.Create(entity);
    }

    public static Change replace(Entity entity) {
        return new Change.Replace(entity);
    }

    public static Change delete(Entity entity) {
        return new Change.Delete(entity.kind(), entity.id(), NOON.plusSeconds(90), "bob");
    }

    /// The first hundred by id.
    public static EntityQuery all(EntityKind kind) {
        return sorted(kind, Sort.ID, false);
    }

    public static EntityQuery sorted(EntityKind kind, Sort sort, boolean descending) {
        return new EntityQuery(
                kind, EntityIndex.NONE, EntityIndex.NONE, false, sort, descending, 0, 100);
    }

    public static EntityQuery page(EntityKind kind, long offset, int limit) {
        return new EntityQuery(
                kind, EntityIndex.NONE, EntityIndex.NONE, false, Sort.ID, false, offset, limit);
    }

    public static EntityQuery deleted(EntityKind kind) {
        return new EntityQuery(
                kind, EntityIndex.NONE, EntityIndex.NONE, true, Sort.ID, false, 0, 100);
    }

    public static EntityQuery where(EntityKind kind, EntityIndex equal, EntityIndex containing) {
        return new EntityQuery(kind, equal, containing, false, Sort.ID, false, 0, 100);
    }
}
