package dev.tollgate.application.manage;

import dev.tollgate.application.manage.Records.Plan;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageCredentials;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Page;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.RunningConfiguration;
import dev.tollgate.application.port.out.SecretCipher.CannotKeepSecrets;
import dev.tollgate.application.port.out.StoredConfiguration;
import dev.tollgate.application.port.out.StoredConfiguration.Part;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Makes, changes, shows and deletes credentials that the gateway keeps itself. Those of the file
/// are shown beside them.
public final class Credentials implements ManageCredentials {
    private static final EntityKind KIND = EntityKind.CREDENTIAL;

    private final Records records;
    private final ReadStored stored;
    private final RunningConfiguration configuration;

    public Credentials(
            Entities entities,
            InstantSource clock,
            ReadStored stored,
            RunningConfiguration configuration) {
        this.records = new Records(entities, clock);
        this.stored = stored;
        this.configuration = configuration;
    }

    @Override
    public Outcome manage(Actor actor, Request request) {
        boolean changes =
                switch (request) {
                    case Request.Make _, Request.Update _, Request.Delete _ -> true;
                    case Request.Show _, Request.ShowOfModel _, Request.Browse _ -> false;
                };
        if (!actor.admin() && (changes || !actor.seesAll())) {
            return Outcome.forbidden("Only administrators manage credentials.");
        }
        try {
            return switch (request) {
                case Request.Make(var fields, var model) -> make(actor, fields, model);
                case Request.Update(var name, var fields) -> update(actor, name, fields);
                case Request.Delete(var name) -> delete(actor, name);
                case Request.Show(var name) -> show(name);
                case Request.ShowOfModel(var id) -> showOfModel(id);
                case Request.Browse() -> browse();
            };
        } catch (CannotKeepSecrets e) {
            return Outcome.notSetUp(String.valueOf(e.getMessage()));
        }
    }

    private Outcome make(Actor actor, Fields asked, String model) {
        String name = asked.text(CredentialFields.NAME).strip();
        Optional<Fields> values = model.isEmpty() ? Optional.of(Fields.NONE) : valuesOf(model);
        if (values.isEmpty()) {
            return unknownModel(model);
        }
        Fields credential =
                CredentialFields.credential(
                        name,
                        values.get().merged(asked.within(CredentialFields.VALUES)).filled(),
                        asked.within(CredentialFields.INFO));
        Optional<Refused> refused =
                CredentialFields.complete(credential)
                        .or(() -> ModelFields.harmless(credential, CredentialFields.VALUES))
                        .or(() -> inFile(name))
                        .or(this::tooMany);
        return refused.<Outcome>map(why -> why)
                .orElseGet(() -> records.carryOut(() -> making(actor, name, credential)));
    }

    private Plan making(Actor actor, String name, Fields credential) {
        Fields closed = stored.closed(KIND, name, credential);
        Entity made = records.made(KIND, name, EntityIndex.NONE, closed, actor);
        return new Plan.Write(
                List.of(new Change.Create(made)), () -> inForce(made), _ -> taken(name));
    }

    private static Refused taken(String name) {
        return Outcome.taken(CredentialFields.NAME, "There is a credential " + name + " already.");
    }

    private Outcome update(Actor actor, String name, Fields asked) {
        return ModelFields.harmless(asked, CredentialFields.VALUES)
                .<Outcome>map(why -> why)
                .orElseGet(
                        () ->
                                records.carryOut(
                                        () ->
                                                records.find(KIND, name)
                                                        .map(old -> changing(actor, old, asked))
                                                        .orElseGet(
                                                                () -> Plan.refuse(unknown(name)))));
    }

    private Plan changing(Actor actor, Entity old, Fields asked) {
        Fields change = stored.closed(KIND, old.id(), CredentialFields.maps(asked));
        Fields credential = CredentialFields.merged(old.fields(), change);
        Entity next = records.changed(old, old.index(), credential, actor);
        Part part = stored.opened(KIND, old.id(), credential);
        return CredentialFields.complete(credential)
                .or(() -> objection(now -> now.with(KIND, part)))
                .map(Plan::refuse)
                .orElseGet(
                        () -> Plan.write(List.of(new Change.Replace(next)), () -> inForce(next)));
    }

    private Outcome delete(Actor actor, String name) {
        return records.carryOut(
                () ->
                        records.find(KIND, name)
                                .map(old -> deleting(actor, old))
                                .orElseGet(() -> Plan.refuse(unknown(name))));
    }

    private Plan deleting(Actor actor, Entity old) {
        return objection(now -> now.without(KIND, old.id()))
                .map(Plan::refuse)
                .orElseGet(
                        () ->
                                Plan.write(
                                        List.of(records.deletion(old, actor)), () -> inForce(old)));
    }

    private Outcome inForce(Entity credential) {
        configuration.follow();
        return new Outcome.Done(Fields.NONE.with(CredentialFields.NAME, credential.id()));
    }

    /// Deployments that would not serve any more.
    private Optional<Refused> objection(UnaryOperator<StoredConfiguration> change) {
        return configuration.judge(change).objections().stream()
                .findFirst()
                .map(why -> Outcome.invalid(CredentialFields.NAME, why));
    }

    private Outcome show(String name) {
        Fields ofFile = configuration.credentialsInFile().get(name);
        if (ofFile != null) {
            return new Outcome.Done(CredentialFields.ofFile(name, ofFile));
        }
        return records.find(KIND, name)
                .<Outcome>map(kept -> new Outcome.Done(CredentialFields.masked(readable(kept))))
                .orElseGet(() -> unknown(name));
    }

    private Outcome showOfModel(String id) {
        return valuesOf(id)
                .<Outcome>map(
                        values ->
                                new Outcome.Done(
                                        CredentialFields.masked(
                                                CredentialFields.credential(
                                                        id, values, Fields.NONE))))
                .orElseGet(() -> unknownModel(id));
    }

    /// Of a deployment that is kept; what stands in the file is not taken out of it.
    private Optional<Fields> valuesOf(String model) {
        return records.find(EntityKind.MODEL, model)
                .map(kept -> stored.opened(EntityKind.MODEL, kept.id(), kept.fields()).fields())
                .map(fields -> CredentialFields.values(fields.within(ModelFields.PARAMS)));
    }

    private Refused unknownModel(String id) {
        return configuration
                .placeInFile(id)
                .map(
                        place ->
                                Outcome.invalid(
                                        "model_id",
                                        "The model %s stands in the configuration (%s); its credentials are not taken from there."
                                                .formatted(id, place)))
                .orElseGet(
                        () ->
                                Outcome.missing(
                                        "model_id", "Model with id=" + id + " not found in db"));
    }

    private Outcome browse() {
        List<Fields> rows = new ArrayList<>();
        configuration
                .credentialsInFile()
                .forEach((name, shown) -> rows.add(CredentialFields.ofFile(name, shown)));
        stored.each(KIND, kept -> rows.add(CredentialFields.masked(readable(kept))));
        return new Page(rows, rows.size(), 1, Math.max(1, rows.size()));
    }

    /// With its values open, or as it is kept where they cannot be.
    private Fields readable(Entity kept) {
        try {
            return stored.opened(KIND, kept.id(), kept.fields()).fields();
        } catch (CannotKeepSecrets _) {
            return kept.fields();
        }
    }

    private Optional<Refused> inFile(String name) {
        return configuration.credentialsInFile().containsKey(name)
                ? Optional.of(
                        Outcome.invalid(
                                CredentialFields.NAME,
                                "The credential "
                                        + name
                                        + " stands in the credential_list of the configuration; it"
                                        + " is changed there, not through the API."))
                : Optional.empty();
    }

    private Refused unknown(String name) {
        return inFile(name)
                .orElseGet(
                        () ->
                                Outcome.missing(
                                        CredentialFields.NAME,
                                        "Credential " + name + " not found"));
    }

    private Optional<Refused> tooMany() {
        return stored.count(KIND) < ReadStored.MOST
                ? Optional.empty()
                : Optional.of(
                        Outcome.invalid(
                                "", "At most " + ReadStored.MOST + " credentials are kept."));
    }
}
