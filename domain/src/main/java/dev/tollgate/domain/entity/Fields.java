package dev.tollgate.domain.entity;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Named values in the order they were given, immutable. A value is null, a `Boolean`, a `String`,
/// a `BigDecimal`, a `List` of values or `Fields`. A field that is null is known to be empty; one
/// that is absent says nothing.
public final class Fields {
    public static final Fields NONE = new Fields(Map.of());

    /// Of a number, before and behind its point: all that a `double` may have.
    private static final int MOST_DIGITS = 400;

    private final Map<String, @Nullable Object> values;

    private Fields(Map<String, @Nullable Object> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /// Copies the values, maps and whole numbers of any width included.
    ///
    /// @throws IllegalArgumentException for a value of another type, a text that not every store
    ///   can keep, and a number of more than 400 digits before or behind its point
    public static Fields of(Map<String, ? extends @Nullable Object> values) {
        Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(values.size());
        values.forEach(
                (name, value) -> copy.put(KeptText.checked("a field", name), plain(name, value)));
        return new Fields(copy);
    }

    private static @Nullable Object plain(String name, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean _, Fields _ -> value;
            case String text -> KeptText.checked(name, text);
            case BigDecimal number -> bounded(name, number);
            case Integer number -> BigDecimal.valueOf(number);
            case Long number -> BigDecimal.valueOf(number);
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>(list.size());
                list.forEach(each -> copy.add(plain(name, each)));
                yield Collections.unmodifiableList(copy);
            }
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
                map.forEach(
                        (key, each) ->
                                copy.put(
                                        KeptText.checked(name, String.valueOf(key)),
                                        plain(name, each)));
                yield new Fields(copy);
            }
            default ->
                    throw new IllegalArgumentException(
                            "%s holds a %s, which is no field value"
                                    .formatted(name, value.getClass().getSimpleName()));
        };
    }

    /// A number as it is written without an exponent, so that every store gives back the same one.
    private static BigDecimal bounded(String name, BigDecimal number) {
        long before = (long) number.precision() - number.scale();
        if (before > MOST_DIGITS || number.scale() > MOST_DIGITS) {
            throw new IllegalArgumentException(
                    "%s has more than %d digits".formatted(name, MOST_DIGITS));
        }
        return number.scale() < 0 ? number.setScale(0) : number;
    }

    public Set<String> names() {
        return values.keySet();
    }

    /// The values by name; unmodifiable.
    public Map<String, @Nullable Object> asMap() {
        return values;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /// Whether the field is there and not null.
    public boolean set(String name) {
        return values.get(name) != null;
    }

    /// Whether the field is there and neither null nor an empty list nor empty fields.
    public boolean says(String name) {
        return switch (values.get(name)) {
            case null -> false;
            case List<?> list -> !list.isEmpty();
            case Fields fields -> !fields.isEmpty();
            default -> true;
        };
    }

    public @Nullable Object get(String name) {
        return values.get(name);
    }

    /// The text of a field, empty where it is absent, null or of another type.
    public String text(String name) {
        return values.get(name) instanceof String text ? text : "";
    }

    public Optional<BigDecimal> number(String name) {
        return values.get(name) instanceof BigDecimal number
                ? Optional.of(number)
                : Optional.empty();
    }

    public boolean yes(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    /// The texts of a list; other members are passed over.
    public List<String> texts(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
                : List.of();
    }

    /// The members of a list that are fields themselves.
    public List<Fields> all(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream().filter(Fields.class::isInstance).map(Fields.class::cast).toList()
                : List.of();
    }

    /// Fields within a field, none where there are none.
    public Fields within(String name) {
        return values.get(name) instanceof Fields fields ? fields : NONE;
    }

    /// The same with one field set, in its old place or at the end.
    public Fields with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(values);
        copy.put(name, plain(name, value));
        return new Fields(copy);
    }

    public Fields without(String name) {
        if (!has(name)) {
            return this;
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(values);
        copy.remove(name);
        return new Fields(copy);
    }

    /// Those that are not null.
    public Fields filled() {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(values);
        copy.values().removeIf(Objects::isNull);
        return new Fields(copy);
    }

    /// Those of these names that are there.
    public Fields only(Collection<String> names) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(values);
        copy.keySet().retainAll(names);
        return new Fields(copy);
    }

    /// The others.
    public Fields except(Collection<String> names) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(values);
        copy.keySet().removeAll(names);
        return new Fields(copy);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /// These fields with the others' in the place of their own; null replaces too.
    public Fields merged(Fields others) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(values);
        copy.putAll(others.values);
        return new Fields(copy);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fields fields && values.equals(fields.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /// Names only: values may be secrets.
    @Override
    public String toString() {
        return "Fields" + values.keySet();
    }
}
