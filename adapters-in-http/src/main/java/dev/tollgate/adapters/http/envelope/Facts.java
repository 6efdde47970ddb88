package dev.tollgate.adapters.http.envelope;

import dev.tollgate.domain.call.Field;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;

/// What one pass over a body collects, and how the values of its fields are read.
final class Facts {
    /// More names than anybody lists for one call.
    private static final int MAX_NAMES = 100;

    private final JsonScanner json;
    private final byte[] bytes;

    String model = "";
    boolean streaming;
    boolean streamUsage;
    boolean disableFallbacks;
    boolean dropParams;
    @Nullable Field messages;
    @Nullable Field prompt;
    @Nullable Field input;
    @Nullable Field numRetries;
    @Nullable Field timeout;
    @Nullable Field streamTimeout;
    @Nullable Field fallbacks;
    @Nullable Field contextWindowFallbacks;
    @Nullable Field contentPolicyFallbacks;
    @Nullable Field tags;
    @Nullable Field metadata;
    @Nullable Field additionalDropParams;
    @Nullable Field allowedOpenaiParams;

    Facts(JsonScanner json, byte[] bytes) {
        this.json = json;
        this.bytes = bytes;
    }

    int first(Field field) {
        return bytes[field.valueStart()];
    }

    boolean isNull(Field field) {
        return first(field) == 'n';
    }

    String string(Field field, String ifNull) {
        return switch (first(field)) {
            case '"' -> json.text(field.valueStart(), field.end());
            case 'n' -> ifNull;
            default -> throw wrong(field, "a string");
        };
    }

    boolean bool(Field field) {
        return switch (first(field)) {
            case 't' -> true;
            case 'f', 'n' -> false;
            default -> throw wrong(field, "a boolean");
        };
    }

    /// `include_usage` inside `stream_options`.
    boolean includeUsage(Field field) {
        if (isNull(field)) {
            return false;
        }
        if (first(field) != '{') {
            throw wrong(field, "an object");
        }
        boolean[] included = new boolean[1];
        members(
                field.valueStart(),
                (name, value) -> {
                    if (name.equals("include_usage")) {
                        included[0] = bytes[value] == 't';
                    }
                });
        return included[0];
    }

    /// The list of strings `tags` inside `metadata`; anything else in there is the caller's affair.
    List<String> metadataTags() {
        List<String> found = new ArrayList<>();
        if (metadata != null && first(metadata) == '{') {
            members(
                    metadata.valueStart(),
                    (name, value) -> {
                        if (name.equals("tags") && bytes[value] == '[') {
                            elements(
                                    value,
                                    element -> {
                                        if (bytes[element] == '"' && found.size() < MAX_NAMES) {
                                            found.add(json.text(element, json.string(element)));
                                        }
                                    });
                        }
                    });
        }
        return found;
    }

    /// The members of the object that starts here, which is known to be valid.
    private void members(int start, ObjIntConsumer<String> member) {
        int p = json.space(start + 1);
        while (json.at(p) == '"') {
            int behindName = json.string(p);
            int value = json.space(json.space(behindName) + 1);
            member.accept(FieldNames.read(json, bytes, p, behindName), value);
            p = json.space(json.value(value));
            if (json.at(p) == ',') {
                p = json.space(p + 1);
            }
        }
    }

    /// The elements of the array that starts here, which is known to be valid.
    private void elements(int start, java.util.function.IntConsumer element) {
        int p = json.space(start + 1);
        while (json.at(p) != ']') {
            element.accept(p);
            p = json.space(json.value(p));
            if (json.at(p) == ',') {
                p = json.space(p + 1);
            }
        }
    }

    /// A list of names; where objects are allowed, their member `model` counts.
    List<String> names(@Nullable Field field, boolean objects) {
        if (field == null || isNull(field)) {
            return List.of();
        }
        if (first(field) != '[') {
            throw wrong(field, "an array");
        }
        List<String> names = new ArrayList<>();
        elements(
                field.valueStart(),
                element -> {
                    if (names.size() == MAX_NAMES) {
                        throw new BadField(
                                field.name(),
                                "'" + field.name() + "' has more than " + MAX_NAMES + " entries.");
                    }
                    if (bytes[element] == '"') {
                        names.add(json.text(element, json.string(element)));
                    } else if (objects && bytes[element] == '{') {
                        modelNames(field, element, names);
                    } else {
                        throw wrong(field, "an array of strings");
                    }
                });
        return names;
    }

    /// An object names its fallback as `model`, or maps a group to a list as configurations do.
    private void modelNames(Field field, int object, List<String> names) {
        int before = names.size();
        members(
                object,
                (name, value) -> {
                    if (bytes[value] == '[') {
                        elements(
                                value,
                                element -> {
                                    if (bytes[element] == '"' && names.size() < MAX_NAMES) {
                                        names.add(json.text(element, json.string(element)));
                                    }
                                });
                    } else if (name.equals("model") && bytes[value] == '"') {
                        names.add(json.text(value, json.string(value)));
                    }
                });
        if (names.size() == before) {
            throw new BadField(
                    field.name(), "Every object in '" + field.name() + "' must name a 'model'.");
        }
    }

    /// Seconds; zero where nothing is said.
    Duration seconds(@Nullable Field field) {
        if (field == null || isNull(field)) {
            return Duration.ZERO;
        }
        return Overrides.seconds(field.name(), number(field, "a number of seconds"));
    }

    int count(@Nullable Field field, int ifNone) {
        if (field == null || isNull(field)) {
            return ifNone;
        }
        return Overrides.count(field.name(), number(field, "a number"));
    }

    private String number(Field field, String expected) {
        int first = first(field);
        if (first == '"') {
            return json.text(field.valueStart(), field.end());
        }
        if (first != '-' && (first < '0' || first > '9')) {
            throw wrong(field, expected);
        }
        return new String(
                bytes,
                field.valueStart(),
                field.end() - field.valueStart(),
                StandardCharsets.ISO_8859_1);
    }

    private static BadField wrong(Field field, String expected) {
        boolean model = field.name().equals("model");
        return new BadField(
                400,
                model ? "bad_request_error" : "invalid_request_error",
                field.name(),
                "'" + field.name() + "' must be " + expected + ".");
    }
}
