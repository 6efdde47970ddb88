package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.settings.Raw.Scalar;
import dev.tollgate.bootstrap.words.Nearest;
import dev.tollgate.domain.access.SecretNames;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A map of the configuration, read key by key: each reader checks type and range, reports what
/// does not fit and gives the fallback then. A key that is empty or refers to an unset variable
/// counts as absent.
final class Section {
    /// Before the host of an address.
    private static final Pattern USER_INFO = Pattern.compile("://[^/@]*@");

    private final KnownKeys known;
    private final Problems problems;
    private final String name;
    private final String path;
    private final Raw.Mapping map;

    Section(KnownKeys known, Problems problems, String name, String path, Raw.Mapping map) {
        this.known = known;
        this.problems = problems;
        this.name = name;
        this.path = path;
        this.map = map;
    }

    String path() {
        return path;
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    Raw.Mapping map() {
        return map;
    }

    Place place(String key) {
        Raw.Field field = map.fields().get(key);
        return field == null ? map.place() : field.place();
    }

    /// The value, unless it is empty or refers to an unset variable.
    Optional<Raw> raw(String key) {
        Raw.Field field = map.fields().get(key);
        if (field == null || field.value() instanceof Scalar scalar && scalar.absent()) {
            return Optional.empty();
        }
        return Optional.of(field.value());
    }

    Set<String> names() {
        return map.fields().keySet();
    }

    boolean has(String key) {
        return raw(key).isPresent();
    }

    /// The variable the key refers to, if that is not set.
    Optional<String> unset(String key) {
        Raw.Field field = map.fields().get(key);
        return field != null
                        && field.value() instanceof Scalar scalar
                        && scalar.type() == Scalar.Type.UNSET
                ? Optional.of(scalar.variable())
                : Optional.empty();
    }

    /// A text; numbers and flags count as their text. Empty if absent.
    String text(String key) {
        Optional<Raw> raw = raw(key);
        if (raw.isEmpty()) {
            return "";
        }
        if (raw.get() instanceof Scalar scalar) {
            return scalar.text();
        }
        wrong(key, raw.get(), "must be a text, not " + raw.get().kind() + ".");
        return "";
    }

    boolean flag(String key, boolean fallback) {
        Optional<Raw> raw = raw(key);
        if (raw.isEmpty()) {
            return fallback;
        }
        if (raw.get() instanceof Scalar scalar) {
            Optional<Boolean> flag = YamlScalars.flag(scalar.text().strip());
            if (flag.isPresent()) {
                return flag.get();
            }
        }
        wrong(key, raw.get(), "must be true or false.");
        return fallback;
    }

    long whole(String key, long least, long most, long fallback) {
        Optional<BigDecimal> number = number(key, "must be a whole number");
        if (number.isEmpty()) {
            return fallback;
        }
        try {
            long value = number.get().longValueExact();
            if (value >= least && value <= most) {
                return value;
            }
        } catch (ArithmeticException fraction) {
            // reported below
        }
        wrong(key, "must be a whole number from " + least + " to " + most + ".");
        return fallback;
    }

    double decimal(String key, double least, double most, double fallback) {
        Optional<BigDecimal> number = number(key, "must be a number");
        if (number.isEmpty()) {
            return fallback;
        }
        double value = number.get().doubleValue();
        if (value >= least && value <= most) {
            return value;
        }
        wrong(key, "must be a number from " + plain(least) + " to " + plain(most) + ".");
        return fallback;
    }

    /// An amount of money or another exact number of 0 or more.
    Optional<BigDecimal> amount(String key) {
        Optional<BigDecimal> number = number(key, "must be a number of 0 or more");
        if (number.isPresent() && number.get().signum() < 0) {
            wrong(key, "must be a number of 0 or more.");
            return Optional.empty();
        }
        return number;
    }

    private Optional<BigDecimal> number(String key, String rule) {
        Optional<Raw> raw = raw(key);
        if (raw.isEmpty()) {
            return Optional.empty();
        }
        if (raw.get() instanceof Scalar scalar && scalar.type() != Scalar.Type.FLAG) {
            Optional<String> number =
                    scalar.type() == Scalar.Type.NUMBER
                            ? Optional.of(scalar.text())
                            : YamlScalars.number(decimalText(scalar.text().strip()));
            if (number.isPresent()) {
                return number.map(BigDecimal::new);
            }
        }
        wrong(key, raw.get(), rule + ".");
        return Optional.empty();
    }

    /// A quoted "012" is twelve to whoever wrote it, not YAML's octal.
    private static String decimalText(String text) {
        return text.matches("0+[0-9]+") ? text.replaceFirst("^0+(?=[0-9])", "") : text;
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /// A duration within bounds: seconds, or `30s`, `5m`, `1h`, `1d`.
    Duration duration(String key, Duration least, Duration most, Duration fallback) {
        Optional<Raw> raw = raw(key);
        if (raw.isEmpty()) {
            return fallback;
        }
        if (raw.get() instanceof Scalar scalar && scalar.type() != Scalar.Type.FLAG) {
            Optional<Duration> duration = Durations.parse(scalar.text());
            if (duration.isPresent()
                    && duration.get().compareTo(least) >= 0
                    && duration.get().compareTo(most) <= 0) {
                return duration.get();
            }
        }
        wrong(
                key,
                raw.get(),
                "must be a time from "
                        + seconds(least)
                        + " to "
                        + seconds(most)
                        + " seconds, such as 30, 30s or 5m.");
        return fallback;
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    /// A list of texts; a single text counts as a list of one.
    List<String> texts(String key) {
        Optional<Raw> raw = raw(key);
        if (raw.isEmpty()) {
            return List.of();
        }
        List<Raw> items =
                raw.get() instanceof Raw.Listing listing ? listing.items() : List.of(raw.get());
        List<String> texts = new ArrayList<>(items.size());
        for (Raw item : items) {
            if (item instanceof Scalar scalar) {
                if (!scalar.absent()) {
                    texts.add(scalar.text());
                }
            } else {
                wrong(key, item, "must be a list of texts; one of them is " + item.kind() + ".");
            }
        }
        return texts;
    }

    /// The map under a key.
    Optional<Section> section(String key, String sectionName) {
        Optional<Raw> raw = raw(key);
        if (raw.isEmpty()) {
            return Optional.empty();
        }
        if (raw.get() instanceof Raw.Mapping mapping) {
            return Optional.of(new Section(known, problems, sectionName, path(key), mapping));
        }
        wrong(key, raw.get(), "must be a map, not " + raw.get().kind() + ".");
        return Optional.empty();
    }

    /// The maps in the list under a key.
    List<Section> sections(String key, String sectionName) {
        Optional<Raw> raw = raw(key);
        if (raw.isEmpty()) {
            return List.of();
        }
        if (!(raw.get() instanceof Raw.Listing listing)) {
            wrong(key, raw.get(), "must be a list, each entry starting with a dash.");
            return List.of();
        }
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < listing.items().size(); i++) {
            String inner = path(key) + "[" + i + "]";
            Raw item = listing.items().get(i);
            if (item instanceof Raw.Mapping mapping) {
                sections.add(new Section(known, problems, sectionName, inner, mapping));
            } else {
                problems.error(
                        inner, item.place(), "", "must be a map, not " + item.kind() + ".", "");
            }
        }
        return sections;
    }

    /// The map's keys and values as they are.
    Map<String, Raw.Field> fields() {
        return map.fields();
    }

    /// How a value may be shown.
    String shown(String key, Raw raw) {
        if (!(raw instanceof Scalar scalar)) {
            return "";
        }
        if (!scalar.variable().isEmpty()) {
            return scalar.asWritten();
        }
        if (SecretNames.isSecret(key) || USER_INFO.matcher(scalar.text()).find()) {
            return "(secret)";
        }
        return scalar.type() == Scalar.Type.TEXT ? '"' + scalar.text() + '"' : scalar.text();
    }

    void wrong(String key, String rule) {
        wrong(key, rule, "");
    }

    void wrong(String key, String rule, String fix) {
        Raw.Field field = map.fields().get(key);
        problems.error(
                path(key), place(key), field == null ? "" : shown(key, field.value()), rule, fix);
    }

    private void wrong(String key, Raw raw, String rule) {
        problems.error(path(key), place(key), shown(key, raw), rule, "");
    }

    void warn(String key, String rule, String fix) {
        problems.warning(path(key), place(key), "", rule, fix);
    }

    void note(String key, String rule, String fix) {
        problems.notice(path(key), place(key), "", rule, fix);
    }

    /// Reports keys that nothing reads, and variables that are not set.
    void reportKeys() {
        map.fields()
                .forEach(
                        (key, field) -> {
                            if (!reportKnown(key)) {
                                reportUnknown(key);
                            }
                        });
    }

    /// Reports what there is to say about a known key; false if it is not one.
    boolean reportKnown(String key) {
        Optional<KnownKeys.State> state = known.state(name, key);
        if (state.isEmpty()) {
            return false;
        }
        switch (state.get()) {
            case USED -> reportUnset(key);
            case LATER -> problems.notUsedYet(name, key);
            case IGNORED -> {
                if (!name.equals("model_info")) {
                    note(key, "has no effect here.", whyIgnored(key));
                }
            }
        }
        return true;
    }

    private String whyIgnored(String key) {
        return switch (key) {
            case "cooldown_time" -> "Write it under router_settings.";
            case "max_retries" -> "Write `num_retries`.";
            case "enable_weighted_failover" ->
                    "A call asks every other deployment before one that failed it.";
            case "enforce_rbac" ->
                    "A token that names neither a user nor a team is always refused.";
            case "virtual_key_mapping_cache_ttl" -> "What is changed counts at once.";
            case "custom_provider_map", "custom_validate" ->
                    "It names Python code, which cannot run here.";
            default -> "";
        };
    }

    void reportUnset(String key) {
        unset(key)
                .ifPresent(
                        variable ->
                                warn(
                                        key,
                                        "refers to "
                                                + variable
                                                + ", which is not set; the key"
                                                + " counts as absent.",
                                        "Set " + variable + " or remove the line."));
    }

    void reportUnknown(String key) {
        String fix =
                known.instead(name, key)
                        .map(right -> "Did you mean `" + right + "`?")
                        .orElseGet(() -> elsewhere(key));
        warn(key, "is not a known key of " + name + " and has no effect.", fix);
    }

    private String elsewhere(String key) {
        return misplaced(key).orElseGet(() -> Nearest.question(key, known.keys(name)));
    }

    /// Where a key belongs that another section knows.
    Optional<String> misplaced(String key) {
        for (String home : known.homes(key, name)) {
            if (home.equals("file")) {
                return Optional.of("`" + key + "` belongs at the top level of the file.");
            }
            if (!home.equals("request parameters")) {
                return Optional.of("`" + key + "` belongs under " + home + ".");
            }
            if (name.equals("model_list")) {
                return Optional.of("`" + key + "` belongs under litellm_params.");
            }
        }
        return Optional.empty();
    }
}
