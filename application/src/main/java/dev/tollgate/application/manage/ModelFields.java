package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.application.stored.Sealing;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The fields of a kept deployment.
final class ModelFields {
    static final String NAME = "model_name";
    static final String PARAMS = "litellm_params";
    static final String INFO = "model_info";
    static final String TEAM = "team_id";
    static final String PUBLIC_NAME = "team_public_model_name";

    private static final int LONGEST = 255;
    private static final String REFERENCE = "os.environ/";

    /// What is told of a deployment, and not kept.
    private static final Set<String> COMPUTED = Set.of("db_model", "key", ReadStored.MARK);

    /// Variables that are the gateway's own: whoever may add a model need not know them.
    private static final Set<String> OWN_VARIABLES =
            Set.of(
                    "LITELLM_MASTER_KEY",
                    "LITELLM_SALT_KEY",
                    "DATABASE_URL",
                    "DIRECT_URL",
                    "DATABASE_PASSWORD");

    private ModelFields() {}

    /// The id in `model_info`, numbers included; empty: none.
    static String id(Fields model) {
        return switch (model.within(INFO).get("id")) {
            case String text -> text.strip();
            case BigDecimal number -> number.toPlainString();
            case null, default -> "";
        };
    }

    /// The team whose own it is; empty: everybody's.
    static String team(Fields model) {
        return model.within(INFO).text(TEAM).strip();
    }

    static Fields withId(Fields model, String id) {
        Fields kept = model.only(List.of(NAME, PARAMS, INFO));
        return kept.with(INFO, model.within(INFO).except(COMPUTED).with("id", id));
    }

    /// Of the maps only what is named is changed; a name with null is taken away.
    static Fields merged(Fields old, Fields change) {
        Fields model = change.set(NAME) ? old.with(NAME, change.get(NAME)) : old;
        for (String map : List.of(PARAMS, INFO)) {
            model = model.with(map, old.within(map).merged(change.within(map)).filled());
        }
        return model;
    }

    /// What must be there for a deployment to be one.
    static Optional<Refused> complete(Fields model) {
        if (model.text(NAME).isBlank()) {
            return Optional.of(Outcome.incomplete(NAME, "Field required"));
        }
        if (!model.within(PARAMS).set("model")) {
            return Optional.of(
                    Outcome.incomplete(PARAMS, "Field required: the model, as provider/model"));
        }
        return Optional.empty();
    }

    /// What may not be asked for.
    static Optional<Refused> allowed(Fields model) {
        if (model.text(NAME).length() > LONGEST || id(model).length() > LONGEST) {
            return Optional.of(
                    Outcome.invalid(
                            NAME, "Names and ids have at most " + LONGEST + " characters."));
        }
        return harmless(model, PARAMS);
    }

    /// Nothing that is kept refers to what is the gateway's own, or poses as a closed secret.
    ///
    /// @param param what is refused otherwise
    static Optional<Refused> harmless(Fields kept, String param) {
        return Sealing.forged(kept)
                ? Optional.of(Outcome.invalid(param, "A name within begins with `$sealed`."))
                : ownVariable(kept)
                        .map(
                                name ->
                                        Outcome.invalid(
                                                param,
                                                name
                                                        + " is the gateway's own; nothing that is"
                                                        + " kept may refer to it."));
    }

    private static Optional<String> ownVariable(Fields fields) {
        return fields.asMap().values().stream()
                .map(ModelFields::ownVariableWithin)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> ownVariableWithin(@Nullable Object value) {
        return switch (value) {
            case String text when text.startsWith(REFERENCE) ->
                    Optional.of(text.substring(REFERENCE.length()).strip())
                            .filter(OWN_VARIABLES::contains);
            case Fields fields -> ownVariable(fields);
            case Collection<?> list ->
                    list.stream()
                            .map(ModelFields::ownVariableWithin)
                            .flatMap(Optional::stream)
                            .findFirst();
            case null, default -> Optional.empty();
        };
    }

    /// As it is shown: without secrets.
    static Fields row(Entity model) {
        Fields shown = Sealing.shown(model.fields());
        return Fields.NONE
                .with("model_id", model.id())
                .with(NAME, shown.text(NAME))
                .with(PARAMS, shown.within(PARAMS))
                .with(INFO, shown.within(INFO).with("db_model", true))
                .with("blocked", false)
                .with("created_at", model.createdAt().toString())
                .with("created_by", model.createdBy())
                .with("updated_at", model.updatedAt().toString())
                .with("updated_by", model.updatedBy());
    }
}
