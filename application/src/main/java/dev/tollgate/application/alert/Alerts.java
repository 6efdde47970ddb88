package dev.tollgate.application.alert;

import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The alerts that all replicas have written down: each once, whoever sees its cause.
final class Alerts {
    /// Who took an alert and has not sent it in this time has given up or died.
    static final Duration TAKEN = Duration.ofMinutes(1);

    private static final int AT_ONCE = 100;
    private static final String OWED = "owed";
    private static final String TOLD = "told";
    private static final String PASSING = "passing";
    private static final String LASTING = "lasting";
    private static final String ENDS = "ends";
    private static final String ALERT = "alert";
    private static final String SENT = "sent";

    private final Entities entities;

    /// Where the next look for ended ones begins. For one thread.
    private int ended;

    Alerts(Entities entities) {
        this.entities = entities;
    }

    /// Writes it down, to be sent by whoever did.
    ///
    /// @param ends when nobody will raise it any more; empty: never
    /// @return nothing if it was written down before
    Optional<Entity> raise(String id, Fields alert, Optional<Instant> ends, Instant now) {
        Fields fields = Fields.NONE.with(ALERT, alert).with(SENT, List.of());
        Fields kept = ends.map(at -> fields.with(ENDS, at.toString())).orElse(fields);
        Entity entity =
                new Entity(
                        EntityKind.ALERT,
                        id,
                        1,
                        index(OWED, ends.isPresent() ? PASSING : LASTING),
                        kept,
                        now,
                        "",
                        now,
                        "");
        return entities.apply(List.of(new Change.Create(entity))).isEmpty()
                ? Optional.of(entity)
                : Optional.empty();
    }

    private static EntityIndex index(String state, String kind) {
        return new EntityIndex("", kind, "", "", "", "", state);
    }

    static Fields alert(Entity entity) {
        return entity.fields().within(ALERT);
    }

    /// By whom it was delivered already.
    static List<String> sent(Entity entity) {
        return entity.fields().texts(SENT);
    }

    /// It was delivered by these; what is not done is tried again later.
    void delivered(Entity entity, List<String> by, boolean done, Instant now) {
        EntityIndex old = entity.index();
        Entity next =
                entity.changed(
                        entity.fields().with(SENT, by),
                        index(done ? TOLD : OWED, old.label()),
                        now,
                        "");
        entities.apply(List.of(new Change.Replace(next)));
    }

    /// Takes those that somebody took and has not sent. Each is taken only when its turn has come:
    /// to send the ones before it may take longer than anybody waits for them.
    void takeOver(InstantSource time, Consumer<Entity> each) {
        for (Entity owed : page(index(OWED, ""), Entities.Sort.UPDATED_AT, 0)) {
            Instant now = time.instant();
            if (owed.updatedAt().plus(TAKEN).isAfter(now)) {
                break;
            }
            Entity mine = owed.changed(owed.fields(), owed.index(), now, "");
            if (entities.apply(List.of(new Change.Replace(mine))).isEmpty()) {
                each.accept(mine);
            }
        }
    }

    /// Deletes those that nobody will raise any more: each time among a few, and of all in turn,
    /// since very many may end later than newer ones.
    void forget(Instant now) {
        List<Entity> told = page(index(TOLD, PASSING), Entities.Sort.CREATED_AT, ended);
        List<Change> over = new ArrayList<>();
        for (Entity each : told) {
            if (!Instant.parse(each.fields().text(ENDS)).isAfter(now)) {
                over.add(new Change.Delete(EntityKind.ALERT, each.id(), now, ""));
            }
        }
        if (!over.isEmpty()) {
            entities.apply(over);
        }
        ended = told.size() < AT_ONCE ? 0 : ended + AT_ONCE - over.size();
    }

    private List<Entity> page(EntityIndex which, Entities.Sort sort, int offset) {
        return entities.list(
                        new EntityQuery(
                                EntityKind.ALERT,
                                which,
                                EntityIndex.NONE,
                                false,
                                sort,
                                false,
                                offset,
                                AT_ONCE))
                .entities();
    }
}
