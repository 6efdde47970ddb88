package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.List;
import java.util.Optional;

/// Who may do what with which key. Own keys are their user's; a team's keys are also its
/// administrators' and those of its organisation, and its members' as far as the team permits.
final class KeyRights {
    /// Only who leads may set these, also on keys that are the caller's own.
    private static final List<String> LEADERS_ONLY =
            List.of(
                    "blocked",
                    "spend",
                    "temp_budget_increase",
                    "permissions",
                    "config",
                    "aliases",
                    "allowed_passthrough_routes");

    private final Records records;

    KeyRights(Records records) {
        this.records = records;
    }

    /// Whether a key may be given to this user and team.
    ///
    /// @param route the team's permission that a member needs, `/key/generate`
    Optional<Refused> give(Actor actor, String user, String team, String route) {
        if (actor.admin()) {
            return Optional.empty();
        }
        if (team.isEmpty()) {
            return actor.is(user)
                    ? Optional.empty()
                    : refused("A personal key can be made for oneself only.");
        }
        if (leads(actor, team)) {
            return Optional.empty();
        }
        return actor.is(user) && permitted(actor, team, route)
                ? Optional.empty()
                : refused(
                        "Team=%s does not permit its members %s for this user."
                                .formatted(team, route));
    }

    /// Whether this key may be changed, renewed or withdrawn.
    Optional<Refused> change(Actor actor, Fields key, String route) {
        String team = key.text("team_id");
        boolean may =
                actor.admin()
                        || !team.isEmpty() && leads(actor, team)
                        || actor.is(key.text("user_id"))
                                && (team.isEmpty() || permitted(actor, team, route));
        return may
                ? Optional.empty()
                : refused(
                        "The key belongs to somebody else, or to a team that does not permit its"
                                + " members %s.".formatted(route));
    }

    /// Whether these fields may be set on a key.
    Optional<Refused> set(Actor actor, Fields key, Fields asked) {
        if (actor.admin()) {
            return Optional.empty();
        }
        if (asked.within("permissions").yes("get_spend_routes")) {
            return refused(
                    "permissions.get_spend_routes shows what everybody spent and is for proxy"
                            + " admins to set.");
        }
        if (leads(actor, key.text("team_id"))) {
            return Optional.empty();
        }
        return LEADERS_ONLY.stream()
                .filter(asked::says)
                .findFirst()
                .flatMap(name -> refused("%s is for administrators to set.".formatted(name)));
    }

    /// Whether a key may count for this organisation, and for the one before it no longer.
    ///
    /// @param old the organisation so far; empty: none
    /// @param own that of the caller's own key
    Optional<Refused> organization(Actor actor, String old, String next, String own) {
        boolean may =
                actor.admin()
                        || next.equals(old)
                        || (old.isEmpty() || actor.ledOrganizations().contains(old))
                                && (next.isEmpty()
                                        || next.equals(own)
                                        || actor.ledOrganizations().contains(next));
        return may ? Optional.empty() : refused("organization_id is for administrators to set.");
    }

    /// Whether a key's calls may stop counting for tags: budgets may hang on them. Tags in metadata
    /// have been lifted out of it.
    Optional<Refused> tags(Actor actor, Fields old, Fields next) {
        return actor.admin()
                        || leads(actor, old.text("team_id"))
                        || next.texts("tags").containsAll(old.texts("tags"))
                ? Optional.empty()
                : refused("tags of a key are for administrators to take off.");
    }

    Optional<Refused> block(Actor actor, Fields key) {
        String team = key.text("team_id");
        return actor.admin() || leads(actor, team)
                ? Optional.empty()
                : refused("Only administrators may block or unblock a key.");
    }

    boolean sees(Actor actor, Entity key) {
        String team = key.fields().text("team_id");
        return actor.seesAll()
                || key.id().equals(actor.keyHash())
                || actor.is(key.fields().text("user_id"))
                || !team.isEmpty() && (leads(actor, team) || permitted(actor, team, "/key/info"));
    }

    /// Whether the caller administers a team, or the organisation it belongs to.
    boolean leads(Actor actor, String team) {
        if (team.isEmpty()) {
            return false;
        }
        if (actor.admin() || actor.ledTeams().contains(team)) {
            return true;
        }
        return !actor.ledOrganizations().isEmpty()
                && records.find(EntityKind.TEAM, team)
                        .map(its -> its.fields().text("organization_id"))
                        .filter(actor.ledOrganizations()::contains)
                        .isPresent();
    }

    private boolean permitted(Actor actor, String team, String route) {
        return actor.teams().contains(team)
                && records.find(EntityKind.TEAM, team)
                        .filter(its -> Teams.permissions(its.fields()).contains(route))
                        .isPresent();
    }

    private static Optional<Refused> refused(String message) {
        return Optional.of(Outcome.forbidden(message));
    }
}
