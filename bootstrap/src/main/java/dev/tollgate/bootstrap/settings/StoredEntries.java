package dev.tollgate.bootstrap.settings;

import dev.tollgate.application.port.out.StoredConfiguration;
import dev.tollgate.domain.entity.EntityKind;

import java.util.ArrayList;
import java.util.List;

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

    Grouping grouping() {
        return Grouping.of(stored.of(EntityKind.ACCESS_GROUP));
    }
}
