package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageKeys.KeyFilter;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Page;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.in.manage.Paging;
import dev.tollgate.application.port.out.Entities.EntityPage;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.Sort;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Shows keys to those who may see them.
final class ShowKeys {
    private static final int MOST_AT_ONCE = 500;
    private static final int MOST_MERGED = 1_000;
    private static final int MOST_TEAMS = 50;
    private static final String UNKNOWN = "Key not found in database";

    private final Records records;
    private final KeyRights rights;
    private final KeyRows rows;

    ShowKeys(Records records, KeyRights rights, KeyRows rows) {
        this.records = records;
        this.rights = rights;
        this.rows = rows;
    }

    Outcome one(Actor actor, String keyOrHash) {
        String id = keyOrHash.isEmpty() ? actor.keyHash() : KeyText.id(keyOrHash);
        Optional<Entity> found = records.find(EntityKind.KEY, id);
        if (found.isEmpty()) {
            return Outcome.missing("key", UNKNOWN);
        }
        return rights.sees(actor, found.get())
                ? new Outcome.Done(Fields.NONE.with("key", id).with("info", rows.row(found.get())))
                : Outcome.forbidden("You are not allowed to access this key's info.");
    }

    Outcome some(Actor actor, List<String> keys) {
        if (keys.isEmpty() || keys.size() > MOST_AT_ONCE) {
            return Outcome.invalid("keys", "keys must name 1 to 500 keys.");
        }
        List<Entity> found =
                records
                        .find(EntityKind.KEY, keys.stream().map(KeyText::id).toList())
                        .values()
                        .stream()
                        .filter(key -> rights.sees(actor, key))
                        .toList();
        if (found.isEmpty()) {
            return Outcome.missing("keys", UNKNOWN);
        }
        return new Outcome.Done(
                Fields.NONE
                        .with("key", found.stream().map(Entity::id).toList())
                        .with("info", rows.rows(found)));
    }

    Outcome browse(Actor actor, KeyFilter filter, Paging paging) {
        if (!filter.hash().isEmpty()) {
            return byHash(actor, filter, paging);
        }
        Optional<Refused> refused = foreign(actor, filter);
        if (refused.isPresent()) {
            return refused.get();
        }
        boolean everyones = actor.seesAll() || !filter.team().isEmpty();
        if (!everyones && actor.userId().isEmpty()) {
            return byHash(actor, ofItself(actor, filter), paging);
        }
        String user = everyones ? filter.user() : actor.userId();
        boolean ofTeams = !everyones && filter.ofTeams() && !actor.ledTeams().isEmpty();
        boolean created = filter.created() && filter.team().isEmpty() && !user.isEmpty();
        return ofTeams || created
                ? merged(actor, user, filter, paging)
                : page(list(filter, user, filter.team(), paging), paging);
    }

    /// A key without a user sees itself.
    private static KeyFilter ofItself(Actor actor, KeyFilter filter) {
        return new KeyFilter(
                "",
                "",
                "",
                actor.keyHash(),
                filter.alias(),
                filter.aliasPart(),
                "",
                false,
                false,
                false);
    }

    private Optional<Refused> foreign(Actor actor, KeyFilter filter) {
        if (actor.seesAll()) {
            return Optional.empty();
        }
        if (!filter.team().isEmpty() && !rights.leads(actor, filter.team())) {
            return Optional.of(
                    Outcome.forbidden(
                            "You are not authorized to view this team's keys; only its"
                                    + " administrators are."));
        }
        boolean others =
                filter.team().isEmpty() && !filter.user().isEmpty() && !actor.is(filter.user());
        return others || filter.deleted()
                ? Optional.of(Outcome.forbidden("You are not authorized to view these keys."))
                : Optional.empty();
    }

    private Outcome byHash(Actor actor, KeyFilter filter, Paging paging) {
        List<Fields> found =
                records
                        .find(EntityKind.KEY, KeyText.id(filter.hash()))
                        .filter(key -> rights.sees(actor, key))
                        .map(rows::row)
                        .stream()
                        .toList();
        return new Page(
                paging.page() == 1 ? found : List.of(), found.size(), paging.page(), paging.size());
    }

    private EntityPage list(KeyFilter filter, String user, String team, Paging paging) {
        return list(filter, user, team, "", paging);
    }

    private EntityPage list(
            KeyFilter filter, String user, String team, String createdBy, Paging paging) {
        return records.entities()
                .list(
                        new EntityQuery(
                                EntityKind.KEY,
                                new EntityIndex(
                                        filter.alias(),
                                        filter.project(),
                                        user,
                                        team,
                                        filter.organization(),
                                        "",
                                        ""),
                                new EntityIndex(filter.aliasPart(), "", "", "", "", "", ""),
                                createdBy,
                                false,
                                filter.deleted(),
                                sort(paging.sortBy()),
                                paging.descending(),
                                paging.offset(),
                                paging.size()));
    }

    private Outcome page(EntityPage found, Paging paging) {
        return new Page(rows.rows(found.entities()), found.total(), paging.page(), paging.size());
    }

    /// A user's keys, those of the teams that the caller administers, and those that the user
    /// created for others, as far as the caller may see them still. The first thousand of each are
    /// looked at, which is as far as somebody turns pages by hand.
    private Outcome merged(Actor actor, String user, KeyFilter filter, Paging paging) {
        int most = (int) Math.min(MOST_MERGED, paging.offset() + paging.size());
        Paging first = new Paging(1, most, paging.sortBy(), paging.descending());
        List<EntityPage> parts = new ArrayList<>();
        parts.add(list(filter, user, "", first));
        if (filter.created()) {
            parts.add(seen(actor, list(filter, "", "", user, first)));
        }
        for (String team : filter.ofTeams() ? led(actor) : List.<String>of()) {
            parts.add(list(filter, "", team, first));
        }
        Map<String, Entity> all = new LinkedHashMap<>();
        parts.forEach(part -> part.entities().forEach(key -> all.put(key.id(), key)));
        long listed = parts.stream().mapToLong(part -> part.entities().size()).sum();
        long total = parts.stream().mapToLong(EntityPage::total).sum() - (listed - all.size());
        List<Entity> page =
                all.values().stream()
                        .sorted(order(paging))
                        .skip(paging.offset())
                        .limit(paging.size())
                        .toList();
        return new Page(rows.rows(page), total, paging.page(), paging.size());
    }

    private static List<String> led(Actor actor) {
        return new TreeSet<>(actor.ledTeams()).stream().limit(MOST_TEAMS).toList();
    }

    private EntityPage seen(Actor actor, EntityPage created) {
        List<Entity> seen =
                created.entities().stream().filter(key -> rights.sees(actor, key)).toList();
        long hidden = created.entities().size() - seen.size();
        return new EntityPage(seen, created.total() - hidden);
    }

    private static Comparator<Entity> order(Paging paging) {
        Comparator<Entity> order =
                switch (sort(paging.sortBy())) {
                    case UPDATED_AT -> Comparator.comparing(Entity::updatedAt);
                    case NAME -> Comparator.comparing(key -> key.index().name());
                    case ID -> Comparator.comparing(Entity::id);
                    case CREATED_AT, SPEND, MAX_BUDGET, LABEL, ROLE ->
                            Comparator.comparing(Entity::createdAt);
                };
        return (paging.descending() ? order.reversed() : order).thenComparing(Entity::id);
    }

    private static Sort sort(String field) {
        return switch (field) {
            case "spend" -> Sort.SPEND;
            case "max_budget" -> Sort.MAX_BUDGET;
            case "updated_at" -> Sort.UPDATED_AT;
            case "token" -> Sort.ID;
            case "key_alias" -> Sort.NAME;
            default -> Sort.CREATED_AT;
        };
    }

    /// Aliases in their order.
    Outcome aliases(Actor actor, String search, int page, int size) {
        if (!actor.seesAll() && actor.userId().isEmpty()) {
            return new Page(List.of(), 0, page, size);
        }
        Paging paging = new Paging(page, size, "key_alias", false);
        String user = actor.seesAll() ? "" : actor.userId();
        EntityPage found =
                records.entities()
                        .list(
                                new EntityQuery(
                                        EntityKind.KEY,
                                        new EntityIndex("", "", user, "", "", "", ""),
                                        new EntityIndex(search, "", "", "", "", "", ""),
                                        "",
                                        true,
                                        false,
                                        Sort.NAME,
                                        false,
                                        paging.offset(),
                                        size));
        return new Page(
                found.entities().stream()
                        .map(key -> Fields.NONE.with("key_alias", key.index().name()))
                        .toList(),
                found.total(),
                page,
                size);
    }
}
