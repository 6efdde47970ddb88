package dev.tollgate.application.port.out;

import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The kept keys, users, teams, … . Instants are kept to the microsecond. Every method throws
/// [StorageUnavailable] when the store is away.
public interface Entities {
    /// Most changes that [#since] tells of.
    int MOST_NEWS = 1_000;

    /// Those that exist, in the order of their ids.
    List<Entity> find(EntityKind kind, Collection<String> ids);

    EntityPage list(EntityQuery query);

    /// What belongs to each of several owners: for each that has any, the number and the first ones
    /// in the order of their ids. One look, however many owners there are.
    ///
    /// @param owners at most 1,000 ids
    /// @param each most entities for each owner, at most 1,000; 0: only the numbers are wanted
    Map<String, EntityPage> belonging(
            EntityKind kind, Owner owner, Collection<String> owners, int each);

    /// Makes all changes in their order or, where one of them is not possible, none.
    ///
    /// @return the change that was not possible, or nothing
    Optional<Conflict> apply(List<Change> changes);

    /// What was changed after a revision, so that caches forget it. Bounded by [#MOST_NEWS]: where
    /// there is more to tell, or the revision is none of this store's, everything is to be
    /// forgotten. Cheap where nothing was changed.
    News since(long revision);

    /// One change.
    sealed interface Change {
        /// Fails where the id or the name is taken.
        ///
        /// @param entity in its first version
        record Create(Entity entity) implements Change {
            public Create {
                if (entity.version() != 1) {
                    throw new IllegalArgumentException(
                            "a new entity has version 1, not " + entity.version());
                }
            }
        }

        /// Fails where the kept version is not the one before this, or the name is taken.
        record Replace(Entity entity) implements Change {}

        /// Fails where there is none. What is deleted is kept as [Entity#deleted] among the deleted
        /// ones, if [EntityKind#copiedWhenDeleted].
        record Delete(EntityKind kind, String id, Instant at, String by) implements Change {}

        /// What is changed.
        default Reference about() {
            return switch (this) {
                case Create(var entity) -> new Reference(entity.kind(), entity.id());
                case Replace(var entity) -> new Reference(entity.kind(), entity.id());
                case Delete delete -> new Reference(delete.kind(), delete.id());
            };
        }
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

    /// Which part of the index names the owner.
    enum Owner {
        USER,
        TEAM,
        ORGANIZATION,
        BUDGET;

        public String of(EntityIndex index) {
            return switch (this) {
                case USER -> index.user();
                case TEAM -> index.team();
                case ORGANIZATION -> index.organization();
                case BUDGET -> index.budget();
            };
        }
    }

    record Reference(EntityKind kind, String id) {}

    /// @param equal what each entity's index must be, where not empty
    /// @param containing what each entity's index must contain, ignoring case, where not empty
    /// @param createdBy who created each entity, where not empty
    /// @param named only those that have a name
    /// @param deleted the deleted ones instead of the living
    /// @param offset how many to pass over
    /// @param limit most entities of the page, at most 1,000
    record EntityQuery(
            EntityKind kind,
            EntityIndex equal,
            EntityIndex containing,
            String createdBy,
            boolean named,
            boolean deleted,
            Sort sort,
            boolean descending,
            long offset,
            int limit) {
        /// Whoever created them.
        public EntityQuery(
                EntityKind kind,
                EntityIndex equal,
                EntityIndex containing,
                boolean deleted,
                Sort sort,
                boolean descending,
                long offset,
                int limit) {
            this(kind, equal, containing, "", false, deleted, sort, descending, offset, limit);
        }

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
        ROLE,
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
