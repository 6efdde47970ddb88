package dev.tollgate.application.manage;

import dev.tollgate.application.manage.Records.Plan;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageShared.Kind;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Page;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.in.manage.Paging;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.Entities.EntityPage;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.Owner;
import dev.tollgate.application.port.out.Entities.Sort;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Makes, changes, shows and deletes objects that only administrators manage.
final class SharedObjects {
    private static final int LONGEST_ID = 255;
    private static final int MOST_AT_ONCE = 500;
    private static final Set<String> NOT_KEPT = Set.of("spend", "members", "teams", "id");

    /// Who may refer to a budget.
    private static final List<EntityKind> REFERRING =
            List.of(
                    EntityKind.KEY,
                    EntityKind.USER,
                    EntityKind.TEAM,
                    EntityKind.TEAM_MEMBER,
                    EntityKind.ORGANIZATION,
                    EntityKind.CUSTOMER,
                    EntityKind.TAG);

    private final Records records;
    private final SharedRows rows;
    private final CarryOver spend;
    private final Withdrawal withdrawal;
    private final Chance chance;

    SharedObjects(
            Records records,
            SharedRows rows,
            CarryOver spend,
            Withdrawal withdrawal,
            Chance chance) {
        this.records = records;
        this.rows = rows;
        this.spend = spend;
        this.withdrawal = withdrawal;
        this.chance = chance;
    }

    static EntityKind entity(Kind kind) {
        return switch (kind) {
            case BUDGET -> EntityKind.BUDGET;
            case CUSTOMER -> EntityKind.CUSTOMER;
            case TAG -> EntityKind.TAG;
            case ORGANIZATION -> EntityKind.ORGANIZATION;
        };
    }

    static EntityIndex index(Kind kind, Fields fields) {
        String label =
                switch (kind) {
                    case BUDGET, TAG -> "";
                    case CUSTOMER -> fields.text("alias");
                    case ORGANIZATION -> fields.text("organization_alias");
                };
        String budget = kind == Kind.BUDGET ? "" : fields.text("budget_id");
        return new EntityIndex("", label, "", "", "", budget, "");
    }

    Outcome make(Actor actor, Kind kind, Fields asked) {
        Fields wanted = MetadataFields.kept(asked.filled().except(NOT_KEPT));
        String given = wanted.text(kind.id());
        boolean named = kind == Kind.CUSTOMER || kind == Kind.TAG;
        if (given.isEmpty() && named) {
            return Outcome.incomplete(kind.id(), "Field required");
        }
        String id = given.isEmpty() ? chance.id() : given;
        Fields fields = wanted.with(kind.id(), id);
        Optional<Refused> refused =
                administrator(actor)
                        .or(() -> id(kind, id))
                        .or(() -> Limits.check(fields))
                        .or(() -> budget(kind, fields));
        if (refused.isPresent()) {
            return refused.get();
        }
        Entity made = records.made(entity(kind), id, index(kind, fields), fields, actor);
        return records.carryOut(
                () ->
                        new Plan.Write(
                                List.of(new Change.Create(made)),
                                () -> {
                                    made.subject()
                                            .ifPresent(
                                                    subject ->
                                                            spend.before(
                                                                    subject,
                                                                    fields,
                                                                    asked,
                                                                    actor.author()));
                                    return new Outcome.Done(rows.row(kind, made));
                                },
                                _ -> taken(kind, id)));
    }

    Outcome update(Actor actor, Kind kind, Fields asked) {
        String id = asked.text(kind.id());
        if (id.isEmpty()) {
            return Outcome.incomplete(kind.id(), "Field required");
        }
        Optional<Refused> refused =
                administrator(actor).or(() -> Limits.check(asked)).or(() -> budget(kind, asked));
        return refused.<Outcome>map(why -> why)
                .orElseGet(
                        () ->
                                records.carryOut(
                                        () ->
                                                records.find(entity(kind), id)
                                                        .map(old -> plan(actor, kind, old, asked))
                                                        .orElseGet(
                                                                () ->
                                                                        Plan.refuse(
                                                                                unknown(
                                                                                        kind,
                                                                                        id)))));
    }

    private Plan plan(Actor actor, Kind kind, Entity old, Fields asked) {
        Fields change = MetadataFields.change(asked.except(NOT_KEPT), old.fields());
        Fields fields = old.fields().merged(change).filled();
        Entity next = records.changed(old, index(kind, fields), fields, actor);
        return Plan.write(
                List.of(new Change.Replace(next)),
                () -> {
                    next.subject()
                            .ifPresent(
                                    subject ->
                                            spend.after(
                                                    subject,
                                                    old.fields(),
                                                    fields,
                                                    asked,
                                                    actor.author()));
                    return new Outcome.Done(rows.row(kind, next));
                });
    }

    Outcome block(Actor actor, List<String> ids, boolean blocked) {
        Optional<Refused> refused = administrator(actor).or(() -> known(Kind.CUSTOMER, ids));
        if (refused.isPresent()) {
            return refused.get();
        }
        return records.carryOut(
                () -> {
                    List<Entity> next =
                            records.find(EntityKind.CUSTOMER, ids).values().stream()
                                    .map(old -> blocked(actor, old, blocked))
                                    .toList();
                    return Plan.write(
                            next.stream().<Change>map(Change.Replace::new).toList(),
                            () ->
                                    new Outcome.Done(
                                            Fields.NONE.with(
                                                    "blocked_users",
                                                    rows.rows(Kind.CUSTOMER, next))));
                });
    }

    private Entity blocked(Actor actor, Entity old, boolean blocked) {
        return records.changed(old, old.index(), old.fields().with("blocked", blocked), actor);
    }

    /// All of them or none.
    Outcome delete(Actor actor, Kind kind, List<String> ids) {
        Optional<Refused> refused =
                administrator(actor).or(() -> known(kind, ids)).or(() -> unused(kind, ids));
        if (refused.isPresent()) {
            return refused.get();
        }
        List<Fields> told = rows.rows(kind, List.copyOf(records.find(entity(kind), ids).values()));
        if (kind == Kind.ORGANIZATION) {
            withdrawAll(actor, ids);
        }
        return records.carryOut(
                () ->
                        Plan.write(
                                records.find(entity(kind), ids).values().stream()
                                        .<Change>map(old -> records.deletion(old, actor))
                                        .toList(),
                                () -> new Page(told, told.size(), 1, MOST_AT_ONCE)));
    }

    /// The keys of an organisation's teams, the teams, its own keys, and its members.
    private void withdrawAll(Actor actor, List<String> organizations) {
        records
                .entities()
                .belonging(EntityKind.TEAM, Owner.ORGANIZATION, organizations, 1_000)
                .values()
                .stream()
                .map(page -> page.entities().stream().map(Entity::id).toList())
                .forEach(
                        teams -> {
                            withdrawal.delete(EntityKind.KEY, Owner.TEAM, teams, _ -> true, actor);
                            withdrawal.delete(
                                    EntityKind.TEAM_MEMBER, Owner.TEAM, teams, _ -> true, actor);
                        });
        for (EntityKind kind :
                List.of(EntityKind.KEY, EntityKind.TEAM, EntityKind.ORGANIZATION_MEMBER)) {
            withdrawal.delete(kind, Owner.ORGANIZATION, organizations, _ -> true, actor);
        }
    }

    Outcome show(Actor actor, Kind kind, List<String> ids) {
        boolean led = kind == Kind.ORGANIZATION && actor.ledOrganizations().containsAll(ids);
        if (!actor.seesAll() && !led) {
            return Outcome.forbidden("Only administrators may see that.");
        }
        return known(kind, ids)
                .<Outcome>map(why -> why)
                .orElseGet(
                        () -> {
                            List<Entity> found =
                                    List.copyOf(records.find(entity(kind), ids).values());
                            return new Page(rows.rows(kind, found), found.size(), 1, MOST_AT_ONCE);
                        });
    }

    Outcome browse(Actor actor, Kind kind, String aliasPart, Paging paging) {
        if (!actor.seesAll()) {
            return Outcome.forbidden("Only administrators may list that.");
        }
        EntityPage found =
                records.entities()
                        .list(
                                new EntityQuery(
                                        entity(kind),
                                        EntityIndex.NONE,
                                        new EntityIndex("", aliasPart, "", "", "", "", ""),
                                        false,
                                        Sort.CREATED_AT,
                                        paging.descending(),
                                        paging.offset(),
                                        paging.size()));
        return new Page(
                rows.rows(kind, found.entities()), found.total(), paging.page(), paging.size());
    }

    private static Optional<Refused> administrator(Actor actor) {
        return actor.admin()
                ? Optional.empty()
                : Optional.of(Outcome.forbidden("Only proxy admins may do that."));
    }

    private static Optional<Refused> id(Kind kind, String id) {
        boolean fits =
                id.length() <= LONGEST_ID && (kind != Kind.ORGANIZATION || !id.contains("/"));
        return fits
                ? Optional.empty()
                : Optional.of(
                        Outcome.invalid(
                                kind.id(),
                                kind.id() + " has at most 255 characters and no slash."));
    }

    private Optional<Refused> budget(Kind kind, Fields fields) {
        String id = kind == Kind.BUDGET ? "" : fields.text("budget_id");
        return id.isEmpty() || records.find(EntityKind.BUDGET, id).isPresent()
                ? Optional.empty()
                : Optional.of(
                        Outcome.invalid("budget_id", "There is no budget of this budget_id."));
    }

    private Optional<Refused> known(Kind kind, List<String> ids) {
        if (ids.isEmpty() || ids.size() > MOST_AT_ONCE) {
            return Optional.of(Outcome.invalid(kind.id(), "Name 1 to 500 of them."));
        }
        Set<String> found = records.find(entity(kind), ids).keySet();
        return ids.stream()
                .filter(id -> !found.contains(id))
                .findFirst()
                .map(id -> unknown(kind, id));
    }

    /// Who refers to a budget would be without limits if it went.
    private Optional<Refused> unused(Kind kind, List<String> ids) {
        if (kind != Kind.BUDGET) {
            return Optional.empty();
        }
        long users =
                REFERRING.stream()
                        .map(each -> records.entities().belonging(each, Owner.BUDGET, ids, 0))
                        .flatMap(pages -> Stream.of(pages.values()))
                        .flatMap(pages -> pages.stream().map(EntityPage::total))
                        .mapToLong(Long::longValue)
                        .sum();
        return users == 0
                ? Optional.empty()
                : Optional.of(
                        Outcome.invalid(
                                "id",
                                "The budget is in use by %d keys, users, teams or others, which would be"
                                                .formatted(users)
                                        + " without its limits."));
    }

    private static Refused taken(Kind kind, String id) {
        return Outcome.invalid(
                kind.id(),
                "%s with id '%s' already exists."
                        .formatted(
                                switch (kind) {
                                    case BUDGET -> "Budget";
                                    case CUSTOMER -> "Customer";
                                    case TAG -> "Tag";
                                    case ORGANIZATION -> "Organization";
                                },
                                id));
    }

    static Refused unknown(Kind kind, String id) {
        return Outcome.missing(
                kind.id(),
                switch (kind) {
                    case BUDGET -> "Budget not found: " + id;
                    case CUSTOMER -> "End User Id=%s does not exist in db".formatted(id);
                    case TAG -> "Tags not found: " + id;
                    case ORGANIZATION -> "Organization not found: " + id;
                });
    }
}
