package dev.tollgate.bootstrap.settings;

import dev.tollgate.application.port.in.manage.ManageSettings;
import dev.tollgate.application.port.out.StoredConfiguration;
import dev.tollgate.application.port.out.StoredConfiguration.Part;
import dev.tollgate.bootstrap.settings.Raw.Scalar;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lays settings that are kept over those of the files, key by key, where the operator has them
/// kept: by a stored `store_model_in_db`, else by the variable, else by the file's.
final class StoredSections {
    private static final String GENERAL = "general_settings";
    private static final String VARIABLES = "environment_variables";
    private static final String SWITCH = "store_model_in_db";

    private StoredSections() {}

    /// @param base the variables of the process
    static Raw.Mapping over(Raw.Mapping written, StoredConfiguration stored, Environment base) {
        List<Part> parts = stored.of(EntityKind.CONFIG);
        if (parts.isEmpty()) {
            return written;
        }
        boolean all =
                storedSwitch(parts)
                        .or(() -> flag(base.filled("STORE_MODEL_IN_DB").orElse("")))
                        .or(() -> writtenSwitch(written, base))
                        .orElse(false);
        Map<String, Raw.Field> fields = new LinkedHashMap<>(written.fields());
        for (Part part : parts) {
            Fields its = part.fields().within(part.id());
            Fields counting = all ? its : its.only(List.of(SWITCH));
            fields.put(part.id(), over(fields.get(part.id()), RawValues.stored(counting)));
        }
        return new Raw.Mapping(written.place(), fields);
    }

    private static Optional<Boolean> storedSwitch(List<Part> parts) {
        return parts.stream()
                .filter(part -> part.id().equals(GENERAL))
                .map(part -> String.valueOf(part.fields().within(GENERAL).get(SWITCH)))
                .findFirst()
                .flatMap(StoredSections::flag);
    }

    private static Optional<Boolean> writtenSwitch(Raw.Mapping written, Environment base) {
        return mapping(written.fields().get(GENERAL))
                .map(general -> new EnvironmentReferences(base).resolve(general))
                .map(general -> general.fields().get(SWITCH))
                .map(Raw.Field::value)
                .flatMap(raw -> raw instanceof Scalar it ? flag(it.text()) : Optional.empty());
    }

    private static Optional<Boolean> flag(String text) {
        return YamlScalars.flag(text.strip());
    }

    private static Optional<Raw.Mapping> mapping(Raw.@Nullable Field field) {
        return field != null && field.value() instanceof Raw.Mapping mapping
                ? Optional.of(mapping)
                : Optional.empty();
    }

    private static Raw.Field over(Raw.@Nullable Field written, Raw.Mapping stored) {
        Map<String, Raw.Field> fields = new LinkedHashMap<>();
        mapping(written).ifPresent(section -> fields.putAll(section.fields()));
        fields.putAll(stored.fields());
        Place place = written == null ? Place.STORED : written.place();
        return new Raw.Field(place, new Raw.Mapping(place, fields));
    }

    /// What each section says, without secrets; of variables the names only.
    static Map<String, Fields> shown(Raw.Mapping file) {
        Map<String, Fields> shown = new HashMap<>();
        for (String section : ManageSettings.SECTIONS) {
            mapping(file.fields().get(section))
                    .ifPresent(
                            its ->
                                    shown.put(
                                            section,
                                            section.equals(VARIABLES)
                                                    ? names(its)
                                                    : RawFields.shown(its)));
        }
        return shown;
    }

    private static Fields names(Raw.Mapping variables) {
        Fields names = Fields.NONE;
        for (String name : variables.fields().keySet()) {
            names = names.with(name, "****");
        }
        return names;
    }
}
