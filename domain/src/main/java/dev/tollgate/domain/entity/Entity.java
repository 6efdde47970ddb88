package dev.tollgate.domain.entity;

import java.time.Instant;

/// One object that management calls work on, as it is kept.
///
/// @param id unique among its kind
/// @param version 1 when it was created, one more with every change: who replaces it names the
///   version they saw
/// @param index what it is found by
/// @param createdBy the user id that created it, empty if unknown
/// @param updatedBy the user id that changed it last
public record Entity(
        EntityKind kind,
        String id,
        long version,
        EntityIndex index,
        Fields fields,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {

    public Entity {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("an entity needs an id: " + kind);
        }
    }

    /// The same with other fields, as its next version.
    public Entity changed(Fields its, EntityIndex newIndex, Instant at, String by) {
        return new Entity(kind, id, version + 1, newIndex, its, createdAt, createdBy, at, by);
    }
}
