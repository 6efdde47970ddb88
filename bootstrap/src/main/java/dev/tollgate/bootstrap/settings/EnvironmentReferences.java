package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.settings.Raw.Scalar;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Puts the values of environment variables where a whole text says `os.environ/NAME`, in maps and
/// in lists.
final class EnvironmentReferences {
    static final String PREFIX = "os.environ/";

    private final Environment environment;

    EnvironmentReferences(Environment environment) {
        this.environment = environment;
    }

    Raw resolve(Raw raw) {
        return switch (raw) {
            case Scalar scalar -> resolve(scalar);
            case Raw.Listing listing ->
                    new Raw.Listing(
                            listing.place(), listing.items().stream().map(this::resolve).toList());
            case Raw.Mapping mapping -> resolve(mapping);
        };
    }

    Raw.Mapping resolve(Raw.Mapping mapping) {
        Map<String, Raw.Field> fields = new LinkedHashMap<>();
        mapping.fields()
                .forEach(
                        (key, field) ->
                                fields.put(
                                        key, new Raw.Field(field.place(), resolve(field.value()))));
        return new Raw.Mapping(mapping.place(), fields);
    }

    private Scalar resolve(Scalar scalar) {
        if (scalar.type() != Scalar.Type.TEXT || !scalar.text().startsWith(PREFIX)) {
            return scalar;
        }
        String name = scalar.text().substring(PREFIX.length()).strip();
        Optional<String> value = environment.get(name);
        if (value.isEmpty()) {
            return new Scalar(scalar.place(), Scalar.Type.UNSET, "", name);
        }
        String flag = value.get().strip().toLowerCase(Locale.ROOT);
        return flag.equals("true") || flag.equals("false")
                ? new Scalar(scalar.place(), Scalar.Type.FLAG, flag, name)
                : new Scalar(scalar.place(), Scalar.Type.TEXT, value.get(), name);
    }
}
