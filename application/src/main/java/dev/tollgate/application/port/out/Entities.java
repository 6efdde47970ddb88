package dev.tollgate.application.port.out;

import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The kept keys, users, teams, … . Every method throws [StorageUnavailable] when the store is
/// away.
public interface Entities {
    /// Those that exist, in the order of their ids.
    List<Entity> find(EntityKind kind, Collection<String> ids);

    EntityPage list(EntityQuery query);

    /// Makes all changes or, where one of them is not possible, none.
    ///
    /// @return the change that was not possible, or nothing
    Optional<Conflict> apply(List<Change> changes);

    /// What was changed after a revision, so that caches forget it. Bounded: where there is too
    /// much to tell, everything is to be forgotten.
    News since(long revision);

    /// One change.
    sealed interface Change {
        /// Fails where the id or the name is taken.
        record Create(Entity entity) implements Change {}

        /// Fails where the kept version is not the one before this, or the name is taken.
        record Replace(Entity entity) implements Change {}

        /// Keeps a copy among the deleted ones. Fails where there is none.
        record Delete(EntityKind kind, String id, Instant at, String by) implements Change {}
    }

    /// Why nothing was changed.
    record Conflict(Reason reason, EntityKind kind, String id) {
        public enum Reason {
            ID_TAKEN,
            NAME_TAKEN,
            /// somebody else changed it meanwhile
            VERSION,
            MISSING
        }
    }

    /// @param revision the newest one
    /// @param everything whether all that is cached is to be forgotten
    /// @param changed what changed, unless everything is to be forgotten
    record News(long revision, boolean everything, List<Reference> changed) {
        public News {
            changed = List.copyOf(changed);
        }
    }

    record Reference(EntityKind kind, String id) {}

    /// @param equal what each entity's index must be, where not empty
    /// @param containing what each entity's index must contain, ignoring case, where not empty
    /// @param deleted the deleted ones instead of the living
    /// @param offset how many to pass over
    /// @param limit most entities of the page, at most 1,000
    record EntityQuery(
            EntityKind kind,
            EntityIndex equal,
            EntityIndex containing,
            boolean deleted,
            Sort sort,
            boolean descending,
            long offset,
            int limit) {
        public EntityQuery {
            if (offset < 0 || limit < 1 || limit > 1_000) {
                throw new IllegalArgumentException(
                        "a page has 1 to 1,000 entities: offset %d, limit %d"
                                .formatted(offset, limit));
            }
        }
    }

    /// Order of a list; the id decides among equals.
    enum Sort {
        ID,
        NAME,
        LABEL,
        CREATED_AT,
        UPDATED_AT,
        /// all that was ever spent, by the subject that belongs to the entity
        SPEND,
        /// `max_budget`, those without one last
        MAX_BUDGET
    }

    /// @param total how many there are in all
    record EntityPage(List<Entity> entities, long total) {
        public EntityPage {
            entities = List.copyOf(entities);
        }
    }
}
