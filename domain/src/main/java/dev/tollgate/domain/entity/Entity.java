package dev.tollgate.domain.entity;

import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;

import java.time.Instant;
import java.util.Optional;

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
        KeptText.checked("id", id);
    }

    /// The same with other fields, as its next version.
    public Entity changed(Fields its, EntityIndex newIndex, Instant at, String by) {
        return new Entity(kind, id, version + 1, newIndex, its, createdAt, createdBy, at, by);
    }

    /// The copy that is kept of a deleted one: with the fields `deleted_at` and `deleted_by`.
    public Entity deleted(Instant at, String by) {
        Fields its = fields.with("deleted_at", at.toString()).with("deleted_by", by);
        return new Entity(
                kind, id, version + 1, index, its, createdAt, createdBy, updatedAt, updatedBy);
    }

    /// Whose spend is counted for it; nothing where its kind spends nothing.
    public Optional<Subject> subject() {
        return switch (kind) {
            case KEY -> subject(Scope.KEY, fields.text("tollgate_key_id"));
            case USER -> subject(Scope.USER, id);
            case TEAM -> subject(Scope.TEAM, id);
            case TEAM_MEMBER -> subject(Scope.TEAM_MEMBER, id);
            case ORGANIZATION -> subject(Scope.ORGANIZATION, id);
            case CUSTOMER -> subject(Scope.CUSTOMER, id);
            case TAG -> subject(Scope.TAG, id);
            case MODEL -> subject(Scope.DEPLOYMENT, id);
            case RETIRED_KEY,
                    ORGANIZATION_MEMBER,
                    BUDGET,
                    CREDENTIAL,
                    ACCESS_GROUP,
                    TOKEN_KEY,
                    CONFIG,
                    ALERT ->
                    Optional.empty();
        };
    }

    private static Optional<Subject> subject(Scope scope, String id) {
        return id.isEmpty() ? Optional.empty() : Optional.of(Subject.of(scope, id));
    }
}
