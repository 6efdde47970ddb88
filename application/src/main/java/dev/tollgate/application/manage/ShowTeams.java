package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageTeams.TeamFilter;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Page;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.in.manage.Paging;
import dev.tollgate.application.port.out.Entities.EntityPage;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.Owner;
import dev.tollgate.application.port.out.Entities.Sort;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Shows teams to those who may see them.
final class ShowTeams {
    /// With one team.
    private static final int MOST_KEYS = 100;

    /// With all teams of a list together: each shows its part of them.
    private static final int MOST_KEYS_LISTED = 2_000;

    private final Records records;
    private final Members members;
    private final TeamRights rights;
    private final TeamRows rows;
    private final KeyRows keyRows;
    private final Supplier<ManagementRules> rules;

    ShowTeams(
            Records records,
            Members members,
            TeamRights rights,
            TeamRows rows,
            KeyRows keyRows,
            Supplier<ManagementRules> rules) {
        this.records = records;
        this.members = members;
        this.rights = rights;
        this.rows = rows;
        this.keyRows = keyRows;
        this.rules = rules;
    }

    Outcome one(Actor actor, String id) {
        Optional<Entity> found = records.find(EntityKind.TEAM, id);
        if (found.isEmpty()) {
            return ChangeTeam.unknown(id);
        }
        if (!rights.sees(actor, found.get())) {
            return Outcome.forbidden("You are not a member of this team.");
        }
        List<Entity> its = members.of(id);
        Fields row = rows.rows(List.of(found.get()), Map.of(id, its)).getFirst();
        List<Entity> keys =
                rights.leads(actor, found.get()) || actor.seesAll()
                        ? records.entities()
                                .list(
                                        query(
                                                EntityKind.KEY,
                                                new EntityIndex("", "", "", id, "", "", ""),
                                                EntityIndex.NONE,
                                                false,
                                                new Paging(1, MOST_KEYS, "created_at", true)))
                                .entities()
                        : List.of();
        // Old clients look for the team's own fields beside team_info.
        return new Outcome.Done(
                row.with("team_info", row)
                        .with("keys", keyRows.rows(keys))
                        .with("team_memberships", rows.memberships(its, found.get().fields())));
    }

    Outcome browse(Actor actor, TeamFilter filter, Paging paging) {
        Optional<Refused> refused = foreign(actor, filter);
        if (refused.isPresent()) {
            return refused.get();
        }
        String user = actor.seesAll() ? filter.user() : actor.userId();
        boolean led = actor.ledOrganizations().contains(filter.organization());
        if (!filter.id().isEmpty()) {
            return picked(actor, filter, List.of(filter.id()), paging);
        }
        if (!user.isEmpty() && !led) {
            List<String> ids =
                    members.ofUser(user).stream().map(member -> member.index().team()).toList();
            return picked(actor, filter, ids, paging);
        }
        EntityPage found =
                records.entities()
                        .list(
                                query(
                                        EntityKind.TEAM,
                                        new EntityIndex(
                                                "", "", "", "", filter.organization(), "", ""),
                                        new EntityIndex("", filter.aliasPart(), "", "", "", "", ""),
                                        filter.deleted(),
                                        paging));
        return page(found.entities(), found.total(), filter, paging);
    }

    private static Optional<Refused> foreign(Actor actor, TeamFilter filter) {
        boolean own =
                actor.seesAll()
                        || actor.is(filter.user())
                        || filter.user().isEmpty()
                                && (!actor.userId().isEmpty() || !filter.id().isEmpty())
                        || actor.ledOrganizations().contains(filter.organization());
        return own && (actor.seesAll() || !filter.deleted())
                ? Optional.empty()
                : Optional.of(
                        Outcome.forbidden("You may list your own teams only; pass your user_id."));
    }

    private Outcome picked(Actor actor, TeamFilter filter, List<String> ids, Paging paging) {
        List<Entity> found =
                records.find(EntityKind.TEAM, ids).values().stream()
                        .filter(team -> rights.sees(actor, team))
                        .filter(
                                team ->
                                        filter.organization().isEmpty()
                                                || team.index()
                                                        .organization()
                                                        .equals(filter.organization()))
                        .filter(
                                team ->
                                        team.index()
                                                .label()
                                                .toLowerCase(Locale.ROOT)
                                                .contains(
                                                        filter.aliasPart()
                                                                .toLowerCase(Locale.ROOT)))
                        .sorted(
                                Comparator.comparing((Entity team) -> team.index().label())
                                        .thenComparing(Entity::id))
                        .toList();
        return page(
                found.stream().skip(paging.offset()).limit(paging.size()).toList(),
                found.size(),
                filter,
                paging);
    }

    /// Members and keys of all teams of the page come in one look each.
    private Outcome page(List<Entity> teams, long total, TeamFilter filter, Paging paging) {
        List<String> ids = teams.stream().map(Entity::id).toList();
        Map<String, List<Entity>> membersOf = members.ofTeams(ids);
        Map<String, EntityPage> keys =
                ids.isEmpty()
                        ? Map.of()
                        : records.entities()
                                .belonging(
                                        EntityKind.KEY,
                                        Owner.TEAM,
                                        ids,
                                        filter.keys() ? keysOfEach(ids.size()) : 0);
        Map<String, List<Fields>> keyRowsOf = filter.keys() ? byTeam(keys) : Map.of();
        Map<String, List<Fields>> memberships =
                filter.keys() ? rows.memberships(teams, membersOf) : Map.of();
        List<Fields> shown = new ArrayList<>();
        List<Fields> plain = rows.rows(teams, membersOf);
        for (int i = 0; i < teams.size(); i++) {
            String id = teams.get(i).id();
            EntityPage its = keys.getOrDefault(id, new EntityPage(List.of(), 0));
            Fields row = plain.get(i).with("keys_count", its.total());
            if (filter.keys()) {
                row =
                        row.with("keys", keyRowsOf.getOrDefault(id, List.of()))
                                .with("team_memberships", memberships.getOrDefault(id, List.of()));
            }
            shown.add(row);
        }
        return new Page(shown, total, paging.page(), paging.size());
    }

    /// All keys in one go, which is a few looks however many teams there are.
    private Map<String, List<Fields>> byTeam(Map<String, EntityPage> keys) {
        List<Entity> all = new ArrayList<>();
        keys.values().forEach(page -> all.addAll(page.entities()));
        List<Fields> shown = keyRows.rows(all);
        Map<String, List<Fields>> byTeam = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            byTeam.computeIfAbsent(all.get(i).index().team(), _ -> new ArrayList<>())
                    .add(shown.get(i));
        }
        return byTeam;
    }

    private static int keysOfEach(int teams) {
        return Math.min(MOST_KEYS, Math.max(1, MOST_KEYS_LISTED / teams));
    }

    Outcome permissions(Actor actor, String id) {
        Optional<Entity> found = records.find(EntityKind.TEAM, id);
        if (found.isEmpty()) {
            return ChangeTeam.unknown(id);
        }
        return rights.sees(actor, found.get())
                ? new Outcome.Done(
                        Fields.NONE
                                .with("team_id", id)
                                .with(
                                        "team_member_permissions",
                                        Teams.permissions(found.get().fields()))
                                .with("all_available_permissions", ManagementRules.PERMISSIONS))
                : Outcome.forbidden("You are not a member of this team.");
    }

    /// Teams of the configuration that the caller may join and has not.
    Outcome available(Actor actor) {
        List<String> ids = rules.get().userDefaults().texts("available_teams");
        if (ids.isEmpty()) {
            return Outcome.invalid(
                    "",
                    "No available teams for user to join. Set `available_teams` in the config.");
        }
        List<Entity> teams =
                records.find(EntityKind.TEAM, ids).values().stream()
                        .filter(team -> !actor.teams().contains(team.id()))
                        .toList();
        return new Page(rows.rows(teams), teams.size(), 1, 1_000);
    }

    private static EntityQuery query(
            EntityKind kind,
            EntityIndex equal,
            EntityIndex containing,
            boolean deleted,
            Paging paging) {
        return new EntityQuery(
                kind,
                equal,
                containing,
                deleted,
                sort(paging.sortBy()),
                paging.descending(),
                paging.offset(),
                paging.size());
    }

    private static Sort sort(String field) {
        return switch (field) {
            case "created_at" -> Sort.CREATED_AT;
            case "updated_at" -> Sort.UPDATED_AT;
            case "spend" -> Sort.SPEND;
            case "max_budget" -> Sort.MAX_BUDGET;
            case "team_id" -> Sort.ID;
            default -> Sort.LABEL;
        };
    }
}
