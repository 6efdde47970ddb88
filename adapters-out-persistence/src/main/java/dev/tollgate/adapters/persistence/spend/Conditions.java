package dev.tollgate.adapters.persistence.spend;

import java.util.ArrayList;
import java.util.List;

/// Conditions that all hold, and what they are bound to.
final class Conditions {
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> arguments = new ArrayList<>();

    /// The same, to be added to.
    Conditions copy() {
        Conditions copy = new Conditions();
        copy.conditions.addAll(conditions);
        copy.arguments.addAll(arguments);
        return copy;
    }

    Conditions and(String condition, Object... bound) {
        conditions.add(condition);
        arguments.addAll(List.of(bound));
        return this;
    }

    /// Asks for nothing where the text is empty.
    Conditions equal(String column, String text) {
        return text.isEmpty() ? this : and(is(column), text);
    }

    /// A column is the one text that is bound, which is not empty. That goes without saying, but
    /// SQLite takes an index that leaves out empty texts only where it is said.
    static String is(String column) {
        return "%1$s = ? AND %1$s <> ''".formatted(column);
    }

    /// ` WHERE …`, or nothing.
    String text() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    List<Object> arguments() {
        return List.copyOf(arguments);
    }
}
