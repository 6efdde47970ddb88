package dev.tollgate.application.access;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageTeams;
import dev.tollgate.application.port.in.manage.ManageUsers;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.EntityPage;
import dev.tollgate.application.port.out.Entities.Owner;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.token.Claimant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes users and teams that tokens name, and has roles and memberships follow tokens, where the
/// operator wants that.
final class Newcomers {
    private static final Logger LOG = LoggerFactory.getLogger(Newcomers.class);
    private static final int MOST_MEMBERSHIPS = 1_000;

    /// Writes in the name of the operator, who wanted it so.
    private static final Actor OPERATOR =
            new Actor("", UserRole.PROXY_ADMIN, "", "", Set.of(), Set.of(), Set.of(), "jwt");

    private final Entities entities;
    private final ManageUsers users;
    private final ManageTeams teams;

    Newcomers(Entities entities, ManageUsers users, ManageTeams teams) {
        this.entities = entities;
        this.users = users;
        this.teams = teams;
    }

    /// Makes the user, with what every new user gets. An address that is somebody else's is left
    /// out.
    Optional<Entity> user(Claimant claimant) {
        Fields user = Fields.NONE.with("user_id", claimant.user()).with("auto_create_key", false);
        Fields ranked =
                claimant.role().map(role -> user.with("user_role", role.text())).orElse(user);
        boolean made =
                !claimant.email().isEmpty()
                        && done(
                                users.manage(
                                        OPERATOR,
                                        new ManageUsers.Request.Make(
                                                ranked.with("user_email", claimant.email()))));
        if (!made) {
            boolean _ = done(users.manage(OPERATOR, new ManageUsers.Request.Make(ranked)));
        }
        return find(EntityKind.USER, claimant.user());
    }

    Optional<Entity> team(String id) {
        Fields team = Fields.NONE.with("team_id", id).with("team_alias", id);
        boolean _ = done(teams.manage(OPERATOR, new ManageTeams.Request.Make(team)));
        return find(EntityKind.TEAM, id);
    }

    /// Gives the user the role that the token says, and makes them a member of its teams and of no
    /// others. A token that names no team says nothing of memberships.
    ///
    /// @param named the token's teams, as far as there are such
    void follow(Claimant claimant, Entity user, List<String> named) {
        String kept = user.fields().text("user_role");
        if (claimant.role().isPresent() && !claimant.role().get().text().equals(kept)) {
            Fields change =
                    Fields.NONE
                            .with("user_id", user.id())
                            .with("user_role", claimant.role().get().text());
            boolean _ = done(users.manage(OPERATOR, new ManageUsers.Request.Update(change)));
        }
        if (named.isEmpty()) {
            return;
        }
        Set<String> joined = memberships(user.id());
        for (String team : named) {
            if (!joined.remove(team)) {
                join(team, user.id());
            }
        }
        joined.forEach(
                team -> {
                    boolean _ =
                            done(
                                    teams.manage(
                                            OPERATOR,
                                            new ManageTeams.Request.RemoveMember(
                                                    team, user.id(), "")));
                });
    }

    private void join(String team, String user) {
        List<Fields> member = List.of(Fields.NONE.with("user_id", user).with("role", "user"));
        boolean _ =
                done(
                        teams.manage(
                                OPERATOR,
                                new ManageTeams.Request.AddMembers(team, member, Fields.NONE)));
    }

    private Set<String> memberships(String user) {
        EntityPage page =
                entities.belonging(
                                EntityKind.TEAM_MEMBER, Owner.USER, List.of(user), MOST_MEMBERSHIPS)
                        .get(user);
        Set<String> joined = new HashSet<>();
        if (page != null) {
            page.entities().forEach(member -> joined.add(member.index().team()));
        }
        return joined;
    }

    private Optional<Entity> find(EntityKind kind, String id) {
        return entities.find(kind, List.of(id)).stream().findFirst();
    }

    private static boolean done(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _, Outcome.Page _ -> true;
            case Outcome.Refused(var reason, var param, _) -> {
                LOG.warn("what a token asks for was not made: {} {}", reason, param);
                yield false;
            }
        };
    }
}
