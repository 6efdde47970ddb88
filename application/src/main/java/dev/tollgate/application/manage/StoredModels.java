package dev.tollgate.application.manage;

import dev.tollgate.application.manage.Records.Plan;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageModels;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.RunningConfiguration;
import dev.tollgate.application.port.out.SecretCipher.CannotKeepSecrets;
import dev.tollgate.application.port.out.StoredConfiguration;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Makes, changes and deletes deployments that the gateway keeps itself. One is kept only if the
/// configuration with it would be as good as the one in force.
public final class StoredModels implements ManageModels {
    private static final EntityKind KIND = EntityKind.MODEL;

    private final Records records;
    private final ReadStored stored;
    private final RunningConfiguration configuration;
    private final ModelRights rights;
    private final TeamNames names;
    private final Chance chance;

    /// @param stored closes the secrets of what is kept
    public StoredModels(
            Entities entities,
            InstantSource clock,
            Chance chance,
            ReadStored stored,
            RunningConfiguration configuration) {
        this.records = new Records(entities, clock);
        this.stored = stored;
        this.configuration = configuration;
        this.rights = new ModelRights(records, new TeamRights());
        this.names = new TeamNames(chance);
        this.chance = chance;
    }

    @Override
    public Outcome manage(Actor actor, Request request) {
        Optional<Refused> refused = permitted(actor);
        if (refused.isPresent()) {
            return refused.get();
        }
        try {
            return switch (request) {
                case Request.Make(var fields) -> make(actor, fields);
                case Request.Update(var id, var fields) -> update(actor, id, fields);
                case Request.Delete(var id) -> delete(actor, id);
            };
        } catch (CannotKeepSecrets e) {
            return Outcome.notSetUp(String.valueOf(e.getMessage()));
        }
    }

    private Optional<Refused> permitted(Actor actor) {
        return rights.any(actor)
                .or(
                        () ->
                                configuration.keepsModels()
                                        ? Optional.empty()
                                        : Optional.of(switchedOff()));
    }

    static Refused switchedOff() {
        return Outcome.notSetUp(
                "The gateway keeps no models and settings of its own. Set STORE_MODEL_IN_DB=True in"
                        + " its environment, or `store_model_in_db: true` under general_settings.");
    }

    private Outcome make(Actor actor, Fields asked) {
        String given = ModelFields.id(asked);
        String id = given.isEmpty() ? chance.id() : given;
        Fields model = ModelFields.withId(asked.filled(), id);
        Optional<Refused> refused =
                rights.make(actor, model)
                        .or(() -> ModelFields.complete(model))
                        .or(() -> ModelFields.allowed(model))
                        .or(() -> inFile(actor, id))
                        .or(this::tooMany);
        return refused.<Outcome>map(why -> why)
                .orElseGet(() -> records.carryOut(() -> making(actor, id, names.made(model))));
    }

    private Plan making(Actor actor, String id, Fields model) {
        EntityIndex index = index(model, ModelRights.role(actor));
        Entity made = records.made(KIND, id, index, stored.closed(KIND, id, model), actor);
        return objection(made)
                .map(Plan::refuse)
                .orElseGet(
                        () ->
                                new Plan.Write(
                                        List.of(new Change.Create(made)),
                                        () -> inForce(made),
                                        _ ->
                                                Outcome.invalid(
                                                        "id",
                                                        "There is a model with the id "
                                                                + id
                                                                + " already.")));
    }

    /// Of one that an administrator of the gateway added, or that came from elsewhere.
    static EntityIndex index(Fields model) {
        return index(model, "");
    }

    private static EntityIndex index(Fields model, String role) {
        return new EntityIndex(
                "", model.text("model_name"), "", ModelFields.team(model), "", "", role);
    }

    private Outcome update(Actor actor, String given, Fields asked) {
        String id = given.isEmpty() ? ModelFields.id(asked) : given;
        if (id.isEmpty()) {
            return Outcome.incomplete("model_info", "Field required: the id of the model");
        }
        return ModelFields.allowed(asked)
                .<Outcome>map(why -> why)
                .orElseGet(() -> about(actor, id, old -> changing(actor, old, asked)));
    }

    private Plan changing(Actor actor, Entity old, Fields asked) {
        Fields before = old.fields();
        Fields change = stored.closed(KIND, old.id(), ModelFields.withId(asked, old.id()));
        boolean anew = ModelRights.anew(actor, old, change);
        Fields base = anew ? before.without(ModelFields.PARAMS) : before;
        Fields model = names.changed(before, change, ModelFields.merged(base, change));
        String role = ModelRights.role(actor, old, change);
        Entity next = records.changed(old, index(model, role), model, actor);
        return rights.change(actor, old, asked, stored.opened(next).fields())
                .or(() -> ModelFields.complete(model))
                .or(() -> objection(next))
                .map(Plan::refuse)
                .orElseGet(
                        () -> Plan.write(List.of(new Change.Replace(next)), () -> inForce(next)));
    }

    private Outcome delete(Actor actor, String id) {
        if (id.isEmpty()) {
            return Outcome.incomplete("id", "Field required");
        }
        return about(
                actor,
                id,
                old ->
                        rights.delete(actor, old)
                                .map(Plan::refuse)
                                .orElseGet(
                                        () ->
                                                Plan.write(
                                                        List.of(records.deletion(old, actor)),
                                                        () -> inForce(old))));
    }

    private Outcome about(Actor actor, String id, Function<Entity, Plan> plan) {
        return records.carryOut(
                () ->
                        records.find(KIND, id)
                                .map(plan)
                                .orElseGet(() -> Plan.refuse(unknown(actor, id))));
    }

    private Outcome inForce(Entity model) {
        configuration.follow();
        return new Outcome.Done(ModelFields.row(model));
    }

    private Optional<Refused> objection(Entity wanted) {
        StoredConfiguration.Part part = stored.opened(wanted);
        return configuration.judge(now -> now.with(KIND, part)).objections().stream()
                .findFirst()
                .map(why -> Outcome.invalid("litellm_params", why));
    }

    /// What the file says is for administrators to know.
    private Optional<Refused> inFile(Actor actor, String id) {
        return configuration
                .placeInFile(id)
                .map(
                        place ->
                                Outcome.invalid(
                                        "id",
                                        "The model %s stands in the configuration%s; it is changed there, not through the API."
                                                .formatted(
                                                        id,
                                                        actor.admin() ? " (" + place + ")" : "")));
    }

    /// In the words by which clients know that they have to make it again.
    private Refused unknown(Actor actor, String id) {
        return inFile(actor, id)
                .orElseGet(
                        () ->
                                Outcome.invalid(
                                        "id",
                                        "Model with id=%s not found in db: model not found"
                                                .formatted(id)));
    }

    private Optional<Refused> tooMany() {
        long kept = stored.count(KIND);
        return kept < ReadStored.MOST
                ? Optional.empty()
                : Optional.of(
                        Outcome.invalid("", "At most " + ReadStored.MOST + " models are kept."));
    }
}
