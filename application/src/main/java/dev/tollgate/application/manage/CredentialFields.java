package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.domain.access.SecretNames;
import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The fields of a kept credential.
final class CredentialFields {
    static final String NAME = "credential_name";
    static final String VALUES = "credential_values";
    static final String INFO = "credential_info";

    private static final int LONGEST = 255;

    /// Of a shorter secret nothing is shown.
    private static final int SHORTEST_SHOWN = 16;

    private static final String MASK = "****";

    private CredentialFields() {}

    static Fields credential(String name, Fields values, Fields info) {
        return Fields.NONE.with(NAME, name).with(VALUES, values).with(INFO, info);
    }

    static Optional<Refused> complete(Fields credential) {
        String name = credential.text(NAME);
        if (name.isEmpty()) {
            return Optional.of(Outcome.incomplete(NAME, "Field required"));
        }
        if (name.length() > LONGEST) {
            return Optional.of(
                    Outcome.invalid(NAME, "A name has at most " + LONGEST + " characters."));
        }
        return credential.within(VALUES).isEmpty()
                ? Optional.of(Outcome.incomplete(VALUES, "Field required"))
                : Optional.empty();
    }

    static Fields maps(Fields asked) {
        return asked.only(List.of(VALUES, INFO));
    }

    static Fields merged(Fields old, Fields change) {
        Fields credential = old;
        for (String map : List.of(VALUES, INFO)) {
            credential = credential.with(map, old.within(map).merged(change.within(map)).filled());
        }
        return credential;
    }

    /// What in `litellm_params` says how a provider is reached.
    static Fields values(Fields params) {
        return params.only(
                params.names().stream()
                        .filter(name -> SecretNames.isSecret(name) || SecretNames.isPlain(name))
                        .toList());
    }

    static Fields ofFile(String name, Fields shown) {
        return credential(name, shown, Fields.NONE)
                .with("display_name", name)
                .with("source", "config");
    }

    /// With its values told, but not given.
    static Fields masked(Fields credential) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        credential
                .within(VALUES)
                .asMap()
                .forEach(
                        (name, value) ->
                                values.put(
                                        name,
                                        SecretNames.isPlain(name) && !tells(value)
                                                ? value
                                                : masked(value)));
        return credential
                .with(VALUES, values)
                .with("display_name", credential.text(NAME))
                .with("source", "db");
    }

    private static boolean tells(@Nullable Object value) {
        return !(value instanceof String text) || text.contains("@") || text.contains("?");
    }

    private static String masked(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return MASK;
        }
        if (text.startsWith("os.environ/")) {
            return text;
        }
        return text.length() < SHORTEST_SHOWN
                ? MASK
                : text.substring(0, 2) + MASK + text.substring(text.length() - 2);
    }
}
