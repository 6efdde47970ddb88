package dev.tollgate.application.manage;

import dev.tollgate.application.manage.Records.Plan;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Makes teams.
final class MakeTeam {
    private static final int LONGEST_ID = 255;

    /// Told once; members are kept as memberships.
    static final Set<String> NOT_KEPT =
            Set.of("members_with_roles", "admins", "members", "spend", "keys");

    private final Records records;
    private final Members members;
    private final TeamRights rights;
    private final TeamRows rows;
    private final CarryOver spend;
    private final Chance chance;
    private final Supplier<ManagementRules> rules;

    MakeTeam(
            Records records,
            Members members,
            TeamRights rights,
            TeamRows rows,
            CarryOver spend,
            Chance chance,
            Supplier<ManagementRules> rules) {
        this.records = records;
        this.members = members;
        this.rights = rights;
        this.rows = rows;
        this.spend = spend;
        this.chance = chance;
        this.rules = rules;
    }

    Outcome make(Actor actor, Fields asked) {
        Fields wanted =
                MetadataFields.kept(
                        IssueKey.defaulted(asked.filled(), rules.get().teamDefaults(), false));
        String id = wanted.text("team_id").isEmpty() ? chance.id() : wanted.text("team_id");
        Fields team = wanted.with("team_id", id);
        return refusal(actor, team)
                .<Outcome>map(why -> why)
                .orElseGet(() -> records.carryOut(() -> plan(actor, team, id)));
    }

    private Optional<Refused> refusal(Actor actor, Fields team) {
        String organization = team.text("organization_id");
        if (!rights.above(actor, organization)) {
            return Optional.of(
                    Outcome.forbidden(
                            "Only proxy admins, and organization admins within their organization,"
                                    + " can make teams."));
        }
        if (team.text("team_id").length() > LONGEST_ID || team.text("team_id").contains("/")) {
            return Optional.of(
                    Outcome.invalid("team_id", "team_id has at most 255 characters and no slash."));
        }
        return Limits.check(team)
                .or(() -> organization(organization))
                .or(
                        () ->
                                team.all("members_with_roles").stream()
                                        .map(
                                                member ->
                                                        TeamMembers.described(member)
                                                                .or(
                                                                        () ->
                                                                                TeamMembers.role(
                                                                                        member.text(
                                                                                                "role"))))
                                        .flatMap(Optional::stream)
                                        .findFirst());
    }

    private Optional<Refused> organization(String id) {
        return id.isEmpty() || records.find(EntityKind.ORGANIZATION, id).isPresent()
                ? Optional.empty()
                : Optional.of(
                        Outcome.invalid(
                                "organization_id",
                                "There is no organization of this organization_id."));
    }

    private Plan plan(Actor actor, Fields asked, String id) {
        Fields kept = asked.except(NOT_KEPT);
        Entity team = records.made(EntityKind.TEAM, id, Indexes.team(kept), kept, actor);
        List<Change> changes = new ArrayList<>(List.of(new Change.Create(team)));
        Map<String, Entity> joining = new LinkedHashMap<>();
        for (Fields member : described(actor, asked)) {
            Entity user = members.described(member, actor, changes);
            joining.putIfAbsent(
                    user.id(),
                    members.membership(id, user, member.text("role"), Fields.NONE, actor));
        }
        joining.values().forEach(member -> changes.add(new Change.Create(member)));
        return new Plan.Write(
                changes,
                () -> {
                    spend.before(TeamRows.subject(id), team.fields(), asked, actor.author());
                    return new Outcome.Done(rows.row(team));
                },
                conflict ->
                        Outcome.invalid(
                                "team_id",
                                "Team id = %s already exists. Please use a different team id."
                                        .formatted(id)));
    }

    /// Those named and the caller, who administers the team.
    private static List<Fields> described(Actor actor, Fields asked) {
        List<Fields> described = new ArrayList<>();
        if (!actor.userId().isEmpty()) {
            described.add(Fields.NONE.with("user_id", actor.userId()).with("role", "admin"));
        }
        described.addAll(asked.all("members_with_roles"));
        asked.texts("admins")
                .forEach(
                        id -> described.add(Fields.NONE.with("user_id", id).with("role", "admin")));
        asked.texts("members")
                .forEach(id -> described.add(Fields.NONE.with("user_id", id).with("role", "user")));
        return described;
    }
}
