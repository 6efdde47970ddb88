package dev.tollgate.bootstrap.settings;

import dev.tollgate.application.port.out.StoredConfiguration;

import java.util.ArrayList;
import java.util.List;

/// What is kept beside the files, as if it stood in one.
record StoredEntries(
        ReadingContext context, EnvironmentReferences references, StoredConfiguration stored) {

    /// Further entries of `model_list`.
    List<Section> models() {
        stored.unreadable()
                .forEach(
                        why ->
                                context.problems()
                                        .warning("model_list", Place.STORED, "", why + ".", ""));
        List<Section> entries = new ArrayList<>();
        for (StoredConfiguration.Part model : stored.models()) {
            Raw.Mapping entry = references.resolve(RawValues.stored(model.fields()));
            context.problems().keepSecrets(entry);
            String path = "model_list[" + model.id() + "]";
            entries.add(
                    new Section(context.known(), context.problems(), "model_list", path, entry));
        }
        return entries;
    }
}
