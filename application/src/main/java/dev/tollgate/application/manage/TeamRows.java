package dev.tollgate.application.manage;

import dev.tollgate.application.manage.Spend.Spender;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Teams and memberships as they are shown.
final class TeamRows {
    private static final Map<String, String> FOR_MEMBERS =
            Map.of(
                    "team_member_budget", "max_budget",
                    "team_member_budget_duration", "budget_duration",
                    "team_member_rpm_limit", "rpm_limit",
                    "team_member_tpm_limit", "tpm_limit");

    /// Memberships whose spend is looked for together.
    private static final int AT_ONCE = 1_000;

    private final Spend spend;
    private final Members members;

    TeamRows(Spend spend, Members members) {
        this.spend = spend;
        this.members = members;
    }

    Fields row(Entity team) {
        return rows(List.of(team)).getFirst();
    }

    /// With their members, in three looks however many they are.
    List<Fields> rows(List<Entity> teams) {
        return rows(teams, members.ofTeams(teams.stream().map(Entity::id).toList()));
    }

    List<Fields> rows(List<Entity> teams, Map<String, List<Entity>> membersOf) {
        return spend.added(
                teams.stream()
                        .map(team -> spender(team, membersOf.getOrDefault(team.id(), List.of())))
                        .toList());
    }

    private static Spender spender(Entity team, List<Entity> members) {
        Fields fields = team.fields();
        Fields row =
                MetadataFields.shown(fields)
                        .with("members_with_roles", Members.shown(members))
                        .with("admins", ids(members, "admin"))
                        .with("members", ids(members, "user"))
                        .with("created_at", team.createdAt().toString())
                        .with("updated_at", team.updatedAt().toString());
        Fields forMembers = forMembers(fields);
        if (!forMembers.isEmpty()) {
            row = row.with("team_member_budget_table", forMembers);
        }
        return new Spender(subject(team.id()), fields.text("budget_duration"), row);
    }

    private static List<String> ids(List<Entity> members, String role) {
        return members.stream()
                .filter(member -> member.index().role().equals(role))
                .map(member -> member.index().user())
                .toList();
    }

    /// What the team gives to each of its members.
    private static Fields forMembers(Fields team) {
        Fields given = Fields.NONE;
        for (Map.Entry<String, String> each : FOR_MEMBERS.entrySet()) {
            if (team.set(each.getKey())) {
                given = given.with(each.getValue(), team.get(each.getKey()));
            }
        }
        return given;
    }

    /// Memberships with their own limits, or else those the team gives, and what was spent in it.
    List<Fields> memberships(List<Entity> members, Fields team) {
        return spend.added(members.stream().map(member -> spender(member, team)).toList());
    }

    /// Of many teams, by their ids: a few looks however many there are.
    Map<String, List<Fields>> memberships(List<Entity> teams, Map<String, List<Entity>> membersOf) {
        List<String> whose = new ArrayList<>();
        List<Spender> all = new ArrayList<>();
        for (Entity team : teams) {
            for (Entity member : membersOf.getOrDefault(team.id(), List.of())) {
                whose.add(team.id());
                all.add(spender(member, team.fields()));
            }
        }
        Map<String, List<Fields>> shown = new HashMap<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            int place = from;
            int to = Math.min(all.size(), from + AT_ONCE);
            for (Fields row : spend.added(all.subList(from, to))) {
                shown.computeIfAbsent(whose.get(place++), _ -> new ArrayList<>()).add(row);
            }
        }
        return shown;
    }

    private static Spender spender(Entity member, Fields team) {
        Fields fields = member.fields();
        Fields own =
                Fields.NONE
                        .with("budget_id", fields.get("budget_id"))
                        .with("max_budget", fields.get("max_budget_in_team"))
                        .with("budget_duration", fields.get("budget_duration"))
                        .with("tpm_limit", fields.get("tpm_limit"))
                        .with("rpm_limit", fields.get("rpm_limit"))
                        .filled();
        Fields budget = own.set("max_budget") ? own : forMembers(team).merged(own);
        return new Spender(
                Subject.of(Scope.TEAM_MEMBER, member.id()),
                budget.text("budget_duration"),
                fields.with("litellm_budget_table", budget.isEmpty() ? null : budget));
    }

    static Subject subject(String team) {
        return Subject.of(Scope.TEAM, team);
    }
}
