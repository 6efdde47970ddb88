package dev.tollgate.domain.call;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Header lines in the order in which they came; names compare without case.
public final class HeaderLines {
    public static final HeaderLines NONE = new HeaderLines(List.of());

    private final List<String> namesAndValues;

    private HeaderLines(List<String> namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    /// @param namesAndValues name, value, name, value, …
    public static HeaderLines of(List<String> namesAndValues) {
        if (namesAndValues.size() % 2 != 0) {
            throw new IllegalArgumentException(
                    "names and values must pair: " + namesAndValues.size() + " strings");
        }
        return namesAndValues.isEmpty() ? NONE : new HeaderLines(List.copyOf(namesAndValues));
    }

    public static HeaderLines of(String... namesAndValues) {
        return of(List.of(namesAndValues));
    }

    public Optional<String> first(String name) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (namesAndValues.get(i).equalsIgnoreCase(name)) {
                return Optional.of(namesAndValues.get(i + 1));
            }
        }
        return Optional.empty();
    }

    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            action.accept(namesAndValues.get(i), namesAndValues.get(i + 1));
        }
    }

    public int size() {
        return namesAndValues.size() / 2;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeaderLines lines && lines.namesAndValues.equals(namesAndValues);
    }

    @Override
    public int hashCode() {
        return namesAndValues.hashCode();
    }

    /// Names only: a value may be a secret.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("HeaderLines[");
        forEach((name, _) -> text.append(text.length() > 12 ? ", " : "").append(name));
        return text.append(']').toString();
    }
}
