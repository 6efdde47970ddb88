package dev.tollgate.bootstrap.settings;

import dev.tollgate.application.port.out.StoredConfiguration;
import dev.tollgate.domain.entity.EntityKind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is kept beside the files, as if it stood in one.
record StoredEntries(
        ReadingContext context, EnvironmentReferences references, StoredConfiguration stored) {

    void reportUnreadable() {
        stored.unreadable()
                .forEach(
                        why ->
                                context.problems()
                                        .warning("model_list", Place.STORED, "", why + ".", ""));
    }

    /// Further entries of `model_list`.
    List<Section> models() {
        List<Section> entries = new ArrayList<>();
        for (StoredConfiguration.Part model : stored.of(EntityKind.MODEL)) {
            Raw.Mapping entry = references.resolve(RawValues.stored(model.fields()));
            context.problems().keepSecrets(entry);
            String path = "model_list[" + model.id() + "]";
            entries.add(
                    new Section(context.known(), context.problems(), "model_list", path, entry));
        }
        return entries;
    }

    /// Further credentials, name → values; a name of the files stays theirs.
    void addCredentials(Map<String, Raw.Mapping> credentials) {
        for (StoredConfiguration.Part credential : stored.of(EntityKind.CREDENTIAL)) {
            Raw.Mapping values =
                    references.resolve(
                            RawValues.stored(credential.fields().within("credential_values")));
            context.problems().keepSecrets(values);
            credentials.putIfAbsent(credential.id(), values);
        }
    }

    Grouping grouping() {
        return Grouping.of(stored.of(EntityKind.ACCESS_GROUP));
    }
}
