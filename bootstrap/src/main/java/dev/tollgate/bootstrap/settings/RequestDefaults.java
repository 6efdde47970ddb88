package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.words.Nearest;
import dev.tollgate.domain.access.SecretNames;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Keys of `litellm_params` that are request parameters: the deployment's defaults, sent where the
/// caller's body has none.
final class RequestDefaults {
    private static final String EXTRA_BODY = "extra_body";
    private static final String SECTION = "litellm_params";
    private static final String PARAMETERS = "request parameters";

    private RequestDefaults() {}

    /// Parameter → JSON text. Keys that may be typing errors are reported and sent all the same, as
    /// users of provider-specific parameters need; one that looks like a secret is not sent.
    static Map<String, String> of(Section params, KnownKeys known) {
        Map<String, String> defaults = new LinkedHashMap<>();
        params.fields()
                .forEach(
                        (key, field) -> {
                            if (isParameter(key, params, known)) {
                                params.raw(key)
                                        .ifPresent(raw -> defaults.put(key, RawJson.of(key, raw)));
                            }
                        });
        params.section(EXTRA_BODY, EXTRA_BODY)
                .ifPresent(
                        body ->
                                body.fields()
                                        .forEach(
                                                (key, field) ->
                                                        defaults.put(
                                                                key,
                                                                RawJson.of(key, field.value()))));
        return defaults;
    }

    private static boolean isParameter(String key, Section params, KnownKeys known) {
        if (known.state(SECTION, key).isPresent() || CardOverrides.isPrice(key)) {
            return false;
        }
        if (known.state(PARAMETERS, key).isPresent()) {
            return true;
        }
        if (SecretNames.isSecret(key)) {
            params.reportUnknown(key);
            return false;
        }
        Optional<String> meant =
                Nearest.to(key, known.keys(SECTION))
                        .or(() -> Nearest.to(key, known.keys(PARAMETERS)));
        if (meant.isPresent()) {
            params.warn(
                    key,
                    "is not a known key and is sent to the provider as a request parameter.",
                    "Did you mean `" + meant.get() + "`?");
        } else if (params.misplaced(key).isPresent()) {
            params.reportUnknown(key);
            return false;
        } else {
            params.note(
                    key,
                    "is not a known key; it is sent to the provider as a request parameter.",
                    "");
        }
        return true;
    }
}
