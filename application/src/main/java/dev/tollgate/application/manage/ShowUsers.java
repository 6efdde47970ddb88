package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageUsers.UserFilter;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Page;
import dev.tollgate.application.port.in.manage.Paging;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.EntityPage;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.Owner;
import dev.tollgate.application.port.out.Entities.Sort;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Shows users to those who may see them.
final class ShowUsers {
    /// Keys and teams that are shown with a user.
    private static final int MOST_SHOWN = 100;

    private final Records records;
    private final Members members;
    private final UserRows rows;
    private final KeyRows keyRows;
    private final TeamRows teamRows;

    ShowUsers(Records records, Members members, UserRows rows, KeyRows keyRows, TeamRows teamRows) {
        this.records = records;
        this.members = members;
        this.rows = rows;
        this.keyRows = keyRows;
        this.teamRows = teamRows;
    }

    Outcome one(Actor actor, String asked, boolean light) {
        if (asked.isEmpty() && actor.seesAll() && !light) {
            return everything();
        }
        String id = asked.isEmpty() ? actor.userId() : asked;
        if (!actor.seesAll() && !actor.is(id)) {
            return Outcome.forbidden(
                    "You may see yourself only; other users are for administrators to see.");
        }
        Optional<Entity> found = records.find(EntityKind.USER, id);
        if (found.isEmpty()) {
            return Outcome.missing("user_id", "User " + id + " not found");
        }
        Fields row = rows.row(found.get());
        return new Outcome.Done(light ? row : whole(id, row));
    }

    private Fields whole(String id, Fields row) {
        List<Entity> keys =
                records.entities()
                        .list(query(EntityKind.KEY, owned(id), EntityIndex.NONE, newest()))
                        .entities();
        List<Entity> teams =
                List.copyOf(
                        records.find(
                                        EntityKind.TEAM,
                                        row.texts("teams").stream().limit(MOST_SHOWN).toList())
                                .values());
        return Fields.NONE
                .with("user_id", id)
                .with("user_info", row)
                .with("keys", keyRows.rows(keys))
                .with("teams", teamRows.rows(teams));
    }

    /// The newest keys and teams of the whole gateway; whoever wants all turns the lists' pages.
    private Outcome everything() {
        Entities entities = records.entities();
        EntityPage keys =
                entities.list(query(EntityKind.KEY, EntityIndex.NONE, EntityIndex.NONE, newest()));
        EntityPage teams =
                entities.list(query(EntityKind.TEAM, EntityIndex.NONE, EntityIndex.NONE, newest()));
        return new Outcome.Done(
                Fields.NONE
                        .with("user_id", null)
                        .with("user_info", null)
                        .with("keys", keyRows.rows(keys.entities()))
                        .with("teams", teamRows.rows(teams.entities())));
    }

    Outcome browse(Actor actor, UserFilter filter, Paging paging) {
        if (!actor.seesAll()) {
            return Outcome.forbidden("Only proxy admins and organization admins can list users.");
        }
        if (!filter.ids().isEmpty()) {
            return named(filter, filter.ids(), paging);
        }
        if (!filter.team().isEmpty()) {
            return named(filter, users(members.of(filter.team())), paging);
        }
        if (!filter.organizations().isEmpty()) {
            List<Entity> all = members.ofOrganizations(filter.organizations());
            return named(filter, users(all), paging);
        }
        EntityPage found =
                records.entities()
                        .list(
                                query(
                                        EntityKind.USER,
                                        new EntityIndex("", "", "", "", "", "", filter.role()),
                                        new EntityIndex(filter.emailPart(), "", "", "", "", "", ""),
                                        paging));
        return page(found.entities(), found.total(), paging);
    }

    private static List<String> users(List<Entity> memberships) {
        return memberships.stream().map(it -> it.index().user()).distinct().toList();
    }

    private Outcome named(UserFilter filter, List<String> ids, Paging paging) {
        List<Entity> found =
                records.find(EntityKind.USER, ids).values().stream()
                        .filter(
                                user ->
                                        filter.role().isEmpty()
                                                || user.index().role().equals(filter.role()))
                        .filter(user -> user.index().name().contains(filter.emailPart()))
                        .toList();
        List<Entity> page = found.stream().skip(paging.offset()).limit(paging.size()).toList();
        return page(page, found.size(), paging);
    }

    /// Teams and numbers of keys of all users of the page come in one look each.
    private Outcome page(List<Entity> users, long total, Paging paging) {
        List<String> ids = users.stream().map(Entity::id).toList();
        Map<String, EntityPage> keys =
                ids.isEmpty()
                        ? Map.of()
                        : records.entities().belonging(EntityKind.KEY, Owner.USER, ids, 0);
        List<Fields> shown = new ArrayList<>();
        for (Fields row : rows.rows(users, teams(ids))) {
            EntityPage its = keys.get(row.text("user_id"));
            shown.add(row.with("key_count", its == null ? 0 : its.total()));
        }
        return new Page(shown, total, paging.page(), paging.size());
    }

    private Map<String, List<String>> teams(List<String> users) {
        if (users.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> teams = new HashMap<>();
        records.entities()
                .belonging(EntityKind.TEAM_MEMBER, Owner.USER, users, MOST_SHOWN)
                .forEach(
                        (user, page) ->
                                teams.put(
                                        user,
                                        page.entities().stream()
                                                .map(member -> member.index().team())
                                                .toList()));
        return teams;
    }

    private static EntityIndex owned(String user) {
        return new EntityIndex("", "", user, "", "", "", "");
    }

    private static Paging newest() {
        return new Paging(1, MOST_SHOWN, "created_at", true);
    }

    private static EntityQuery query(
            EntityKind kind, EntityIndex equal, EntityIndex containing, Paging paging) {
        return new EntityQuery(
                kind,
                equal,
                containing,
                false,
                sort(paging.sortBy()),
                paging.descending(),
                paging.offset(),
                paging.size());
    }

    private static Sort sort(String field) {
        return switch (field) {
            case "user_email" -> Sort.NAME;
            case "user_alias" -> Sort.LABEL;
            case "created_at" -> Sort.CREATED_AT;
            case "spend" -> Sort.SPEND;
            case "user_role" -> Sort.ROLE;
            default -> Sort.ID;
        };
    }
}
