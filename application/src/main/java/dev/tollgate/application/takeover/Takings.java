package dev.tollgate.application.takeover;

import dev.tollgate.application.manage.KeptForm;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.Entities.Conflict;
import dev.tollgate.application.takeover.Arriving.Fit;
import dev.tollgate.application.takeover.Plan.Write;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Keeps what arrives: what is new is made, what changed there since it was taken is changed here,
/// and what was changed, made or deleted here stays so.
final class Takings {
    private static final int AT_ONCE = 200;

    private final Entities entities;
    private final Openings openings;
    private final Planning planning;
    private final boolean rehearsal;

    /// @param rehearsal whether nothing is written
    Takings(Entities entities, Openings openings, Planning planning, boolean rehearsal) {
        this.entities = entities;
        this.openings = openings;
        this.planning = planning;
        this.rehearsal = rehearsal;
    }

    void take(List<Arriving> all, TallyBook tally) {
        List<Fit> fits = new ArrayList<>();
        for (Arriving each : all) {
            switch (each) {
                case Fit fit -> fits.add(fit);
                case Arriving.Odd(String label, String why) -> tally.refused(label, why);
                case Arriving.Unwanted(String why) -> tally.left(why);
            }
        }
        for (int from = 0; from < fits.size(); from += AT_ONCE) {
            some(fits.subList(from, Math.min(fits.size(), from + AT_ONCE)), tally);
        }
    }

    private void some(List<Fit> fits, TallyBook tally) {
        List<Write> writes = new ArrayList<>();
        Map<EntityKind, List<Fit>> byKind =
                fits.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Fit::kind, LinkedHashMap::new, Collectors.toList()));
        byKind.forEach((kind, its) -> writes.addAll(planned(kind, its, tally)));
        // An earlier run may have ended between keeping an opening and posting it.
        post(writes.stream().flatMap(write -> write.before().stream()).toList(), 0);
        if (apply(writes).isEmpty()) {
            writes.forEach(write -> written(write, tally));
        } else {
            writes.forEach(write -> alone(write, tally));
        }
    }

    private List<Write> planned(EntityKind kind, List<Fit> fits, TallyBook tally) {
        Map<String, Entity> known =
                entities.find(kind, fits.stream().map(Fit::id).distinct().toList()).stream()
                        .collect(Collectors.toMap(Entity::id, entity -> entity));
        List<Write> writes = new ArrayList<>();
        for (Fit fit : fits) {
            switch (planning.of(fit, Optional.ofNullable(known.get(fit.id())))) {
                case Write write -> writes.add(write);
                case Plan.Left(String why) -> tally.left(why);
                case Plan.Impossible(String why) -> tally.refused(fit.id(), why);
            }
        }
        return writes;
    }

    private Optional<Conflict> apply(List<Write> writes) {
        List<Change> changes = writes.stream().flatMap(write -> write.change().stream()).toList();
        return rehearsal || changes.isEmpty() ? Optional.empty() : entities.apply(changes);
    }

    private void written(Write write, TallyBook tally) {
        post(write.after(), write.after().size());
        switch (write.becomes()) {
            case TAKEN -> tally.taken(1);
            case UPDATED -> tally.updated();
            case SAME -> tally.same();
            case KEPT -> tally.left("changed or made here, and kept so; spend is taken over");
        }
    }

    private void post(List<LedgerEntry> entries, long fresh) {
        if (!rehearsal && !entries.isEmpty()) {
            openings.post(entries, fresh);
        }
    }

    /// One of several was not possible: each by itself tells which.
    private void alone(Write write, TallyBook tally) {
        Optional<Conflict> conflict = apply(List.of(write));
        if (conflict.isEmpty()) {
            written(write, tally);
            return;
        }
        switch (conflict.get().reason()) {
            case NAME_TAKEN -> nameless(write, tally);
            case ID_TAKEN, VERSION, MISSING ->
                    tally.refused(
                            write.fit().id(),
                            "somebody changed it at the same time: run the import again");
        }
    }

    /// A key works without its alias, and a user without an e-mail address.
    private void nameless(Write write, TallyBook tally) {
        Fit fit = write.fit();
        Fit without = fit.with(fit.fields().without("key_alias").without("user_email"));
        Optional<Entity> known = entities.find(fit.kind(), List.of(fit.id())).stream().findFirst();
        String name = KeptForm.index(fit.kind(), fit.fields()).name().replace('\n', ' ').strip();
        if (planning.of(without, known) instanceof Write other && apply(List.of(other)).isEmpty()) {
            written(other, tally);
            tally.remark(fit.id(), "taken without the name %s, which is another's".formatted(name));
        } else {
            tally.refused(fit.id(), "the name %s is another's".formatted(name));
        }
    }
}
