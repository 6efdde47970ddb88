package dev.tollgate.application.takeover;

import dev.tollgate.application.manage.KeptForm;
import dev.tollgate.application.port.out.ForeignRecords;
import dev.tollgate.application.takeover.Arriving.Fit;
import dev.tollgate.application.takeover.Arriving.Odd;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Teams and who is in them. LiteLLM keeps the roles in the team's row, and what members may spend
/// and have spent in rows of their own; somebody may be in only one of the two.
final class LitellmTeams {
    private static final List<String> OF_TEAMS =
            List.of(
                    "team_id",
                    "team_alias",
                    "organization_id",
                    "metadata",
                    "max_budget",
                    "soft_budget",
                    "models",
                    "tpm_limit",
                    "rpm_limit",
                    "max_parallel_requests",
                    "budget_duration",
                    "budget_limits",
                    "blocked",
                    "model_max_budget",
                    "team_member_permissions",
                    "access_group_ids",
                    "policies",
                    "router_settings");

    /// What a budget gives to each member of a team, and as what the team keeps it.
    private static final Map<String, String> FOR_MEMBERS =
            Map.of(
                    "max_budget", "team_member_budget",
                    "budget_duration", "team_member_budget_duration",
                    "rpm_limit", "team_member_rpm_limit",
                    "tpm_limit", "team_member_tpm_limit");

    private final Instant now;

    LitellmTeams(Instant now) {
        this.now = now;
    }

    List<Arriving> of(Fields row) {
        String id = row.text("team_id");
        Fields forMembers = row.within(ForeignRecords.MEMBER_BUDGET);
        Arriving team =
                LitellmRows.fit(
                        EntityKind.TEAM,
                        id,
                        row,
                        team(row, forMembers),
                        Columns.spent(row, List.of(row), now));
        return switch (team) {
            case Fit fit -> {
                List<Arriving> all = new ArrayList<>(List.of(fit));
                all.addAll(members(id, row, forMembers));
                yield all;
            }
            case Arriving other -> List.of(other);
        };
    }

    private static Fields team(Fields row, Fields forMembers) {
        Fields team = Columns.chosen(row, OF_TEAMS);
        for (Map.Entry<String, String> each : FOR_MEMBERS.entrySet()) {
            if (forMembers.set(each.getKey())) {
                team = team.with(each.getValue(), forMembers.get(each.getKey()));
            }
        }
        return team.with("model_aliases", row.within(ForeignRecords.ALIASES).get("aliases"));
    }

    private List<Arriving> members(String team, Fields row, Fields forMembers) {
        Map<String, Fields> members = new LinkedHashMap<>();
        for (Fields named : row.all("members_with_roles")) {
            members.put(named.text("user_id"), named);
        }
        row.texts("admins")
                .forEach(id -> members.putIfAbsent(id, Fields.NONE.with("role", "admin")));
        row.texts("members").forEach(id -> members.putIfAbsent(id, Fields.NONE));
        Map<String, Fields> memberships = new LinkedHashMap<>();
        for (Fields each : row.all(ForeignRecords.MEMBERSHIPS)) {
            memberships.put(each.text("user_id"), each);
            members.putIfAbsent(each.text("user_id"), Fields.NONE);
        }
        List<Arriving> all = new ArrayList<>();
        members.forEach(
                (user, named) ->
                        all.add(
                                user.isEmpty()
                                        ? new Odd(
                                                "a member of team " + team,
                                                "who it is, is not said: only an e-mail address")
                                        : member(
                                                team,
                                                user,
                                                named,
                                                memberships.getOrDefault(user, Fields.NONE),
                                                forMembers)));
        return all;
    }

    private Arriving member(
            String team, String user, Fields named, Fields membership, Fields forMembers) {
        Fields own = membership.within(ForeignRecords.BUDGET);
        String budget = membership.text("budget_id");
        // What the team gives to each is the team's to change.
        boolean shared = budget.equals(forMembers.text("budget_id"));
        Fields fields =
                Fields.NONE
                        .with("team_id", team)
                        .with("user_id", user)
                        .with("user_email", named.get("user_email"))
                        .with("role", named.text("role").isEmpty() ? "user" : named.get("role"))
                        .with("budget_id", budget.isEmpty() || shared ? null : budget)
                        .with("allowed_models", own.get("allowed_models"));
        return LitellmRows.fit(
                EntityKind.TEAM_MEMBER,
                KeptForm.membership(team, user),
                membership,
                fields,
                Columns.spent(membership, List.of(own, forMembers), now));
    }
}
