package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.Entities.Conflict;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What is kept, read and written in the words of the use cases.
final class Records {
    private static final int ATTEMPTS = 5;
    private static final int AT_ONCE = 1_000;

    private final Entities entities;
    private final InstantSource clock;

    Records(Entities entities, InstantSource clock) {
        this.entities = entities;
        this.clock = clock;
    }

    Entities entities() {
        return entities;
    }

    /// As exactly as every store keeps it.
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    Optional<Entity> find(EntityKind kind, String id) {
        return id.isEmpty()
                ? Optional.empty()
                : entities.find(kind, List.of(id)).stream().findFirst();
    }

    /// Those that exist, by id; empty ids are nobody's.
    Map<String, Entity> find(EntityKind kind, Collection<String> ids) {
        List<String> asked = new LinkedHashSet<>(ids).stream().filter(id -> !id.isEmpty()).toList();
        Map<String, Entity> found = new LinkedHashMap<>();
        for (int from = 0; from < asked.size(); from += AT_ONCE) {
            List<String> some = asked.subList(from, Math.min(asked.size(), from + AT_ONCE));
            entities.find(kind, some).forEach(entity -> found.put(entity.id(), entity));
        }
        return found;
    }

    Entity made(EntityKind kind, String id, EntityIndex index, Fields fields, Actor by) {
        Instant now = now();
        return new Entity(kind, id, 1, index, fields, now, by.author(), now, by.author());
    }

    Entity changed(Entity old, EntityIndex index, Fields fields, Actor by) {
        return old.changed(fields, index, now(), by.author());
    }

    Change deletion(Entity entity, Actor by) {
        return new Change.Delete(entity.kind(), entity.id(), now(), by.author());
    }

    /// Makes a plan from what is kept and carries it out; again, where somebody else changed the
    /// same meanwhile.
    Outcome carryOut(Supplier<Plan> plans) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            switch (plans.get()) {
                case Plan.Refuse(Refused why) -> {
                    return why;
                }
                case Plan.Write write -> {
                    Optional<Conflict> conflict = entities.apply(write.changes());
                    if (conflict.isEmpty()) {
                        return write.told().get();
                    }
                    Optional<Refused> taken = taken(write, conflict.get());
                    if (taken.isPresent()) {
                        return taken.get();
                    }
                }
            }
        }
        return new Refused(
                Outcome.Reason.BUSY, "", "Others change the same object all the time; try again.");
    }

    private static Optional<Refused> taken(Plan.Write write, Conflict conflict) {
        return switch (conflict.reason()) {
            case ID_TAKEN, NAME_TAKEN -> Optional.of(write.taken().apply(conflict));
            case VERSION, MISSING -> Optional.empty();
        };
    }

    /// What is to be done.
    sealed interface Plan {
        record Refuse(Refused why) implements Plan {}

        /// @param told what the caller is told once it is done
        /// @param taken the same where an id or name turns out to be another's
        record Write(
                List<Change> changes, Supplier<Outcome> told, Function<Conflict, Refused> taken)
                implements Plan {
            public Write {
                changes = List.copyOf(changes);
            }
        }

        static Plan refuse(Refused why) {
            return new Refuse(why);
        }

        /// For changes that cannot meet another's id or name.
        static Plan write(List<Change> changes, Supplier<Outcome> told) {
            return new Write(
                    changes,
                    told,
                    conflict -> Outcome.taken("", "The id is another object's: " + conflict.id()));
        }
    }
}
