package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Statements;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A few rows travel as one JSON array of arrays, so that a statement is the same for any number of
/// them.
record SqliteForm() implements SqlForm {
    @Override
    public String source(List<Column> columns) {
        String values =
                IntStream.range(0, columns.size())
                        .mapToObj("json_extract(value, '$[%d]')"::formatted)
                        .collect(Collectors.joining(", "));
        return "SELECT %s FROM json_each(?)".formatted(values);
    }

    @Override
    public List<Object> arguments(List<Column> columns, List<@Nullable Object[]> rows) {
        return List.of(Texts.table(rows));
    }

    @Override
    public void write(
            Statements sql,
            String table,
            List<Column> columns,
            List<@Nullable Object[]> rows,
            String then) {
        sql.forEach(insert(table, columns, then), rows, _ -> {});
    }

    /// For one row, whose values are bound one by one: of JSON, the database would read each row
    /// once for every column.
    private String insert(String table, List<Column> columns, String then) {
        String values = String.join(", ", Collections.nCopies(columns.size(), "?"));
        return "INSERT INTO tollgate.%s (%s) VALUES (%s) %s"
                .formatted(table, named(columns), values, then);
    }

    @Override
    public Set<String> append(
            Statements sql, String table, List<Column> columns, List<@Nullable Object[]> rows) {
        String then = "ON CONFLICT (%s) DO NOTHING".formatted(columns.getFirst().name());
        Set<String> known = new HashSet<>();
        rows.forEach(row -> known.add(String.valueOf(row[0])));
        sql.forEach(
                insert(table, columns, then),
                rows,
                row -> {
                    boolean _ = known.remove(String.valueOf(row[0]));
                });
        return known;
    }

    @Override
    public String parameter(Column.Type type) {
        return "?";
    }

    @Override
    public String day(LocalDate day) {
        return "'%s'".formatted(day);
    }

    @Override
    public String read(Column.Type type, String expression) {
        return expression;
    }

    @Override
    public String sorted(String expression) {
        return expression;
    }

    @Override
    public String isAnyOf(String expression) {
        return expression + " IN (SELECT value FROM json_each(?))";
    }

    @Override
    public String isAnyDay(String column) {
        return isAnyOf(column);
    }

    @Override
    public String isAnyId(String column) {
        return isAnyOf(column);
    }

    @Override
    public Object list(Collection<String> texts) {
        return Texts.list(texts);
    }

    @Override
    public String hasPart(String column) {
        return "instr(%s, ?) > 0".formatted(column);
    }

    @Override
    public String ended() {
        return "started_at + duration_nanos / 1000";
    }

    @Override
    public String contains(String column) {
        return "EXISTS (SELECT 1 FROM json_each(%s) WHERE value = ?)".formatted(column);
    }

    @Override
    public Object member(String text) {
        return text;
    }

    @Override
    public String isYes(String column) {
        return column + " = 1";
    }

    @Override
    public String oneOf(long rows) {
        return "random() %% %d = 0".formatted(rows);
    }

    @Override
    public String locking() {
        return "";
    }

    @Override
    public void durable(Statements sql) {
        // Its connections always wait for the disk.
    }

    @Override
    public String now() {
        return "CAST(unixepoch('subsec') * 1000 AS integer)";
    }
}
