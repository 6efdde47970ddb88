package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.settings.Raw.Scalar;
import dev.tollgate.domain.access.SecretNames;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Ids of deployments without `model_info.id`: SHA-256 of `model_name` and `litellm_params` as
/// written, so that `os.environ/NAME` counts and a literal secret does not, and an ordinal among
/// equals. A rotated key keeps its id.
final class EntryIds {
    private final Map<String, Integer> seen = new HashMap<>();

    String of(String group, Raw.Mapping params) {
        StringBuilder text = new StringBuilder(quoted(group));
        write(params, text);
        String hash = sha256(text.toString());
        int ordinal = seen.merge(hash, 1, Integer::sum);
        return ordinal == 1 ? hash : hash + "-" + ordinal;
    }

    private static void write(Raw raw, StringBuilder text) {
        switch (raw) {
            case Scalar scalar -> text.append(quoted(scalar.asWritten()));
            case Raw.Listing listing -> {
                text.append('[');
                listing.items().forEach(item -> write(item, text));
                text.append(']');
            }
            case Raw.Mapping mapping -> {
                text.append('{');
                new TreeMap<>(mapping.fields())
                        .forEach(
                                (key, field) -> {
                                    text.append(quoted(key));
                                    writeField(key, field.value(), text);
                                });
                text.append('}');
            }
        }
    }

    private static void writeField(String key, Raw value, StringBuilder text) {
        boolean literalSecret =
                SecretNames.isSecret(key) && value instanceof Scalar s && s.variable().isEmpty();
        if (literalSecret || SecretNames.holdsSecrets(key)) {
            text.append(quoted("secret"));
        } else {
            write(value, text);
        }
    }

    private static String quoted(String text) {
        return text.length() + ":" + text;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }
}
