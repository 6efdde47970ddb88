package dev.tollgate.adapters.providers.directory;

import dev.tollgate.adapters.providers.directory.ProviderEntry.Kind;
import dev.tollgate.adapters.providers.directory.Traits.Range;
import dev.tollgate.adapters.providers.directory.Traits.Special;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One line of the directory's data on its way to an entry.
final class EntryLine {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)}");

    private final String line;
    private final Map<String, String> renames = new LinkedHashMap<>();
    private final Set<String> lacks = new HashSet<>();
    private final Set<String> only = new HashSet<>();
    private final Map<String, String> choices = new HashMap<>();
    private final Map<String, Range> clips = new HashMap<>();
    private final Map<String, BigDecimal> zeros = new HashMap<>();
    private final Map<String, BigDecimal> leastForMany = new HashMap<>();
    private final Map<String, Set<String>> values = new HashMap<>();
    private final Set<String> reasoningLacks = new HashSet<>();
    private final Set<String> reasoningNames = new HashSet<>();
    private final Set<String> stripped = new HashSet<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> variables = new HashMap<>();
    private final Set<Special> special = EnumSet.noneOf(Special.class);
    private Kind kind = Kind.OPENAI;
    private boolean keyless;
    private boolean autoChoiceOnly;
    private boolean plain;
    private boolean noNulls;
    private boolean reasoningRules;
    private int maxStops;
    private String scheme = "Bearer";
    private String append = "";
    private String chatPath = "";
    private String modelPrefix = "";
    private String modelRoot = "";

    private EntryLine(String line) {
        this.line = line;
    }

    static ProviderEntry parse(String line) {
        return new EntryLine(line).entry();
    }

    private ProviderEntry entry() {
        List<String> columns =
                Arrays.stream(line.split("\\|", -1))
                        .map(String::strip)
                        .map(column -> column.equals("-") ? "" : column)
                        .toList();
        if (columns.size() != 6 || columns.getFirst().isEmpty()) {
            throw wrong("six columns expected");
        }
        words(columns.get(5)).forEach(this::trait);
        return new ProviderEntry(
                columns.get(0),
                columns.get(1),
                words(columns.get(2)),
                words(columns.get(3)),
                Set.copyOf(words(columns.get(4))),
                keyless,
                kind,
                placeholders(columns.get(1)),
                traits());
    }

    private Traits traits() {
        return new Traits(
                renames,
                lacks,
                only,
                choices,
                autoChoiceOnly,
                clips,
                zeros,
                leastForMany,
                values,
                reasoningLacks,
                reasoningNames,
                stripped,
                plain,
                noNulls,
                maxStops,
                reasoningRules,
                scheme,
                headers,
                append,
                chatPath,
                modelPrefix,
                modelRoot.isEmpty() ? modelPrefix : modelRoot,
                special);
    }

    private Map<String, String> placeholders(String baseUrl) {
        Map<String, String> found = new LinkedHashMap<>();
        Matcher matcher = PLACEHOLDER.matcher(baseUrl);
        while (matcher.find()) {
            String variable = variables.get(matcher.group(1));
            if (variable == null) {
                throw wrong("no variable for {" + matcher.group(1) + "}");
            }
            found.put(matcher.group(1), variable);
        }
        return found;
    }

    private void trait(String word) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        String value = equals < 0 ? "" : word.substring(equals + 1);
        switch (name) {
            case "azure" -> kind = Kind.AZURE;
            case "anthropic" -> kind = Kind.ANTHROPIC;
            case "not-yet" -> kind = Kind.NOT_YET;
            case "keyless" -> keyless = true;
            case "scheme" -> scheme = value;
            case "header" -> put(headers, value, ':');
            case "append" -> append = value;
            case "chat-path" -> chatPath = value;
            case "rename" -> put(renames, value, '>');
            case "lack" -> lacks.addAll(List.of(value.split(",")));
            case "only" -> only.addAll(List.of(value.split(",")));
            case "choice" -> choice(value);
            case "clip" -> clip(value);
            case "zero" -> number(zeros, value);
            case "least-for-many" -> number(leastForMany, value);
            case "values" -> values(value);
            case "reasoning-lack" -> reasoningLacks.addAll(List.of(value.split(",")));
            case "reasoning-name" -> reasoningNames.addAll(List.of(value.split(",")));
            case "strip" -> stripped.addAll(List.of(value.split(",")));
            case "plain" -> plain = true;
            case "nonull" -> noNulls = true;
            case "stop" -> maxStops = Integer.parseInt(value);
            case "o-rules" -> reasoningRules = true;
            case "model-prefix" -> modelPrefix = value;
            case "model-root" -> modelRoot = value;
            case "model-tail" -> special.add(Special.MODEL_TAIL);
            case "variable" -> put(variables, value, ':');
            case "prefix" -> special.add(Special.PREFIX);
            case "prefix-echo" -> special.addAll(Set.of(Special.PREFIX, Special.PREFIX_ECHO));
            case "foundry" -> special.add(Special.FOUNDRY);
            case "baseten-host" -> special.add(Special.BASETEN_HOST);
            case "clarifai-model" -> special.add(Special.CLARIFAI_MODEL);
            default -> throw wrong("unknown trait " + name);
        }
    }

    private void choice(String value) {
        if (value.equals("auto")) {
            autoChoiceOnly = true;
        } else {
            put(choices, value, '>');
        }
    }

    private void clip(String value) {
        String[] parts = value.split(":", -1);
        if (parts.length != 3) {
            throw wrong("clip takes a field and two bounds");
        }
        clips.put(parts[0], new Range(new BigDecimal(parts[1]), new BigDecimal(parts[2])));
    }

    private void number(Map<String, BigDecimal> map, String value) {
        Map<String, String> text = new HashMap<>();
        put(text, value, ':');
        text.forEach((field, number) -> map.put(field, new BigDecimal(number)));
    }

    private void values(String value) {
        Map<String, String> text = new HashMap<>();
        put(text, value, ':');
        text.forEach((field, allowed) -> values.put(field, Set.of(allowed.split(","))));
    }

    private void put(Map<String, String> map, String value, char separator) {
        int at = value.indexOf(separator);
        if (at <= 0) {
            throw wrong("'" + separator + "' expected in " + value);
        }
        map.put(value.substring(0, at), value.substring(at + 1));
    }

    private static List<String> words(String column) {
        return column.isEmpty() ? List.of() : new ArrayList<>(List.of(column.split(" +")));
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + " in: " + line);
    }
}
