package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.settings.Problem.Severity;
import dev.tollgate.bootstrap.settings.Raw.Scalar;
import dev.tollgate.domain.access.SecretNames;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Collects what is found while a configuration is read. Bounded, and the last place where a secret
/// is taken out of a text.
final class Problems {
    private static final int MOST = 500;
    private static final int LONGEST_TEXT = 500;
    private static final int SHORTEST_SECRET = 8;
    private static final int MOST_SECRETS = 2000;

    private final List<Problem> found = new ArrayList<>();
    private final Map<String, Set<String>> notUsedYet = new LinkedHashMap<>();

    /// Longest first, so that a secret within another leaves nothing of it.
    private final Set<String> secrets =
            new TreeSet<>(
                    Comparator.comparingInt(String::length)
                            .reversed()
                            .thenComparing(Comparator.naturalOrder()));

    private int errors;
    private int dropped;

    Problems() {}

    /// One that begins with what was found before.
    static Problems after(List<Problem> found) {
        Problems problems = new Problems();
        found.forEach(problems::add);
        return problems;
    }

    private void add(Problem problem) {
        if (problem.severity() == Severity.ERROR) {
            errors++;
        }
        found.add(problem);
    }

    /// Remembers every secret in these values: none of them will be in a text that is reported.
    void keepSecrets(Raw.Mapping values) {
        keepSecrets(values, false);
    }

    private void keepSecrets(Raw raw, boolean secret) {
        switch (raw) {
            case Scalar scalar -> {
                if (secret
                        && scalar.text().length() >= SHORTEST_SECRET
                        && secrets.size() < MOST_SECRETS) {
                    secrets.add(scalar.text());
                }
            }
            case Raw.Listing listing -> listing.items().forEach(item -> keepSecrets(item, secret));
            case Raw.Mapping mapping ->
                    mapping.fields()
                            .forEach(
                                    (key, field) ->
                                            keepSecrets(
                                                    field.value(),
                                                    secret
                                                            || SecretNames.isSecret(key)
                                                            || SecretNames.holdsSecrets(key)));
        }
    }

    void error(String path, Place place, String value, String rule, String fix) {
        add(Severity.ERROR, path, place, value, rule, fix);
    }

    void warning(String path, Place place, String value, String rule, String fix) {
        add(Severity.WARNING, path, place, value, rule, fix);
    }

    void notice(String path, Place place, String value, String rule, String fix) {
        add(Severity.NOTICE, path, place, value, rule, fix);
    }

    void add(Severity severity, String path, Place place, String value, String rule, String fix) {
        if (severity == Severity.ERROR) {
            errors++;
        }
        if (found.size() >= MOST) {
            dropped++;
            return;
        }
        found.add(
                new Problem(
                        severity,
                        clean(path),
                        place.file(),
                        place.line(),
                        clean(value),
                        clean(rule),
                        clean(fix)));
    }

    /// A key that is accepted and has no effect yet.
    void notUsedYet(String section, String key) {
        notUsedYet.computeIfAbsent(section, _ -> new TreeSet<>()).add(key);
    }

    int errors() {
        return errors;
    }

    int count() {
        return found.size();
    }

    /// What was found after this many.
    List<Problem> since(int count) {
        return List.copyOf(found.subList(count, found.size()));
    }

    List<Problem> all() {
        List<Problem> all = new ArrayList<>(found);
        if (dropped > 0) {
            // An error may be among them.
            Severity worst =
                    found.stream().filter(p -> p.severity() == Severity.ERROR).count() < errors
                            ? Severity.ERROR
                            : Severity.WARNING;
            all.add(
                    new Problem(
                            worst, "", "", 0, "", dropped + " more problems are not listed.", ""));
        }
        return all;
    }

    Map<String, List<String>> allNotUsedYet() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        notUsedYet.forEach((section, keys) -> groups.put(section, List.copyOf(keys)));
        return groups;
    }

    /// The text without secrets and control characters, and not too long.
    String clean(String text) {
        String result = text;
        for (String secret : secrets) {
            result = result.replace(secret, "(secret)");
        }
        result = SecretNames.likeAKey().matcher(result).replaceAll("(secret)");
        StringBuilder printable = new StringBuilder();
        result.codePoints()
                .limit(LONGEST_TEXT)
                .forEach(c -> printable.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        if (result.codePointCount(0, result.length()) > LONGEST_TEXT) {
            printable.append('…');
        }
        return printable.toString();
    }
}
