package dev.tollgate.adapters.http.envelope;

import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.call.Field;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads a caller's own list of stand-ins: names, objects of a `model` and the request fields it
/// gets instead, or, as in configurations, objects that map a model to such a list.
final class StandIns {
    /// More than anybody lists for one call.
    private static final int MAX_TARGETS = 100;

    private static final int MAX_PARAMETERS = 100;

    /// Bytes of all parameters of one list together.
    private static final int MAX_SIZE = 1 << 20;

    private final Facts facts;
    private final Field field;
    private final List<FallbackTarget> targets = new ArrayList<>();
    private int size;

    private StandIns(Facts facts, Field field) {
        this.facts = facts;
        this.field = field;
    }

    /// @throws BadField if it is no such list, or names where a stand-in is or its credential
    static List<FallbackTarget> of(Facts facts, @Nullable Field field) {
        if (field == null || facts.isNull(field)) {
            return List.of();
        }
        StandIns found = new StandIns(facts, field);
        found.list(field.valueStart(), true);
        return found.targets;
    }

    private void list(int start, boolean maps) {
        if (facts.byteAt(start) != '[') {
            throw Facts.wrong(field, "an array");
        }
        facts.elements(start, element -> element(element, maps));
    }

    private void element(int start, boolean maps) {
        switch (facts.byteAt(start)) {
            case '"' -> add(facts.textAt(start), Map.of());
            case '{' -> object(start, maps);
            default -> throw Facts.wrong(field, "an array of strings and objects");
        }
    }

    private void object(int start, boolean maps) {
        int model = facts.member(start, "model");
        if (model >= 0 && facts.byteAt(model) == '"') {
            add(facts.textAt(model), parameters(start));
            return;
        }
        int before = targets.size();
        if (maps) {
            facts.members(
                    start,
                    (_, value) -> {
                        if (facts.byteAt(value) == '[') {
                            list(value, false);
                        }
                    });
        }
        if (targets.size() == before) {
            throw bad("Every object in '" + field.name() + "' must name a 'model'.");
        }
    }

    private Map<String, String> parameters(int start) {
        Map<String, String> parameters = new LinkedHashMap<>();
        facts.members(
                start,
                (name, value) -> {
                    if (Facts.redirects(name) && facts.byteAt(value) != 'n') {
                        throw Facts.redirected(field.name() + "." + name, name);
                    }
                    if (isParameter(name)) {
                        String json = facts.json(value);
                        size += json.length();
                        if (size > MAX_SIZE || parameters.size() == MAX_PARAMETERS) {
                            throw bad("The parameters in '" + field.name() + "' are too many.");
                        }
                        if (parameters.put(name, json) != null) {
                            throw bad(
                                    "Duplicate field in '%s': '%s'."
                                            .formatted(field.name(), EnvelopeReader.shown(name)));
                        }
                    }
                });
        return parameters;
    }

    /// The stand-in answers in the form that the caller asked for.
    private static boolean isParameter(String name) {
        return switch (name) {
            case "model", "stream", "stream_options" -> false;
            default -> !Facts.redirects(name);
        };
    }

    private void add(String model, Map<String, String> parameters) {
        if (model.isBlank()) {
            throw bad("'" + field.name() + "' has an empty name.");
        }
        if (targets.size() == MAX_TARGETS) {
            throw bad("'" + field.name() + "' has more than " + MAX_TARGETS + " entries.");
        }
        targets.add(new FallbackTarget(model, parameters));
    }

    private BadField bad(String message) {
        return new BadField(field.name(), message);
    }
}
