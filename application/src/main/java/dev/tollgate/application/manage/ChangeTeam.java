package dev.tollgate.application.manage;

import dev.tollgate.application.manage.Records.Plan;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.Entities.Owner;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Changes teams and deletes them. What is not named stays; what is null is cleared.
final class ChangeTeam {
    private static final int MOST_AT_ONCE = 100;

    private final Records records;
    private final TeamRights rights;
    private final TeamRows rows;
    private final CarryOver spend;
    private final Withdrawal withdrawal;

    ChangeTeam(
            Records records,
            TeamRights rights,
            TeamRows rows,
            CarryOver spend,
            Withdrawal withdrawal) {
        this.records = records;
        this.rights = rights;
        this.rows = rows;
        this.spend = spend;
        this.withdrawal = withdrawal;
    }

    Outcome update(Actor actor, Fields asked) {
        return change(
                asked.text("team_id"),
                old -> {
                    Fields change =
                            MetadataFields.change(
                                    asked.except(MakeTeam.NOT_KEPT).without("team_id"),
                                    old.fields());
                    return rights.change(actor, old, change)
                            .or(() -> Limits.check(asked))
                            .or(() -> organization(change))
                            .map(Plan::refuse)
                            .orElseGet(() -> write(actor, old, asked, change));
                });
    }

    private Optional<Refused> organization(Fields change) {
        String id = change.text("organization_id");
        return id.isEmpty() || records.find(EntityKind.ORGANIZATION, id).isPresent()
                ? Optional.empty()
                : Optional.of(
                        Outcome.invalid(
                                "organization_id",
                                "There is no organization of this organization_id."));
    }

    private Plan write(Actor actor, Entity old, Fields asked, Fields change) {
        Fields fields = old.fields().merged(change).filled();
        Entity next = records.changed(old, Indexes.team(fields), fields, actor);
        return Plan.write(
                List.of(new Change.Replace(next)),
                () -> {
                    spend.after(
                            TeamRows.subject(old.id()),
                            old.fields(),
                            fields,
                            asked,
                            actor.author());
                    return new Outcome.Done(
                            Fields.NONE.with("team_id", old.id()).with("data", rows.row(next)));
                });
    }

    Outcome block(Actor actor, String id, boolean blocked) {
        return change(
                id,
                old ->
                        rights.above(actor, old.fields().text("organization_id"))
                                ? row(actor, old, old.fields().with("blocked", blocked))
                                : Plan.refuse(
                                        Outcome.forbidden(
                                                "Only those above a team may block or unblock"
                                                        + " it.")));
    }

    Outcome models(Actor actor, String id, List<String> models, boolean added) {
        return change(
                id,
                old -> {
                    Set<String> all = new LinkedHashSet<>(old.fields().texts("models"));
                    if (added) {
                        all.addAll(models);
                    } else {
                        models.forEach(all::remove);
                    }
                    if (!added && all.isEmpty() && old.fields().says("models")) {
                        return Plan.refuse(
                                Outcome.invalid(
                                        "models",
                                        "The last model cannot be taken away: a team without a list"
                                                + " may use all of them. Use `no-default-models` or"
                                                + " /team/update."));
                    }
                    Fields change = Fields.NONE.with("models", List.copyOf(all));
                    return rights.change(actor, old, change)
                            .map(Plan::refuse)
                            .orElseGet(() -> row(actor, old, old.fields().merged(change)));
                });
    }

    Outcome permissions(Actor actor, String id, List<String> permissions) {
        Optional<String> unknown =
                permissions.stream()
                        .filter(each -> !ManagementRules.PERMISSIONS.contains(each))
                        .findFirst();
        if (unknown.isPresent()) {
            return Outcome.invalid(
                    "team_member_permissions",
                    "team_member_permissions may hold %s."
                            .formatted(String.join(", ", ManagementRules.PERMISSIONS)));
        }
        return change(
                id,
                old ->
                        rights.lead(actor, old)
                                .map(Plan::refuse)
                                .orElseGet(
                                        () ->
                                                row(
                                                        actor,
                                                        old,
                                                        old.fields()
                                                                .with(
                                                                        "team_member_permissions",
                                                                        permissions))));
    }

    private Plan row(Actor actor, Entity old, Fields fields) {
        Entity next = records.changed(old, Indexes.team(fields), fields, actor);
        return Plan.write(
                List.of(new Change.Replace(next)), () -> new Outcome.Done(rows.row(next)));
    }

    private Outcome change(String id, Function<Entity, Plan> plan) {
        if (id.isEmpty()) {
            return Outcome.incomplete("team_id", "Field required");
        }
        return records.carryOut(
                () ->
                        records.find(EntityKind.TEAM, id)
                                .map(plan)
                                .orElseGet(() -> Plan.refuse(unknown(id))));
    }

    static Refused unknown(String id) {
        return Outcome.missing("team_id", "Team not found, passed team id: " + id);
    }

    /// Deletes teams: their keys first, then the memberships and models, then the teams.
    Outcome delete(Actor actor, List<String> ids) {
        if (ids.isEmpty() || ids.size() > MOST_AT_ONCE) {
            return Outcome.invalid("team_ids", "team_ids must name 1 to 100 teams.");
        }
        Collection<Entity> teams = records.find(EntityKind.TEAM, ids).values();
        for (String id : ids) {
            if (teams.stream().noneMatch(team -> team.id().equals(id))) {
                return unknown(id);
            }
        }
        boolean may =
                teams.stream()
                        .allMatch(
                                team -> rights.above(actor, team.fields().text("organization_id")));
        if (!may) {
            return Outcome.forbidden("Only those above a team may delete it.");
        }
        withdrawal.delete(EntityKind.KEY, Owner.TEAM, ids, _ -> true, actor);
        withdrawal.delete(EntityKind.TEAM_MEMBER, Owner.TEAM, ids, _ -> true, actor);
        withdrawal.delete(EntityKind.MODEL, Owner.TEAM, ids, _ -> true, actor);
        return records.carryOut(
                () ->
                        Plan.write(
                                records.find(EntityKind.TEAM, ids).values().stream()
                                        .<Change>map(team -> records.deletion(team, actor))
                                        .toList(),
                                () -> new Outcome.Done(Fields.NONE.with("deleted_teams", ids))));
    }
}
