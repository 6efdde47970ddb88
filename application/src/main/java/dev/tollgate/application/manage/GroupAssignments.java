package dev.tollgate.application.manage;

import dev.tollgate.application.manage.Records.Plan;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Page;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.RunningConfiguration;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Groups by their ids, and the teams and keys that they are assigned to: these have the id among
/// their `access_group_ids`, which is what counts.
final class GroupAssignments {
    private static final EntityKind KIND = EntityKind.ACCESS_GROUP;
    private static final String NAME = "access_group_name";
    private static final String MODELS = "access_model_names";
    private static final String TEAMS = "assigned_team_ids";
    private static final String KEYS = "assigned_key_ids";
    private static final String GROUPS = "access_group_ids";

    /// Kept for clients; nothing of it is here yet.
    private static final List<String> OTHERS = List.of("access_mcp_server_ids", "access_agent_ids");

    private static final int MOST = 1_000;

    private final Records records;
    private final GroupNames names;
    private final Chance chance;
    private final ReadStored stored;
    private final RunningConfiguration configuration;

    GroupAssignments(
            Records records,
            GroupNames names,
            Chance chance,
            ReadStored stored,
            RunningConfiguration configuration) {
        this.records = records;
        this.names = names;
        this.chance = chance;
        this.stored = stored;
        this.configuration = configuration;
    }

    Outcome make(Actor actor, Fields asked) {
        String name = asked.text(NAME).strip();
        Fields fields =
                kept(Fields.NONE.with(AccessGroups.IDS, List.of()), asked)
                        .with(GroupNames.NAME, name);
        Optional<Refused> refused =
                names.refused(name, NAME)
                        .or(() -> tooLong(fields))
                        .or(() -> AccessGroups.tooMany(stored));
        if (refused.isPresent()) {
            return refused.get();
        }
        String id = chance.id();
        return records.carryOut(
                () -> {
                    Entity group = records.made(KIND, id, GroupNames.index(name), fields, actor);
                    return plan(actor, Fields.NONE, group, new Change.Create(group));
                });
    }

    Outcome update(Actor actor, String id, Fields asked) {
        return about(
                id,
                old -> {
                    String name = asked.has(NAME) ? asked.text(NAME).strip() : GroupNames.of(old);
                    boolean renamed = !name.equals(GroupNames.of(old));
                    Fields fields = kept(old.fields(), asked).with(GroupNames.NAME, name);
                    Optional<Refused> refused =
                            (renamed ? names.refused(name, NAME) : Optional.<Refused>empty())
                                    .or(() -> tooLong(fields));
                    Entity next = records.changed(old, GroupNames.index(name), fields, actor);
                    return refused.map(Plan::refuse)
                            .orElseGet(
                                    () ->
                                            plan(
                                                    actor,
                                                    old.fields(),
                                                    next,
                                                    new Change.Replace(next)));
                });
    }

    /// Those who have it keep its id: it gives them nothing any more, and a list that names nothing
    /// else does not become one that allows everything.
    Outcome delete(Actor actor, String id) {
        return about(
                id,
                old ->
                        Plan.write(
                                List.of(records.deletion(old, actor)),
                                () -> {
                                    configuration.follow();
                                    return new Outcome.Done(row(old));
                                }));
    }

    Outcome show(String id) {
        return records.find(KIND, id)
                .<Outcome>map(group -> new Outcome.Done(row(group)))
                .orElseGet(() -> unknown(id));
    }

    Outcome browse() {
        List<Entity> groups = new ArrayList<>();
        stored.each(KIND, groups::add);
        groups.sort(Comparator.comparing(Entity::createdAt).reversed());
        List<Fields> rows = groups.stream().map(this::row).toList();
        return new Page(rows, rows.size(), 1, Math.max(1, rows.size()));
    }

    private Outcome about(String id, Function<Entity, Plan> plan) {
        return records.carryOut(
                () -> records.find(KIND, id).map(plan).orElseGet(() -> Plan.refuse(unknown(id))));
    }

    private static Refused unknown(String id) {
        return Outcome.missing("access_group_id", "Access group '" + id + "' not found");
    }

    /// A group of another gateway, which writes as this one shows.
    ///
    /// @param row its columns; those of an older version name deployments instead of models
    static Fields keptForm(Fields row) {
        return kept(Fields.NONE.with(AccessGroups.IDS, row.texts("access_model_ids")), row)
                .with(GroupNames.NAME, row.text(NAME).strip());
    }

    /// With what was asked for in the form in which it is kept.
    private static Fields kept(Fields old, Fields asked) {
        Fields fields = old;
        if (asked.has("description")) {
            fields = fields.with("description", asked.get("description"));
        }
        if (asked.has(MODELS)) {
            fields = fields.with(AccessGroups.MODELS, asked.texts(MODELS));
        }
        for (String list : OTHERS) {
            fields = asked.has(list) ? fields.with(list, asked.texts(list)) : fields;
        }
        if (asked.has(TEAMS)) {
            fields = fields.with(TEAMS, once(asked.texts(TEAMS).stream()));
        }
        return asked.has(KEYS)
                ? fields.with(KEYS, once(asked.texts(KEYS).stream().map(KeyText::id)))
                : fields;
    }

    private static List<String> once(Stream<String> ids) {
        return ids.filter(id -> !id.isEmpty()).distinct().toList();
    }

    static Optional<Refused> tooLong(Fields group) {
        return Stream.concat(Stream.of(AccessGroups.MODELS, TEAMS, KEYS), OTHERS.stream())
                .filter(list -> group.texts(list).size() > MOST)
                .findFirst()
                .map(list -> Outcome.invalid(list, list + " has at most " + MOST + " members."));
    }

    /// The group with everybody who gets or loses it, all at once.
    private Plan plan(Actor actor, Fields before, Entity group, Change own) {
        List<Change> changes = new ArrayList<>(List.of(own));
        return assign(actor, EntityKind.TEAM, TEAMS, before, group, changes)
                .or(() -> assign(actor, EntityKind.KEY, KEYS, before, group, changes))
                .map(Plan::refuse)
                .orElseGet(
                        () ->
                                new Plan.Write(
                                        changes,
                                        () -> {
                                            configuration.follow();
                                            return new Outcome.Done(row(group));
                                        },
                                        _ -> GroupNames.taken(GroupNames.of(group), NAME)));
    }

    private Optional<Refused> assign(
            Actor actor,
            EntityKind kind,
            String list,
            Fields before,
            Entity group,
            List<Change> changes) {
        Set<String> now = new LinkedHashSet<>(group.fields().texts(list));
        Set<String> gone = new LinkedHashSet<>(before.texts(list));
        gone.removeAll(now);
        Map<String, Entity> having = records.find(kind, now);
        if (having.size() < now.size()) {
            return Optional.of(
                    Outcome.invalid(list, list + " names one that there is not (any more)."));
        }
        add(actor, having.values(), groups -> with(groups, group.id()), changes);
        Collection<Entity> losing = records.find(kind, gone).values();
        for (Entity each : losing) {
            boolean last =
                    each.fields().texts("models").isEmpty()
                            && each.fields().texts(GROUPS).equals(List.of(group.id()));
            if (last) {
                return Optional.of(
                        Outcome.invalid(
                                list,
                                "The group is all that one of those who lose it has: without a"
                                        + " list they could call every model. Give them models"
                                        + " first (`no-default-models` for none)."));
            }
        }
        add(actor, losing, groups -> without(groups, group.id()), changes);
        return Optional.empty();
    }

    private void add(
            Actor actor,
            Collection<Entity> owners,
            UnaryOperator<List<String>> groups,
            List<Change> changes) {
        for (Entity each : owners) {
            List<String> old = each.fields().texts(GROUPS);
            List<String> next = groups.apply(old);
            if (!next.equals(old)) {
                Fields fields = each.fields().with(GROUPS, next);
                changes.add(new Change.Replace(records.changed(each, each.index(), fields, actor)));
            }
        }
    }

    private static List<String> with(List<String> groups, String id) {
        return groups.contains(id)
                ? groups
                : Stream.concat(groups.stream(), Stream.of(id)).toList();
    }

    private static List<String> without(List<String> groups, String id) {
        return groups.stream().filter(each -> !each.equals(id)).toList();
    }

    /// As it is shown: assigned to those who have it still.
    private Fields row(Entity group) {
        Fields fields = group.fields();
        Fields row =
                Fields.NONE
                        .with("access_group_id", group.id())
                        .with(NAME, GroupNames.of(group))
                        .with("description", fields.get("description"))
                        .with(MODELS, fields.texts(AccessGroups.MODELS))
                        .with(TEAMS, having(EntityKind.TEAM, TEAMS, group))
                        .with(KEYS, having(EntityKind.KEY, KEYS, group));
        for (String list : OTHERS) {
            row = row.with(list, fields.texts(list));
        }
        return row.with("created_at", group.createdAt().toString())
                .with("created_by", group.createdBy())
                .with("updated_at", group.updatedAt().toString())
                .with("updated_by", group.updatedBy());
    }

    private List<String> having(EntityKind kind, String list, Entity group) {
        List<String> ids = group.fields().texts(list);
        if (ids.isEmpty()) {
            return ids;
        }
        Set<String> having =
                records.find(kind, ids).values().stream()
                        .filter(each -> each.fields().texts(GROUPS).contains(group.id()))
                        .map(Entity::id)
                        .collect(Collectors.toSet());
        return ids.stream().filter(having::contains).toList();
    }
}
