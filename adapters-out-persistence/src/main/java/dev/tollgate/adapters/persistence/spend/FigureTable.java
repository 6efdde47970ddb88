package dev.tollgate.adapters.persistence.spend;

import static dev.tollgate.adapters.persistence.spend.Column.whole;

import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.domain.ledger.Figures;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A table of figures of days. Rows that are there are added to, in the order of their keys.
///
/// @param key how many of the columns tell rows apart: the first ones
record FigureTable(String name, int key, List<Column> columns) {
    private static final List<Column> FIGURES =
            List.of(
                    Column.money("spend"),
                    whole("prompt_tokens"),
                    whole("completion_tokens"),
                    whole("cache_read_tokens"),
                    whole("cache_write_tokens"),
                    whole("successful"),
                    whole("failed"));

    static FigureTable of(String name, int key, Column... columns) {
        return new FigureTable(
                name, key, Stream.concat(Stream.of(columns), FIGURES.stream()).toList());
    }

    /// @param rows figures by the texts of all other columns
    void add(Statements sql, SqlForm form, Map<List<String>, Figures> rows) {
        if (!rows.isEmpty()) {
            List<@Nullable Object[]> sorted =
                    rows.entrySet().stream()
                            .sorted(Map.Entry.comparingByKey(byKey()))
                            .map(row -> row(row.getKey(), row.getValue()))
                            .toList();
            form.write(sql, name, columns, sorted, added());
        }
    }

    private Comparator<List<String>> byKey() {
        Comparator<List<String>> order = Comparator.comparing(List::getFirst);
        for (int i = 1; i < key; i++) {
            int place = i;
            order = order.thenComparing(texts -> texts.get(place));
        }
        return order;
    }

    private String added() {
        String keys =
                columns.stream().limit(key).map(Column::name).collect(Collectors.joining(", "));
        return FIGURES.stream()
                .map(Column::name)
                .map(figure -> "%1$s = %2$s.%1$s + excluded.%1$s".formatted(figure, name))
                .collect(Collectors.joining(", ", "ON CONFLICT (" + keys + ") DO UPDATE SET ", ""));
    }

    private static @Nullable Object[] row(List<String> texts, Figures figures) {
        List<@Nullable Object> row = new ArrayList<>(texts);
        Collections.addAll(
                row,
                figures.spend().nanos(),
                figures.promptTokens(),
                figures.completionTokens(),
                figures.cacheReadTokens(),
                figures.cacheWriteTokens(),
                figures.successful(),
                figures.failed());
        return row.toArray();
    }
}
