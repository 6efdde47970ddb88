package dev.tollgate.bootstrap.deployment;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A compose file as it is written: variables are not filled in.
record ComposeFile(String text, Map<String, Object> root) {
    /// `${NAME}`, `${NAME:-default}` and `${NAME:?message}` without another reference within.
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\w+)(?::([-?])([^${}]*))?}");

    static ComposeFile read(Path file) throws IOException {
        String text = Files.readString(file);
        return new ComposeFile(text, new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) requireNonNull(value, "a map is missing");
    }

    static List<?> list(@Nullable Object value) {
        return (List<?>) requireNonNull(value, "a list is missing");
    }

    Map<String, Object> services() {
        return map(root.get("services"));
    }

    Map<String, Object> service(String name) {
        return map(services().get(name));
    }

    Map<String, Object> environment(String service) {
        return map(service(service).get("environment"));
    }

    /// Names of variables without which it does not start.
    Set<String> demanded() {
        Set<String> names = new TreeSet<>();
        REFERENCE
                .matcher(text)
                .results()
                .filter(it -> "?".equals(it.group(2)))
                .forEach(it -> names.add(it.group(1)));
        return names;
    }

    /// What is there when no variable is set.
    static String byDefault(String value) {
        String before = value;
        String after = once(before);
        while (!after.equals(before)) {
            before = after;
            after = once(before);
        }
        return after;
    }

    private static String once(String value) {
        return REFERENCE
                .matcher(value)
                .replaceAll(
                        it -> "-".equals(it.group(2)) ? Matcher.quoteReplacement(it.group(3)) : "");
    }
}
