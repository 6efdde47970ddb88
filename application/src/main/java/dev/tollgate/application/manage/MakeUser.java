package dev.tollgate.application.manage;

import dev.tollgate.application.manage.IssueKey.Draft;
import dev.tollgate.application.manage.Records.Plan;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.Entities.Conflict;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Makes users, each with a key of their own unless they want none.
final class MakeUser {
    private static final int LONGEST_ID = 255;

    /// What is about the first key, or about the request.
    private static final Set<String> NOT_OF_THE_USER =
            Set.of(
                    "auto_create_key",
                    "duration",
                    "key_alias",
                    "team_id",
                    "teams",
                    "key",
                    "key_type",
                    "send_invite_email",
                    "spend",
                    "organizations",
                    "aliases",
                    "config",
                    "permissions");

    private static final Set<String> OF_THE_KEY =
            Set.of(
                    "user_id",
                    "team_id",
                    "duration",
                    "key_alias",
                    "models",
                    "aliases",
                    "config",
                    "permissions",
                    "metadata");

    private final Records records;
    private final Members members;
    private final IssueKey keys;
    private final UserRows rows;
    private final CarryOver spend;
    private final Chance chance;
    private final Supplier<ManagementRules> rules;

    MakeUser(
            Records records,
            Members members,
            IssueKey keys,
            UserRows rows,
            CarryOver spend,
            Chance chance,
            Supplier<ManagementRules> rules) {
        this.records = records;
        this.members = members;
        this.keys = keys;
        this.rows = rows;
        this.spend = spend;
        this.chance = chance;
        this.rules = rules;
    }

    Outcome make(Actor actor, Fields asked) {
        Fields filled = asked.filled();
        boolean ordinary = !UserRoles.administrative(filled.text("user_role"));
        Fields wanted =
                MetadataFields.kept(
                        ordinary
                                ? IssueKey.defaulted(filled, rules.get().userDefaults(), false)
                                : filled);
        String id = wanted.text("user_id").isEmpty() ? chance.id() : wanted.text("user_id");
        Fields user = wanted.with("user_id", id);
        return refusal(actor, user)
                .<Outcome>map(why -> why)
                .orElseGet(() -> records.carryOut(() -> plan(actor, user, id)));
    }

    private static Optional<Refused> refusal(Actor actor, Fields user) {
        if (!actor.admin()) {
            return Optional.of(Outcome.forbidden("Only proxy admins can make users."));
        }
        if (user.text("user_id").length() > LONGEST_ID) {
            return Optional.of(Outcome.invalid("user_id", "user_id has at most 255 characters."));
        }
        return UserRoles.check(user).or(() -> Limits.check(user)).or(() -> Limits.validity(user));
    }

    private Plan plan(Actor actor, Fields asked, String id) {
        if (records.find(EntityKind.USER, id).isPresent()) {
            return Plan.refuse(
                    Outcome.taken("user_id", "User with id %s already exists".formatted(id)));
        }
        String email = asked.text("user_email");
        if (members.byEmail(email).isPresent()) {
            return Plan.refuse(
                    Outcome.taken(
                            "user_email", "User with email %s already exists".formatted(email)));
        }
        Fields kept = asked.except(NOT_OF_THE_USER);
        Entity user = records.made(EntityKind.USER, id, Indexes.user(kept), kept, actor);
        List<Change> changes = new ArrayList<>(List.of(new Change.Create(user)));
        Optional<Refused> unknown =
                join(actor, asked, user, changes).or(() -> enter(actor, asked, user, changes));
        if (unknown.isPresent()) {
            return Plan.refuse(unknown.get());
        }
        if (asked.has("auto_create_key") && !asked.yes("auto_create_key")) {
            return write(
                    actor, changes, () -> new Outcome.Done(rows.row(user).with("key", "")), asked);
        }
        return switch (keys.draft(actor, asked.only(OF_THE_KEY), false)) {
            case Draft.Refuse(Refused why) -> Plan.refuse(why);
            case Draft.Ready key -> {
                changes.add(new Change.Create(key.entity()));
                yield write(
                        actor,
                        changes,
                        () -> new Outcome.Done(keys.told(key).merged(rows.row(user))),
                        asked);
            }
        };
    }

    private Plan write(Actor actor, List<Change> changes, Supplier<Outcome> told, Fields user) {
        return new Plan.Write(
                changes,
                () -> {
                    spend.before(
                            UserRows.subject(user.text("user_id")), user, user, actor.author());
                    return told.get();
                },
                conflict -> taken(conflict, user));
    }

    static Refused taken(Conflict conflict, Fields user) {
        if (conflict.kind() == EntityKind.KEY) {
            return IssueKey.taken(conflict, user);
        }
        return switch (conflict.reason()) {
            case NAME_TAKEN ->
                    Outcome.taken(
                            "user_email",
                            "User with email %s already exists".formatted(user.text("user_email")));
            case ID_TAKEN, VERSION, MISSING ->
                    Outcome.taken(
                            "user_id",
                            "User with id %s already exists".formatted(user.text("user_id")));
        };
    }

    /// Makes the user a member of the teams they are to be in, named by id or with limits.
    private Optional<Refused> join(Actor actor, Fields asked, Entity user, List<Change> changes) {
        List<Fields> teams = new ArrayList<>(asked.all("teams"));
        asked.texts("teams").stream()
                .distinct()
                .forEach(team -> teams.add(Fields.NONE.with("team_id", team)));
        if (asked.get("teams") instanceof List<?> all
                && all.stream().distinct().count() > teams.size()) {
            return Optional.of(
                    Outcome.invalid("teams", "teams must hold ids, or maps with a team_id."));
        }
        Map<String, Entity> known =
                records.find(
                        EntityKind.TEAM, teams.stream().map(team -> team.text("team_id")).toList());
        for (Fields team : teams) {
            Optional<Refused> wrong =
                    TeamMembers.role(team.text("user_role")).or(() -> Limits.check(team));
            if (wrong.isPresent()) {
                return wrong;
            }
            String id = team.text("team_id");
            if (!known.containsKey(id)) {
                return Optional.of(
                        Outcome.missing("teams", "Team not found, passed team id: " + id));
            }
            changes.add(
                    new Change.Create(
                            members.membership(id, user, team.text("user_role"), team, actor)));
        }
        return Optional.empty();
    }

    /// Makes the user an ordinary member of the organisations they are to be in.
    private Optional<Refused> enter(Actor actor, Fields asked, Entity user, List<Change> changes) {
        List<String> wanted = asked.texts("organizations").stream().distinct().toList();
        Set<String> known = records.find(EntityKind.ORGANIZATION, wanted).keySet();
        for (String id : wanted) {
            if (!known.contains(id)) {
                return Optional.of(
                        Outcome.missing("organizations", "Organization not found: " + id));
            }
            changes.add(
                    new Change.Create(
                            OrganizationMembers.membership(
                                    records, actor, id, user, "internal_user", Fields.NONE)));
        }
        return Optional.empty();
    }
}
