package dev.tollgate.application.manage;

import dev.tollgate.application.manage.Records.Plan;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Reason;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.Entities.Owner;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Says who is in a team, as what, and with which limits of their own.
final class TeamMembers {
    private static final int MOST_AT_ONCE = 500;
    private static final Set<String> ROLES = Set.of("admin", "user", "");
    private static final Set<String> NOT_CHANGED = Set.of("team_id", "user_id", "user_email");

    private final Records records;
    private final Members members;
    private final TeamRights rights;
    private final TeamRows rows;
    private final UserRows userRows;
    private final Withdrawal withdrawal;

    TeamMembers(
            Records records,
            Members members,
            TeamRights rights,
            TeamRows rows,
            UserRows userRows,
            Withdrawal withdrawal) {
        this.records = records;
        this.members = members;
        this.rights = rights;
        this.rows = rows;
        this.userRows = userRows;
        this.withdrawal = withdrawal;
    }

    Outcome add(Actor actor, String team, List<Fields> added, Fields limits) {
        if (added.isEmpty() || added.size() > MOST_AT_ONCE) {
            return Outcome.invalid("member", "member must name 1 to 500 members.");
        }
        for (Fields member : added) {
            Optional<Refused> wrong = described(member).or(() -> role(member.text("role")));
            if (wrong.isPresent()) {
                return wrong.get();
            }
        }
        return Limits.check(limits)
                .<Outcome>map(why -> why)
                .orElseGet(() -> records.carryOut(() -> addPlan(actor, team, added, limits)));
    }

    static Optional<Refused> described(Fields member) {
        return member.text("user_id").isEmpty() && member.text("user_email").isEmpty()
                ? Optional.of(
                        Outcome.incomplete("member", "Each member needs a user_id or user_email."))
                : Optional.empty();
    }

    static Optional<Refused> role(String role) {
        return ROLES.contains(role)
                ? Optional.empty()
                : Optional.of(Outcome.invalid("role", "role is admin or user."));
    }

    private Plan addPlan(Actor actor, String team, List<Fields> added, Fields limits) {
        Optional<Entity> found = records.find(EntityKind.TEAM, team);
        if (found.isEmpty()) {
            return Plan.refuse(ChangeTeam.unknown(team));
        }
        Optional<Refused> refused = rights.lead(actor, found.get());
        if (refused.isPresent()) {
            return Plan.refuse(refused.get());
        }
        List<Change> changes = new ArrayList<>();
        List<Entity> users = new ArrayList<>();
        List<Entity> memberships = new ArrayList<>();
        for (Fields member : added) {
            Entity user = members.described(member, actor, changes);
            if (members.membership(team, user.id()).isPresent()) {
                return Plan.refuse(already(team, user.id()));
            }
            users.add(user);
            memberships.add(
                    members.membership(
                            team, user, member.text("role"), limits.merged(member), actor));
        }
        memberships.forEach(member -> changes.add(new Change.Create(member)));
        return new Plan.Write(
                changes,
                () -> told(found.get(), users, memberships),
                conflict -> already(team, conflict.id()));
    }

    private static Refused already(String team, String user) {
        return new Refused(
                Reason.ALREADY_MEMBER,
                "member",
                "User already in team. user_id=%s, team_id=%s".formatted(user, team));
    }

    private Outcome told(Entity team, List<Entity> users, List<Entity> memberships) {
        return new Outcome.Done(
                rows.row(team)
                        .with("updated_users", users.stream().map(userRows::row).toList())
                        .with(
                                "updated_team_memberships",
                                rows.memberships(memberships, team.fields())));
    }

    Outcome update(Actor actor, Fields asked) {
        return role(asked.text("role"))
                .or(() -> described(asked))
                .or(() -> Limits.check(asked))
                .<Outcome>map(why -> why)
                .orElseGet(() -> records.carryOut(() -> updatePlan(actor, asked)));
    }

    private Plan updatePlan(Actor actor, Fields asked) {
        return find(actor, asked.text("team_id"), asked.text("user_id"), asked.text("user_email"))
                .then(member -> updated(actor, member, asked));
    }

    private Plan updated(Actor actor, Entity old, Fields asked) {
        Fields fields = old.fields().merged(Limits.normalised(asked.except(NOT_CHANGED))).filled();
        if (fields.text("role").isEmpty()) {
            fields = fields.with("role", "user");
        }
        Entity next = records.changed(old, Indexes.member(fields), fields, actor);
        Fields kept = fields;
        return Plan.write(List.of(new Change.Replace(next)), () -> new Outcome.Done(kept));
    }

    /// Takes a member out and withdraws the keys they had in the team.
    Outcome remove(Actor actor, String team, String user, String email) {
        if (user.isEmpty() && email.isEmpty()) {
            return Outcome.incomplete("user_id", "Either user_id or user_email is needed.");
        }
        return switch (find(actor, team, user, email)) {
            case Found.No(Refused why) -> why;
            case Found.Yes(Entity its, Entity member) -> {
                String id = member.index().user();
                withdrawal.delete(
                        EntityKind.KEY,
                        Owner.USER,
                        List.of(id),
                        key -> key.index().team().equals(team),
                        actor);
                yield records.carryOut(
                        () ->
                                find(actor, team, id, "")
                                        .then(
                                                still ->
                                                        Plan.write(
                                                                List.of(
                                                                        records.deletion(
                                                                                still, actor)),
                                                                () ->
                                                                        new Outcome.Done(
                                                                                rows.row(its)))));
            }
        };
    }

    private Found find(Actor actor, String team, String user, String email) {
        Optional<Entity> its = records.find(EntityKind.TEAM, team);
        if (its.isEmpty()) {
            return new Found.No(ChangeTeam.unknown(team));
        }
        Optional<Refused> refused = rights.lead(actor, its.get());
        if (refused.isPresent()) {
            return new Found.No(refused.get());
        }
        String id = user.isEmpty() ? members.byEmail(email).map(Entity::id).orElse("") : user;
        return members.membership(team, id)
                .<Found>map(member -> new Found.Yes(its.get(), member))
                .orElseGet(
                        () ->
                                new Found.No(
                                        Outcome.missing(
                                                "user_id",
                                                "User not found in team. team_id=" + team)));
    }

    private sealed interface Found {
        record No(Refused why) implements Found {}

        record Yes(Entity team, Entity member) implements Found {}

        default Plan then(Function<Entity, Plan> next) {
            return switch (this) {
                case No(Refused why) -> Plan.refuse(why);
                case Yes(Entity _, Entity member) -> next.apply(member);
            };
        }
    }
}
