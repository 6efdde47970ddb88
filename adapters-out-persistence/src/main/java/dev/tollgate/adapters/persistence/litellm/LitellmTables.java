package dev.tollgate.adapters.persistence.litellm;

import dev.tollgate.adapters.persistence.postgres.ReadOnlySnapshot;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which tables there are, with their columns in order.
record LitellmTables(Map<String, Set<String>> columns) {
    private static final String ASKED =
            "SELECT table_name || '.' || column_name FROM information_schema.columns"
                    + " WHERE table_schema = ? AND table_name LIKE 'LiteLLM!_%' ESCAPE '!'"
                    + " ORDER BY table_name, ordinal_position";
    private static final int AT_ONCE = 1_000;

    static LitellmTables in(ReadOnlySnapshot snapshot, String schema) {
        Map<String, Set<String>> columns = new LinkedHashMap<>();
        snapshot.read(
                ASKED,
                List.of(schema),
                AT_ONCE,
                some ->
                        some.forEach(
                                each -> {
                                    int dot = each.indexOf('.');
                                    columns.computeIfAbsent(
                                                    each.substring(0, dot),
                                                    _ -> new LinkedHashSet<>())
                                            .add(each.substring(dot + 1));
                                }));
        return new LitellmTables(columns);
    }

    boolean has(String table) {
        return columns.containsKey(table);
    }

    boolean has(String table, String column) {
        return of(table).contains(column);
    }

    Set<String> of(String table) {
        return columns.getOrDefault(table, Set.of());
    }
}
