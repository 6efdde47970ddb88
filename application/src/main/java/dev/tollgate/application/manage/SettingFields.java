package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which settings are kept, and how they are shown.
final class SettingFields {
    static final String GENERAL = "general_settings";
    static final String VARIABLES = "environment_variables";
    static final String SWITCH = "store_model_in_db";

    /// What the gateway has to know before it can read what it keeps.
    private static final Set<String> OF_THE_START =
            Set.of("master_key", "key_management_system", "key_management_settings");

    private static final String DATABASE = "database_";

    private static final Set<String> VARIABLES_OF_THE_START =
            Set.of(
                    "LITELLM_MASTER_KEY",
                    "LITELLM_SALT_KEY",
                    "LITELLM_MODE",
                    "DIRECT_URL",
                    "STORE_MODEL_IN_DB");

    private SettingFields() {}

    static Optional<Refused> allowed(Fields sections) {
        if (sections.isEmpty()) {
            return Optional.of(
                    Outcome.incomplete(
                            GENERAL,
                            "Field required: general_settings, litellm_settings, router_settings"
                                    + " or environment_variables"));
        }
        for (String section : sections.names()) {
            if (!(sections.get(section) instanceof Fields)) {
                return Optional.of(Outcome.invalid(section, section + " must be a map."));
            }
        }
        return ofTheStart(sections)
                .map(
                        name ->
                                Outcome.invalid(
                                        name,
                                        name
                                                + " is needed before anything that is kept can be"
                                                + " read; it stands in the file or the"
                                                + " environment."));
    }

    private static Optional<String> ofTheStart(Fields sections) {
        return sections.within(GENERAL).names().stream()
                .filter(name -> OF_THE_START.contains(name) || name.startsWith(DATABASE))
                .findFirst()
                .or(
                        () ->
                                sections.within(VARIABLES).names().stream()
                                        .filter(SettingFields::variableOfTheStart)
                                        .findFirst());
    }

    private static boolean variableOfTheStart(String name) {
        return VARIABLES_OF_THE_START.contains(name) || name.startsWith("DATABASE_");
    }

    static boolean onlyTheSwitch(Fields sections) {
        return sections.names().equals(Set.of(GENERAL))
                && sections.within(GENERAL).names().equals(Set.of(SWITCH));
    }

    static Fields row(String name, Fields shown, Fields kept) {
        Object value = shown.get(name);
        return Fields.NONE
                .with("field_name", name)
                .with("field_type", type(value))
                .with("field_value", value)
                .with("stored_in_db", kept.has(name));
    }

    private static String type(@Nullable Object value) {
        return switch (value) {
            case Boolean _ -> "Boolean";
            case BigDecimal number -> number.scale() > 0 ? "Float" : "Integer";
            case String _ -> "String";
            case List<?> _ -> "List";
            case Fields _ -> "Dict";
            case null, default -> "Any";
        };
    }
}
