package dev.tollgate.application.takeover;

import dev.tollgate.application.manage.KeptForm;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.SecretCipher.CannotKeepSecrets;
import dev.tollgate.application.takeover.Arriving.Fit;
import dev.tollgate.application.takeover.Plan.Becomes;
import dev.tollgate.application.takeover.Plan.Write;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Decides what becomes of objects that arrive.
final class Planning {
    /// Who changed an object last that was taken over and not touched since.
    static final String AUTHOR = "import from LiteLLM";

    private static final String IDENTITY = KeptForm.KEY_IDENTITY;

    private final Entities entities;
    private final DeletedHere deleted;
    private final ClosedForm form;
    private final Openings openings;
    private final Supplier<String> ids;
    private final Instant now;
    private final boolean rehearsal;

    Planning(
            Entities entities,
            ClosedForm form,
            Openings openings,
            Supplier<String> ids,
            Instant now,
            boolean rehearsal) {
        this.entities = entities;
        this.deleted = new DeletedHere(entities);
        this.form = form;
        this.openings = openings;
        this.ids = ids;
        this.now = now;
        this.rehearsal = rehearsal;
    }

    Plan of(Fit fit, Optional<Entity> known) {
        try {
            boolean secret = fit.kind() == EntityKind.MODEL || fit.kind() == EntityKind.CREDENTIAL;
            return secret ? closed(fit, known) : other(fit, known);
        } catch (CannotKeepSecrets e) {
            return new Plan.Impossible(String.valueOf(e.getMessage()));
        }
    }

    private Plan closed(Fit fit, Optional<Entity> known) {
        Optional<String> objection = form.objection(fit);
        if (objection.isPresent()) {
            return new Plan.Impossible(objection.get());
        }
        boolean same = known.filter(old -> form.opened(old).equals(fit.fields())).isPresent();
        return other(fit.with(same ? known.get().fields() : form.closed(fit)), known);
    }

    private Plan other(Fit fit, Optional<Entity> known) {
        if (known.isPresent()) {
            return known(fit, known.get());
        }
        if (deleted.contains(fit.kind(), fit.id())) {
            return new Plan.Left("deleted here since they were taken");
        }
        return switch (fit.kind()) {
            case KEY ->
                    one(EntityKind.RETIRED_KEY, fit.id()).isPresent()
                            ? new Plan.Left("renewed here since they were taken")
                            : created(fit, fit.fields().with(IDENTITY, ids.get()));
            case RETIRED_KEY -> retired(fit);
            case TOKEN_KEY -> tokenKey(fit);
            case USER,
                    TEAM,
                    TEAM_MEMBER,
                    ORGANIZATION,
                    ORGANIZATION_MEMBER,
                    BUDGET,
                    CUSTOMER,
                    TAG,
                    MODEL,
                    CREDENTIAL,
                    ACCESS_GROUP,
                    CONFIG,
                    ALERT ->
                    created(fit, fit.fields());
        };
    }

    private Optional<Entity> one(EntityKind kind, String id) {
        return entities.find(kind, List.of(id)).stream().findFirst();
    }

    private Plan retired(Fit fit) {
        Optional<Entity> active = one(EntityKind.KEY, fit.fields().text("active_key"));
        if (active.isEmpty() && !rehearsal) {
            return new Plan.Impossible("the key that took its place is not here");
        }
        String identity = active.map(key -> key.fields().text(IDENTITY)).orElse("");
        return created(fit, fit.fields().with(IDENTITY, identity));
    }

    private Plan tokenKey(Fit fit) {
        boolean there = one(EntityKind.KEY, fit.fields().text("token")).isPresent();
        return there || rehearsal
                ? created(fit, fit.fields())
                : new Plan.Impossible("the key that stands for these tokens is not here");
    }

    private Plan created(Fit fit, Fields fields) {
        Entity entity =
                new Entity(
                        fit.kind(),
                        fit.id(),
                        1,
                        KeptForm.index(fit.kind(), fields),
                        fields,
                        fit.createdAt().orElse(now),
                        fit.createdBy().isEmpty() ? AUTHOR : fit.createdBy(),
                        now,
                        AUTHOR);
        Opening opening = openings.next(Opening.NONE, entity, fit.spent());
        Entity opened = with(entity, 1, opening.in(fields), now);
        return new Write(
                fit,
                Becomes.TAKEN,
                Optional.of(new Change.Create(opened)),
                List.of(),
                opening.entries(AUTHOR));
    }

    private Plan known(Fit fit, Entity old) {
        Fields its = old.fields().without(Opening.FIELD);
        boolean touched = !old.updatedBy().equals(AUTHOR);
        Fields wanted = touched ? its : fit.fields().merged(its.only(List.of(IDENTITY)));
        Opening before = Opening.of(old.fields());
        Opening opening = openings.next(before, old, fit.spent());
        boolean same = wanted.equals(its);
        Fields fields = opening.in(wanted);
        Optional<Change> change =
                same && opening.equals(before)
                        ? Optional.empty()
                        : Optional.of(
                                new Change.Replace(
                                        with(
                                                old,
                                                old.version() + 1,
                                                fields,
                                                touched ? old.updatedAt() : now)));
        List<LedgerEntry> posted = before.entries(AUTHOR);
        List<LedgerEntry> fresh =
                opening.entries(AUTHOR).stream().filter(entry -> !posted.contains(entry)).toList();
        Becomes becomes = touched ? Becomes.KEPT : same ? Becomes.SAME : Becomes.UPDATED;
        return new Write(fit, becomes, change, posted, fresh);
    }

    private static Entity with(Entity old, long version, Fields fields, Instant at) {
        return new Entity(
                old.kind(),
                old.id(),
                version,
                KeptForm.index(old.kind(), fields),
                fields,
                old.createdAt(),
                old.createdBy(),
                at,
                old.updatedBy());
    }
}
