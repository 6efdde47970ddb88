package dev.tollgate.application.manage;

import dev.tollgate.application.manage.Records.Plan;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageTokenKeys;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Page;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.in.manage.Paging;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.Entities.EntityPage;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.Sort;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.token.TokenRules.KeyClaim;

import java.util.List;
import java.util.Optional;

/// Makes, changes, shows and deletes mappings of claims to keys. Only administrators do.
final class TokenKeyRequests implements ManageTokenKeys {
    private static final EntityKind KIND = EntityKind.TOKEN_KEY;
    private static final String ISSUER = "jwt_issuer";
    private static final String CLAIM = "jwt_claim_name";
    private static final String VALUE = "jwt_claim_value";
    private static final String TOKEN = "token";
    private static final String ACTIVE = "is_active";
    private static final int LONGEST = 255;

    private final Records records;
    private final Chance chance;

    TokenKeyRequests(Records records, Chance chance) {
        this.records = records;
        this.chance = chance;
    }

    @Override
    public Outcome manage(Actor actor, Request request) {
        boolean looks = request instanceof Request.Show || request instanceof Request.Browse;
        if (!actor.admin() && !(looks && actor.seesAll())) {
            return Outcome.forbidden("Only proxy admins manage the keys that stand for tokens.");
        }
        return switch (request) {
            case Request.Make(var fields) -> make(actor, fields);
            case Request.Update(var fields) -> update(actor, fields);
            case Request.Delete(var id) -> delete(actor, id);
            case Request.Show(var id) ->
                    records.find(KIND, id)
                            .<Outcome>map(mapping -> new Outcome.Done(row(mapping)))
                            .orElseGet(TokenKeyRequests::unknown);
            case Request.Browse(int page, int size) -> browse(page, size);
        };
    }

    private static Refused unknown() {
        return Outcome.missing("id", "Mapping not found");
    }

    private Outcome make(Actor actor, Fields asked) {
        Fields fields = kept(Fields.NONE.with(ACTIVE, true), asked);
        return refused(asked, fields)
                .<Outcome>map(why -> why)
                .orElseGet(
                        () -> {
                            Entity made =
                                    records.made(KIND, chance.id(), index(fields), fields, actor);
                            return records.carryOut(
                                    () ->
                                            new Plan.Write(
                                                    List.of(new Change.Create(made)),
                                                    () -> new Outcome.Done(row(made)),
                                                    _ -> taken(fields)));
                        });
    }

    private Outcome update(Actor actor, Fields asked) {
        return records.carryOut(
                () ->
                        records.find(KIND, asked.text("id"))
                                .map(old -> changing(actor, old, asked))
                                .orElseGet(() -> Plan.refuse(unknown())));
    }

    private Plan changing(Actor actor, Entity old, Fields asked) {
        Fields fields = kept(old.fields(), asked);
        Entity next = records.changed(old, index(fields), fields, actor);
        return refused(asked, fields)
                .map(Plan::refuse)
                .orElseGet(
                        () ->
                                new Plan.Write(
                                        List.of(new Change.Replace(next)),
                                        () -> new Outcome.Done(row(next)),
                                        _ -> taken(fields)));
    }

    private Outcome delete(Actor actor, String id) {
        return records.carryOut(
                () ->
                        records.find(KIND, id)
                                .map(
                                        old ->
                                                Plan.write(
                                                        List.of(records.deletion(old, actor)),
                                                        () -> new Outcome.Done(row(old))))
                                .orElseGet(() -> Plan.refuse(unknown())));
    }

    private Outcome browse(int page, int size) {
        EntityPage found =
                records.entities()
                        .list(
                                new EntityQuery(
                                        KIND,
                                        EntityIndex.NONE,
                                        EntityIndex.NONE,
                                        false,
                                        Sort.CREATED_AT,
                                        true,
                                        new Paging(page, size, "", true).offset(),
                                        size));
        return new Page(
                found.entities().stream().map(TokenKeyRequests::row).toList(),
                found.total(),
                page,
                size);
    }

    private static Fields kept(Fields old, Fields asked) {
        Fields fields = old;
        for (String name : List.of(ISSUER, CLAIM, VALUE, "description", ACTIVE)) {
            fields = asked.has(name) ? fields.with(name, asked.get(name)) : fields;
        }
        String named = asked.text("key").isEmpty() ? asked.text(TOKEN) : asked.text("key");
        return (named.isEmpty() ? fields : fields.with(TOKEN, KeyText.id(named))).filled();
    }

    static EntityIndex index(Fields mapping) {
        String name =
                KeyClaim.indexed(mapping.text(ISSUER), mapping.text(CLAIM), mapping.text(VALUE));
        return new EntityIndex(name, mapping.text(TOKEN), "", "", "", "", "");
    }

    /// A mapping in the form in which it is kept.
    static Fields keptForm(Fields row) {
        return kept(Fields.NONE, row);
    }

    private Optional<Refused> refused(Fields asked, Fields fields) {
        Optional<Refused> wrong = wrong(fields);
        if (wrong.isPresent()) {
            return wrong;
        }
        if (asked.set("key") && asked.set(TOKEN)) {
            return Optional.of(
                    Outcome.invalid("key", "Name the key by itself or by its hash, not by both."));
        }
        return records.find(EntityKind.KEY, fields.text(TOKEN)).isPresent()
                ? Optional.empty()
                : Optional.of(
                        Outcome.invalid(
                                "key", "The provided key does not match an existing virtual key."));
    }

    /// Which rule a mapping breaks, whatever else there is.
    static Optional<Refused> wrong(Fields fields) {
        for (String name : List.of(CLAIM, VALUE)) {
            if (fields.text(name).isEmpty()) {
                return Optional.of(Outcome.incomplete(name, "Field required"));
            }
        }
        for (String name : List.of(ISSUER, CLAIM, VALUE)) {
            String text = fields.text(name);
            if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
                return Optional.of(
                        Outcome.invalid(
                                name,
                                name + " has at most 255 characters, none of them a control."));
            }
        }
        return Optional.empty();
    }

    private static Refused taken(Fields mapping) {
        return Outcome.taken(
                VALUE,
                "A mapping for claim '%s' = '%s' already exists for issuer '%s'."
                        .formatted(mapping.text(CLAIM), mapping.text(VALUE), mapping.text(ISSUER)));
    }

    /// As it is shown: without the key.
    private static Fields row(Entity mapping) {
        return mapping.fields()
                .without(TOKEN)
                .with("id", mapping.id())
                .with("created_at", mapping.createdAt().toString())
                .with("created_by", mapping.createdBy())
                .with("updated_at", mapping.updatedAt().toString())
                .with("updated_by", mapping.updatedBy());
    }

    /// Those that a key stands for, with the key that takes its place.
    static List<Change> renewed(Records records, Actor actor, Entity old, Entity next) {
        EntityIndex its = new EntityIndex("", old.id(), "", "", "", "", "");
        return records
                .entities()
                .list(new EntityQuery(KIND, its, EntityIndex.NONE, false, Sort.ID, false, 0, 1_000))
                .entities()
                .stream()
                .<Change>map(
                        mapping -> {
                            Fields fields = mapping.fields().with(TOKEN, next.id());
                            return new Change.Replace(
                                    records.changed(mapping, index(fields), fields, actor));
                        })
                .toList();
    }
}
