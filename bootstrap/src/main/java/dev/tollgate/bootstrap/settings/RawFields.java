package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.settings.Raw.Scalar;
import dev.tollgate.domain.access.SecretNames;
import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was written, as far as it may be shown: without secrets, with references to variables as
/// they stand.
final class RawFields {
    private RawFields() {}

    static Fields shown(Raw.Mapping mapping) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        mapping.fields()
                .forEach(
                        (name, field) -> {
                            boolean secret =
                                    SecretNames.isSecret(name) || SecretNames.holdsSecrets(name);
                            if (!secret) {
                                put(shown, name, shown(field.value()));
                            }
                        });
        return Fields.of(shown).filled();
    }

    /// Of credentials, what is known to be none.
    static Fields plain(Raw.Mapping credentials) {
        Fields shown = shown(credentials);
        return shown.only(shown.names().stream().filter(SecretNames::isPlain).toList());
    }

    /// What cannot be kept cannot be shown.
    private static void put(
            Map<String, @Nullable Object> shown, String name, @Nullable Object value) {
        try {
            Fields _ = Fields.NONE.with(name, value);
            shown.put(name, value);
        } catch (IllegalArgumentException _) {
            // A text with U+0000, or a number with hundreds of digits.
        }
    }

    private static @Nullable Object shown(Raw raw) {
        return switch (raw) {
            case Raw.Mapping mapping -> shown(mapping);
            case Raw.Listing listing -> {
                List<@Nullable Object> items = new ArrayList<>();
                listing.items().forEach(item -> items.add(shown(item)));
                yield items;
            }
            case Scalar scalar when !scalar.variable().isEmpty() -> scalar.asWritten();
            case Scalar scalar ->
                    switch (scalar.type()) {
                        case TEXT -> shown(scalar.text());
                        case FLAG -> Boolean.valueOf(scalar.text());
                        case NUMBER -> new BigDecimal(scalar.text());
                        case NOTHING, UNSET -> null;
                    };
        };
    }

    /// A key may stand under a name that is misspelt.
    private static @Nullable Object shown(String text) {
        if (SecretNames.likeAKey().matcher(text).find()) {
            return null;
        }
        return text.contains("://") ? Connection.shown(text) : text;
    }
}
