package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tollgate.adapters.http.manage.FieldType.WrongValue;
import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The fields that objects of one kind have: name and type of each, and which of them an empty text
/// leaves unset. What is sent under another name is passed over, as clients of all versions expect.
final class FieldTable {
    private final Map<String, FieldType> types;
    private final Set<String> blankIsUnset;
    private final Map<String, Set<String>> choices;

    private FieldTable(
            Map<String, FieldType> types,
            Set<String> blankIsUnset,
            Map<String, Set<String>> choices) {
        this.types = types;
        this.blankIsUnset = blankIsUnset;
        this.choices = choices;
    }

    static FieldTable empty() {
        return new FieldTable(Map.of(), Set.of(), Map.of());
    }

    /// With more fields.
    ///
    /// @param names one or more, with spaces between them
    FieldTable with(FieldType type, String names) {
        Map<String, FieldType> all = new HashMap<>(types);
        for (String name : names.strip().split("\\s+")) {
            all.put(name, type);
        }
        return new FieldTable(all, blankIsUnset, choices);
    }

    /// The same, an empty text for any of these fields being null.
    FieldTable blank(String names) {
        Set<String> all = new HashSet<>(blankIsUnset);
        Collections.addAll(all, names.strip().split("\\s+"));
        return new FieldTable(types, all, choices);
    }

    /// The same, a text having to be one of these words.
    FieldTable oneOf(String name, String words) {
        Map<String, Set<String>> all = new HashMap<>(choices);
        all.put(name, Set.of(words.strip().split("\\s+")));
        return new FieldTable(types, blankIsUnset, all);
    }

    FieldType type(String name) {
        return types.getOrDefault(name, FieldType.ANY);
    }

    /// The object's fields, those that are null included.
    ///
    /// @param required those that must be there
    /// @throws Mistakes naming all that is wrong
    Fields read(JsonNode object, String... required) throws Mistakes {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        List<Mistake> mistakes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            FieldType type = types.get(each.getKey());
            if (type != null) {
                read(each.getKey(), type, each.getValue(), values, mistakes);
            }
        }
        for (String name : required) {
            if (values.get(name) == null && mistakes.stream().noneMatch(it -> it.is(name))) {
                mistakes.add(new Mistake("missing", "body", name, "Field required"));
            }
        }
        if (!mistakes.isEmpty()) {
            throw new Mistakes(mistakes);
        }
        return Fields.of(values);
    }

    /// The fields of each object in a list of the body.
    List<Fields> readAll(JsonNode body, String list) throws Mistakes {
        if (!body.path(list).isArray()) {
            throw new Mistakes(
                    List.of(
                            new Mistake(
                                    "list_type", "body", list, "Input should be a valid list")));
        }
        List<Fields> all = new ArrayList<>();
        for (JsonNode each : body.path(list)) {
            if (!each.isObject()) {
                throw new Mistakes(
                        List.of(
                                new Mistake(
                                        "dict_type",
                                        "body",
                                        list,
                                        "Input should be a list of dictionaries")));
            }
            all.add(read(each));
        }
        return all;
    }

    private void read(
            String name,
            FieldType type,
            JsonNode node,
            Map<String, @Nullable Object> values,
            List<Mistake> mistakes) {
        boolean blank = blankIsUnset.contains(name) && node.isTextual() && node.asText().isBlank();
        if (node.isNull() || blank) {
            values.put(name, null);
            return;
        }
        try {
            Object value = type.read(node);
            Set<String> words = choices.getOrDefault(name, Set.of());
            if (value instanceof String text) {
                JsonFields.text(text);
                if (!words.isEmpty() && !words.contains(text)) {
                    throw new WrongValue(
                            "enum",
                            "Input should be one of "
                                    + String.join(", ", words.stream().sorted().toList()));
                }
            }
            values.put(name, value);
        } catch (WrongValue wrong) {
            mistakes.add(new Mistake(wrong.type(), "body", name, wrong.words()));
        }
    }

    /// One thing that is wrong with a request.
    ///
    /// @param type a word for the kind of mistake, `float_parsing`
    /// @param place `body` or `query`
    record Mistake(String type, String place, String name, String words) {
        boolean is(String other) {
            return name.equals(other);
        }
    }

    /// A request that cannot be read.
    static final class Mistakes extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient List<Mistake> all;

        Mistakes(List<Mistake> all) {
            super(all.size() + " mistakes", null, false, false);
            this.all = List.copyOf(all);
        }

        List<Mistake> all() {
            return all;
        }
    }
}
