package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Statements;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Rows travel as one JSON array of arrays, so that a statement is the same for any number of them.
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
    public String parameter(Column.Type type) {
        return "?";
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
    public String isAnyId(String column) {
        return isAnyOf(column);
    }

    @Override
    public Object list(Collection<String> texts) {
        return Texts.list(texts);
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
