package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Reason;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.Fields;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Who may do what with which team.
final class TeamRights {
    private static final List<String> LIMITS =
            List.of(
                    "max_budget",
                    "tpm_limit",
                    "rpm_limit",
                    "max_parallel_requests",
                    "budget_duration",
                    "models",
                    "budget_id",
                    "model_max_budget",
                    "model_rpm_limit",
                    "model_tpm_limit",
                    "access_group_ids");

    /// What is given to a team by those above it.
    private static final List<String> FROM_ABOVE =
            List.of(
                    "organization_id",
                    "blocked",
                    "spend",
                    "soft_budget",
                    "temp_budget_increase",
                    "budget_limits",
                    "model_aliases");

    /// Whether the caller administers this team's organisation, or everything.
    boolean above(Actor actor, String organization) {
        return actor.admin()
                || !organization.isEmpty() && actor.ledOrganizations().contains(organization);
    }

    boolean leads(Actor actor, Entity team) {
        return actor.ledTeams().contains(team.id())
                || above(actor, team.fields().text("organization_id"));
    }

    boolean sees(Actor actor, Entity team) {
        return actor.seesAll()
                || actor.teams().contains(team.id())
                || actor.team().equals(team.id())
                || leads(actor, team);
    }

    Optional<Refused> lead(Actor actor, Entity team) {
        return leads(actor, team)
                ? Optional.empty()
                : Optional.of(
                        Outcome.forbidden(
                                "Only administrators of the team may do that. Team=" + team.id()));
    }

    /// Whether this may be changed: who administers a team cannot give it more than it was given.
    Optional<Refused> change(Actor actor, Entity team, Fields change) {
        Optional<Refused> refused = lead(actor, team);
        if (refused.isPresent() || above(actor, team.fields().text("organization_id"))) {
            return refused.or(() -> moved(actor, team, change));
        }
        Bounds given =
                new Bounds(
                        team.fields().only(LIMITS).filled(),
                        Reason.FORBIDDEN,
                        "what the team was given");
        return FROM_ABOVE.stream()
                .filter(change::has)
                .filter(name -> !sameAs(team.fields(), change, name))
                .findFirst()
                .map(name -> Outcome.forbidden(name + " is for those above the team to set."))
                .or(() -> given.exceeded(change))
                .or(() -> given.oftener(change));
    }

    private Optional<Refused> moved(Actor actor, Entity team, Fields change) {
        boolean stays =
                !change.has("organization_id") || sameAs(team.fields(), change, "organization_id");
        return stays || above(actor, change.text("organization_id"))
                ? Optional.empty()
                : Optional.of(
                        Outcome.forbidden("The team can be moved to your own organisations only."));
    }

    private static boolean sameAs(Fields old, Fields change, String name) {
        return Objects.equals(old.get(name), change.get(name));
    }
}
