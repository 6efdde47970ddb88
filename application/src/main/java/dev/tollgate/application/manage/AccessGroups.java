package dev.tollgate.application.manage;

import dev.tollgate.application.manage.Records.Plan;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageAccessGroups;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Page;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.RunningConfiguration;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.ModelCatalog;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Groups models and deployments, wherever those stand: in the file or in the store.
public final class AccessGroups implements ManageAccessGroups {
    private static final EntityKind KIND = EntityKind.ACCESS_GROUP;
    private static final String NAME = GroupNames.NAME;
    static final String MODELS = "model_names";
    static final String IDS = "model_ids";
    private static final int MOST_MEMBERS = 1_000;

    private final Records records;
    private final ReadStored stored;
    private final RunningConfiguration configuration;
    private final Supplier<ModelCatalog> catalog;
    private final GroupNames names;
    private final GroupAssignments assigned;

    /// @param catalog the deployments in force
    public AccessGroups(
            Entities entities,
            InstantSource clock,
            Chance chance,
            ReadStored stored,
            RunningConfiguration configuration,
            Supplier<ModelCatalog> catalog) {
        this.records = new Records(entities, clock);
        this.stored = stored;
        this.configuration = configuration;
        this.catalog = catalog;
        this.names = new GroupNames(records, catalog);
        this.assigned = new GroupAssignments(records, names, chance, stored, configuration);
    }

    @Override
    public Outcome manage(Actor actor, Request request) {
        if (!actor.admin() && !(looks(request) && actor.seesAll())) {
            return Outcome.forbidden("Only administrators manage access groups.");
        }
        return switch (request) {
            case Request.Make(var fields) -> make(actor, fields);
            case Request.Update(var group, var fields) -> update(actor, group, fields);
            case Request.Delete(var group) -> delete(actor, group);
            case Request.Show(var group) -> show(group);
            case Request.Browse() -> browse();
            case Request.MakeWithId(var fields) -> assigned.make(actor, fields);
            case Request.UpdateById(var id, var fields) -> assigned.update(actor, id, fields);
            case Request.DeleteById(var id) -> assigned.delete(actor, id);
            case Request.ShowById(var id) -> assigned.show(id);
            case Request.BrowseKept() -> assigned.browse();
        };
    }

    private static boolean looks(Request request) {
        return switch (request) {
            case Request.Show _, Request.Browse _, Request.ShowById _, Request.BrowseKept _ -> true;
            case Request.Make _,
                    Request.Update _,
                    Request.Delete _,
                    Request.MakeWithId _,
                    Request.UpdateById _,
                    Request.DeleteById _ ->
                    false;
        };
    }

    private Outcome make(Actor actor, Fields asked) {
        String group = asked.text(NAME).strip();
        Fields fields = members(group, asked);
        Optional<Refused> refused =
                names.refused(group, NAME).or(() -> served(fields)).or(() -> tooMany(stored));
        return refused.<Outcome>map(why -> why)
                .orElseGet(
                        () -> {
                            Entity made =
                                    records.made(
                                            KIND, group, GroupNames.index(group), fields, actor);
                            return records.carryOut(
                                    () ->
                                            new Plan.Write(
                                                    List.of(new Change.Create(made)),
                                                    () -> inForce(group),
                                                    _ -> GroupNames.taken(group, NAME)));
                        });
    }

    private static Fields members(String group, Fields asked) {
        return Fields.NONE
                .with(NAME, group)
                .with(MODELS, asked.texts(MODELS))
                .with(IDS, asked.texts(IDS));
    }

    private Outcome update(Actor actor, String group, Fields asked) {
        Fields fields = members(group, asked);
        return served(fields)
                .<Outcome>map(why -> why)
                .orElseGet(
                        () ->
                                records.carryOut(
                                        () ->
                                                names.find(group)
                                                        .map(old -> changing(actor, old, fields))
                                                        .orElseGet(
                                                                () ->
                                                                        Plan.refuse(
                                                                                unknown(group)))));
    }

    private Plan changing(Actor actor, Entity old, Fields fields) {
        Fields merged = old.fields().merged(fields);
        Entity next = records.changed(old, old.index(), merged, actor);
        return Plan.write(List.of(new Change.Replace(next)), () -> inForce(GroupNames.of(old)));
    }

    private Outcome delete(Actor actor, String group) {
        return records.carryOut(
                () ->
                        names.find(group)
                                .map(
                                        old ->
                                                Plan.write(
                                                        List.of(records.deletion(old, actor)),
                                                        () -> deleted(group)))
                                .orElseGet(() -> Plan.refuse(unknown(group))));
    }

    private Outcome deleted(String group) {
        Fields was = row(group);
        configuration.follow();
        return new Outcome.Done(was);
    }

    private Outcome inForce(String group) {
        configuration.follow();
        return new Outcome.Done(row(group));
    }

    private Outcome show(String group) {
        return catalog.get().accessGroups().contains(group) || names.find(group).isPresent()
                ? new Outcome.Done(row(group))
                : unknown(group);
    }

    private Outcome browse() {
        Set<String> groups = new TreeSet<>(catalog.get().accessGroups());
        stored.each(KIND, kept -> groups.add(GroupNames.of(kept)));
        List<Fields> rows = groups.stream().map(this::row).toList();
        return new Page(rows, rows.size(), 1, Math.max(1, rows.size()));
    }

    /// As its members are at the moment.
    private Fields row(String group) {
        List<Deployment> members =
                catalog.get().deployments().stream()
                        .filter(each -> each.entry().accessGroups().contains(group))
                        .toList();
        return Fields.NONE
                .with(NAME, group)
                .with(MODELS, members.stream().map(Deployment::group).distinct().toList())
                .with("deployment_count", members.size())
                .with("models_updated", members.size());
    }

    /// A name that is misspelt gives nobody anything.
    private Optional<Refused> served(Fields fields) {
        List<String> models = fields.texts(MODELS);
        List<String> ids = fields.texts(IDS);
        if (models.isEmpty() && ids.isEmpty()) {
            return Optional.of(Outcome.incomplete(MODELS, "Field required"));
        }
        if (models.size() + ids.size() > MOST_MEMBERS) {
            return Optional.of(
                    Outcome.invalid(MODELS, "A group names at most " + MOST_MEMBERS + " models."));
        }
        return unserved(MODELS, "No model is called ", models, Deployment::group)
                .or(
                        () ->
                                unserved(
                                        IDS,
                                        "No deployment has the id ",
                                        ids,
                                        each -> each.id().value()));
    }

    private Optional<Refused> unserved(
            String field, String words, List<String> named, Function<Deployment, String> name) {
        Set<String> served =
                catalog.get().deployments().stream().map(name).collect(Collectors.toSet());
        return named.stream()
                .filter(each -> !served.contains(each))
                .findFirst()
                .map(each -> Outcome.invalid(field, words + each + "."));
    }

    /// A group that entries name themselves can be changed there only.
    private Refused unknown(String group) {
        return catalog.get().deployments().stream()
                .filter(each -> each.entry().accessGroups().contains(group))
                .findFirst()
                .map(
                        each ->
                                Outcome.invalid(
                                        NAME,
                                        "The access group %s stands in the model_info of deployments (%s); it is changed there."
                                                .formatted(group, each.entry().place())))
                .orElseGet(() -> Outcome.missing(NAME, "Access group " + group + " not found"));
    }

    static Optional<Refused> tooMany(ReadStored stored) {
        return stored.count(KIND) < ReadStored.MOST
                ? Optional.empty()
                : Optional.of(
                        Outcome.invalid("", "At most " + ReadStored.MOST + " groups are kept."));
    }
}
