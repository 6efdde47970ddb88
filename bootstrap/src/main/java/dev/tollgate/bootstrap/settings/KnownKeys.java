package dev.tollgate.bootstrap.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The table of all keys, from `known-keys.txt`: sections in brackets, below them lines `used: …`,
/// `later: …`, `ignored: …` with the keys of that state and `instead: wrong=right`. A section that
/// stands within another one is not where a misplaced key belongs. To take a key into use, move its
/// word to the `used:` line and read it.
final class KnownKeys {
    /// What a key does here.
    enum State {
        USED,
        /// accepted; its feature does not exist yet
        LATER,
        /// accepted; has no meaning in this gateway
        IGNORED
    }

    private final Map<String, Map<String, State>> sections = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> instead = new LinkedHashMap<>();
    private final Set<String> inner = new TreeSet<>();

    private KnownKeys(String table) {
        String section = "";
        for (String line : table.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                section = line.substring(1, line.indexOf(']'));
                if (line.endsWith("within another")) {
                    inner.add(section);
                }
                sections.put(section, new LinkedHashMap<>());
                instead.put(section, new LinkedHashMap<>());
                continue;
            }
            int colon = line.indexOf(':');
            String[] words = line.substring(colon + 1).strip().split(" +");
            if (line.startsWith("instead:")) {
                for (String pair : words) {
                    int equals = pair.indexOf('=');
                    within(instead, section)
                            .put(pair.substring(0, equals), pair.substring(equals + 1));
                }
            } else {
                State state =
                        switch (line.substring(0, colon)) {
                            case "used" -> State.USED;
                            case "later" -> State.LATER;
                            case "ignored" -> State.IGNORED;
                            case String other -> throw new IllegalStateException(other);
                        };
                for (String word : words) {
                    within(sections, section).put(word, state);
                }
            }
        }
    }

    private static <V> Map<String, V> within(Map<String, Map<String, V>> all, String section) {
        Map<String, V> found = all.get(section);
        if (found == null) {
            throw new IllegalStateException("no section [" + section + "]");
        }
        return found;
    }

    static KnownKeys load() {
        try (InputStream in = KnownKeys.class.getResourceAsStream("known-keys.txt")) {
            if (in == null) {
                throw new IllegalStateException("known-keys.txt is not on the class path");
            }
            return new KnownKeys(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Set<String> sections() {
        return sections.keySet();
    }

    Set<String> keys(String section) {
        return within(sections, section).keySet();
    }

    /// Those that do something; none for a section that has no keys of its own.
    Set<String> used(String section) {
        Set<String> used = new TreeSet<>();
        sections.getOrDefault(section, Map.of())
                .forEach(
                        (key, state) -> {
                            if (state == State.USED) {
                                used.add(key);
                            }
                        });
        return used;
    }

    Optional<State> state(String section, String key) {
        return Optional.ofNullable(within(sections, section).get(key));
    }

    /// The right name of a key that is often written otherwise.
    Optional<String> instead(String section, String key) {
        return Optional.ofNullable(within(instead, section).get(key));
    }

    /// Other sections in which this key means something.
    Set<String> homes(String key, String except) {
        Set<String> homes = new TreeSet<>();
        sections.forEach(
                (name, keys) -> {
                    State state = keys.get(key);
                    if (!name.equals(except)
                            && !inner.contains(name)
                            && state != null
                            && state != State.IGNORED) {
                        homes.add(name);
                    }
                });
        return homes;
    }
}
