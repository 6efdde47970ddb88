package dev.tollgate.application.stored;

import dev.tollgate.application.port.out.SecretCipher;
import dev.tollgate.domain.access.SecretNames;
import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Closes the secrets in fields, and opens them again. A closed value is a map with the one name
/// `$sealed`, so that it is told from every other. References to environment variables are no
/// secrets.
public final class Sealing {
    private static final String SEALED = "$sealed";

    /// Of what is in it, only what is known to be none is no secret.
    private static final String CREDENTIALS = "credential_values";

    private static final String REFERENCE = "os.environ/";

    /// An address with a user's password or with parameters, where keys are put as well.
    private static final Pattern TELLING_ADDRESS =
            Pattern.compile("\\w+://[^/]*@.*|\\w+://.*\\?.*");

    private final SecretCipher cipher;

    public Sealing(SecretCipher cipher) {
        this.cipher = cipher;
    }

    /// @param place what they belong to: closed values can be opened there only
    /// @throws SecretCipher.CannotKeepSecrets where there is a secret and no key
    public Fields close(Fields fields, String place) {
        return close(fields, place, false);
    }

    private Fields close(Fields fields, String place, boolean secret) {
        Map<String, @Nullable Object> closed = new LinkedHashMap<>();
        fields.asMap()
                .forEach(
                        (name, value) ->
                                closed.put(
                                        name,
                                        closed(value, place + "." + name, isSecret(name, secret))));
        return Fields.of(closed);
    }

    private static boolean isSecret(String name, boolean amongSecrets) {
        return amongSecrets && !SecretNames.isPlain(name)
                || SecretNames.isSecret(name)
                || SecretNames.holdsSecrets(name)
                || name.equals(CREDENTIALS);
    }

    private @Nullable Object closed(@Nullable Object value, String place, boolean secret) {
        return switch (value) {
            case String text -> secret(text, secret) ? sealed(text, place) : text;
            case BigDecimal number when secret -> sealed(number.toPlainString(), place);
            case Fields fields -> close(fields, place, secret);
            case List<?> list -> {
                List<@Nullable Object> members = new ArrayList<>();
                for (Object each : list) {
                    members.add(closed(each, place + "." + members.size(), secret));
                }
                yield members;
            }
            case null, default -> value;
        };
    }

    private static boolean secret(String text, boolean named) {
        return named && !text.isEmpty() && !text.startsWith(REFERENCE)
                || TELLING_ADDRESS.matcher(text).matches()
                || SecretNames.likeAKey().matcher(text).find();
    }

    private Fields sealed(String secret, String place) {
        return Fields.NONE.with(SEALED, cipher.close(secret, place));
    }

    /// The fields as they were before they were closed for this place.
    ///
    /// @throws SecretCipher.CannotKeepSecrets where the key is another one
    public Fields open(Fields fields, String place) {
        Map<String, @Nullable Object> open = new LinkedHashMap<>();
        fields.asMap().forEach((name, value) -> open.put(name, opened(value, place + "." + name)));
        return Fields.of(open);
    }

    private @Nullable Object opened(@Nullable Object value, String place) {
        return switch (value) {
            case Fields fields when isSealed(fields) -> cipher.open(fields.text(SEALED), place);
            case Fields fields -> open(fields, place);
            case List<?> list -> {
                List<@Nullable Object> members = new ArrayList<>();
                for (Object each : list) {
                    members.add(opened(each, place + "." + members.size()));
                }
                yield members;
            }
            case null, default -> value;
        };
    }

    private static boolean isSealed(Fields fields) {
        return fields.names().equals(Set.of(SEALED));
    }

    /// Whether a field anywhere within has the name that closed values go by.
    public static boolean forged(Fields fields) {
        return fields.names().stream().anyMatch(name -> name.startsWith(SEALED))
                || fields.asMap().values().stream().anyMatch(Sealing::forgedWithin);
    }

    private static boolean forgedWithin(@Nullable Object value) {
        return switch (value) {
            case Fields fields -> forged(fields);
            case List<?> list -> list.stream().anyMatch(Sealing::forgedWithin);
            case null, default -> false;
        };
    }

    /// The fields without what is closed.
    public static Fields shown(Fields fields) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        fields.asMap()
                .forEach(
                        (name, value) -> {
                            if (!(value instanceof Fields inner && isSealed(inner))) {
                                shown.put(name, shownWithin(value));
                            }
                        });
        return Fields.of(shown);
    }

    private static @Nullable Object shownWithin(@Nullable Object value) {
        return switch (value) {
            case Fields fields -> shown(fields);
            case List<?> list ->
                    list.stream()
                            .filter(each -> !(each instanceof Fields inner && isSealed(inner)))
                            .map(Sealing::shownWithin)
                            .toList();
            case null, default -> value;
        };
    }
}
