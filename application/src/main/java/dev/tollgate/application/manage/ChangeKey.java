package dev.tollgate.application.manage;

import dev.tollgate.application.manage.Records.Plan;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Reason;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Changes keys. What is not named stays; what is null is cleared.
final class ChangeKey {
    static final String ROUTE = "/key/update";
    private static final int MOST_AT_ONCE = 500;
    private static final Set<String> NOT_KEPT =
            Set.of("key", "key_type", "spend", KeyRows.IDENTITY, "key_name", "expires");

    private final Records records;
    private final FindKeys keys;
    private final KeyRights rights;
    private final OwnLimits own;
    private final KeyRows rows;
    private final CarryOver spend;
    private final Supplier<ManagementRules> rules;

    ChangeKey(
            Records records,
            KeyRights rights,
            OwnLimits own,
            KeyRows rows,
            CarryOver spend,
            Supplier<ManagementRules> rules) {
        this.records = records;
        this.keys = new FindKeys(records);
        this.rights = rights;
        this.own = own;
        this.rows = rows;
        this.spend = spend;
        this.rules = rules;
    }

    Outcome update(Actor actor, Fields asked) {
        String key = asked.text("key");
        String alias = asked.text("key_alias");
        if (key.isEmpty() && alias.isEmpty()) {
            return Outcome.incomplete("key", "Either key or key_alias is needed.");
        }
        return records.carryOut(
                () ->
                        (key.isEmpty() ? keys.aliased(alias) : keys.named(key))
                                .map(old -> plan(actor, old, asked))
                                .orElseGet(
                                        () ->
                                                Plan.refuse(
                                                        Outcome.missing("key", "Key not found."))));
    }

    /// Each by itself: what one of them may not do does not hinder the others.
    Outcome updateAll(Actor actor, List<Fields> changes) {
        if (changes.isEmpty() || changes.size() > MOST_AT_ONCE) {
            return Outcome.invalid("keys", "keys must hold 1 to 500 changes.");
        }
        List<Fields> done = new ArrayList<>();
        List<Fields> failed = new ArrayList<>();
        for (Fields change : changes) {
            Fields name = Fields.NONE.with("key", KeyText.id(change.text("key")));
            switch (update(actor, change)) {
                case Outcome.Done(Fields row) -> done.add(name.with("key_info", row));
                case Outcome.Page page -> throw new IllegalStateException("a page of " + page);
                case Refused refused ->
                        failed.add(
                                name.with("key_info", null)
                                        .with("failed_reason", refused.message()));
            }
        }
        return new Outcome.Done(
                Fields.NONE
                        .with("total_requested", changes.size())
                        .with("successful_updates", done)
                        .with("failed_updates", failed));
    }

    Outcome block(Actor actor, String key, boolean blocked) {
        if (!KeyText.wellFormed(key)) {
            return Outcome.invalid("key", "Invalid key format.");
        }
        return records.carryOut(
                () ->
                        keys.named(key)
                                .map(old -> blockPlan(actor, old, blocked))
                                .orElseGet(
                                        () ->
                                                Plan.refuse(
                                                        Outcome.missing("key", "Key not found."))));
    }

    private Plan blockPlan(Actor actor, Entity old, boolean blocked) {
        return rights.block(actor, old.fields())
                .map(Plan::refuse)
                .orElseGet(() -> write(actor, old, old.fields().with("blocked", blocked)));
    }

    private Plan plan(Actor actor, Entity old, Fields asked) {
        ManagementRules now = rules.get();
        Bounds most = new Bounds(now.keyBounds(), Reason.INVALID, "the configured upper bound");
        Bounds callers = own.ofKey(actor);
        Fields typed = KeyTypes.routes(asked);
        Fields change =
                callers.kept(
                        most.kept(
                                MetadataFields.change(
                                        typed.except(NOT_KEPT).except(aliasOnly(asked)),
                                        old.fields())));
        return refusal(actor, old.fields(), MetadataFields.kept(asked), change)
                .or(() -> most.exceeded(change))
                .or(() -> callers.exceeded(change))
                .or(() -> own.periodOfKey(actor).oftener(change))
                .or(() -> organization(actor, old.fields(), change))
                .or(() -> own.ofUser(actor, old.fields().merged(change)).exceeded(change))
                .map(Plan::refuse)
                .orElseGet(() -> write(actor, old, asked, changed(actor, old, change, now)));
    }

    /// An alias that only says which key is meant changes nothing.
    private static Set<String> aliasOnly(Fields asked) {
        return asked.set("key") ? Set.of() : Set.of("key_alias");
    }

    private Fields changed(Actor actor, Entity old, Fields change, ManagementRules now) {
        Fields timed = Expiry.set(Limits.normalised(change), records.now(), now.zone());
        Fields bound = timed.has("expires") ? Expiry.within(timed, own.key(actor)) : timed;
        return old.fields().merged(bound).filled();
    }

    private Optional<Refused> refusal(Actor actor, Fields old, Fields asked, Fields change) {
        return rights.change(actor, old, ROUTE)
                .or(() -> rights.set(actor, old, different(asked, old)))
                .or(() -> rights.tags(actor, old, old.merged(change)))
                .or(() -> moved(actor, old, change))
                .or(() -> Limits.check(asked))
                .or(() -> Limits.validity(asked))
                .or(() -> KeyTypes.check(asked))
                .or(() -> Aliases.check(change, rules.get()))
                .or(() -> budget(change));
    }

    /// What is sent back as it was shown is no wish.
    private static Fields different(Fields asked, Fields old) {
        return asked.only(
                asked.names().stream()
                        .filter(name -> !Objects.equals(asked.get(name), old.get(name)))
                        .toList());
    }

    private Optional<Refused> organization(Actor actor, Fields old, Fields change) {
        return rights.organization(
                actor,
                old.text("organization_id"),
                old.merged(change).text("organization_id"),
                own.organization(actor));
    }

    /// Who gives a key away needs the right to it and the right to give it to the new owner.
    private Optional<Refused> moved(Actor actor, Fields old, Fields change) {
        Fields moved = old.merged(change);
        boolean same =
                moved.text("user_id").equals(old.text("user_id"))
                        && moved.text("team_id").equals(old.text("team_id"));
        return same
                ? Optional.empty()
                : rights.give(actor, moved.text("user_id"), moved.text("team_id"), ROUTE);
    }

    private Optional<Refused> budget(Fields change) {
        String id = change.text("budget_id");
        return id.isEmpty() || records.find(EntityKind.BUDGET, id).isPresent()
                ? Optional.empty()
                : Optional.of(
                        Outcome.invalid("budget_id", "There is no budget of this budget_id."));
    }

    private Plan write(Actor actor, Entity old, Fields fields) {
        return write(actor, old, Fields.NONE, fields);
    }

    private Plan write(Actor actor, Entity old, Fields asked, Fields fields) {
        Entity next = records.changed(old, Indexes.key(fields), fields, actor);
        return new Plan.Write(
                List.of(new Change.Replace(next)),
                () -> {
                    spend.after(
                            KeyRows.subject(fields), old.fields(), fields, asked, actor.author());
                    Fields row = rows.row(next).with("key", next.id());
                    return new Outcome.Done(Notice.of(asked, fields, row));
                },
                conflict -> IssueKey.taken(conflict, fields));
    }
}
