package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Row;
import dev.tollgate.adapters.persistence.sql.Statements;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Rows travel as one array for each column, so that a statement is the same for any number of
/// them.
record PostgresForm() implements SqlForm {
    private static final String EPOCH = "TIMESTAMP 'epoch'";

    @Override
    public String source(List<Column> columns) {
        List<String> selected = new ArrayList<>();
        List<String> arrays = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column.Type type = columns.get(i).type();
            String name = "c" + i;
            names.add(name);
            arrays.add("CAST(? AS %s[])".formatted(element(type)));
            selected.add(value(type, name));
        }
        return "SELECT %s FROM unnest(%s) AS u (%s)"
                .formatted(
                        String.join(", ", selected),
                        String.join(", ", arrays),
                        String.join(", ", names));
    }

    private static String element(Column.Type type) {
        return switch (type) {
            case TEXT -> "text";
            case UUID -> "uuid";
            case JSON -> "jsonb";
            case WHOLE, MONEY, TIME -> "bigint";
            case YES_NO -> "boolean";
            case DAY -> "date";
        };
    }

    /// What a travelling value means.
    private static String value(Column.Type type, String expression) {
        return switch (type) {
            case TEXT, UUID, JSON, WHOLE, YES_NO, DAY -> expression;
            case MONEY -> "%s * 0.000000001".formatted(expression);
            case TIME -> "%s + %s * INTERVAL '1 microsecond'".formatted(EPOCH, expression);
        };
    }

    @Override
    public List<Object> arguments(List<Column> columns, List<@Nullable Object[]> rows) {
        List<Object> arguments = new ArrayList<>(columns.size() + 1);
        for (int i = 0; i < columns.size(); i++) {
            arguments.add(array(columns.get(i).type(), i, rows));
        }
        return arguments;
    }

    @Override
    public void write(
            Statements sql,
            String table,
            List<Column> columns,
            List<@Nullable Object[]> rows,
            String then) {
        long _ = sql.update(insert(table, columns, then), arguments(columns, rows));
    }

    private String insert(String table, List<Column> columns, String then) {
        String names = named(columns);
        return "INSERT INTO tollgate.%s (%s) %s %s".formatted(table, names, source(columns), then);
    }

    @Override
    public Set<String> append(
            Statements sql, String table, List<Column> columns, List<@Nullable Object[]> rows) {
        Column id = columns.getFirst();
        String name = id.name();
        String then = "ON CONFLICT (%s) DO NOTHING RETURNING %s".formatted(name, name);
        String statement =
                "WITH fresh AS (%s) SELECT %s FROM (%s) AS given (%s) WHERE %s NOT IN (SELECT %s FROM fresh)"
                        .formatted(
                                insert(table, columns, then),
                                read(id),
                                source(List.of(id)),
                                name,
                                name,
                                name);
        List<Object> arguments = arguments(columns, rows);
        arguments.add(arguments.getFirst());
        return Set.copyOf(sql.query(statement, arguments, row -> row.text(name)));
    }

    private static Object array(Column.Type type, int place, List<@Nullable Object[]> rows) {
        @Nullable Object[] array =
                switch (type) {
                    case TEXT, UUID, JSON, DAY -> new String[rows.size()];
                    case WHOLE, MONEY, TIME -> new Long[rows.size()];
                    case YES_NO -> new Boolean[rows.size()];
                };
        for (int i = 0; i < array.length; i++) {
            array[i] = rows.get(i)[place];
        }
        return array;
    }

    @Override
    public String parameter(Column.Type type) {
        return switch (type) {
            case TEXT, WHOLE, YES_NO -> "?";
            case UUID -> "CAST(? AS uuid)";
            case JSON -> "CAST(? AS jsonb)";
            case DAY -> "CAST(? AS date)";
            case MONEY, TIME -> "(" + value(type, "?") + ")";
        };
    }

    @Override
    public String day(LocalDate day) {
        return "DATE '%s'".formatted(day);
    }

    @Override
    public String read(Column.Type type, String expression) {
        return switch (type) {
            case TEXT, WHOLE, YES_NO -> expression;
            case UUID, JSON, DAY -> "CAST(%s AS text)".formatted(expression);
            case MONEY -> "CAST(%s * 1000000000 AS bigint)".formatted(expression);
            case TIME -> "CAST(extract(epoch FROM %s) * 1000000 AS bigint)".formatted(expression);
        };
    }

    @Override
    public String sorted(String expression) {
        return expression + " COLLATE \"C\"";
    }

    @Override
    public String isAnyOf(String expression) {
        return expression + " = ANY (CAST(? AS text[]))";
    }

    @Override
    public String isAnyDay(String column) {
        return column + " = ANY (CAST(? AS date[]))";
    }

    @Override
    public String isAnyId(String column) {
        return column + " = ANY (CAST(? AS uuid[]))";
    }

    @Override
    public Object list(Collection<String> texts) {
        return texts.toArray(String[]::new);
    }

    @Override
    public String hasPart(String column) {
        return "strpos(%s, ?) > 0".formatted(column);
    }

    @Override
    public String ended() {
        return "started_at + duration_nanos / 1000 * INTERVAL '1 microsecond'";
    }

    @Override
    public String contains(String column) {
        return column + " @> CAST(? AS jsonb)";
    }

    @Override
    public Object member(String text) {
        return Texts.list(List.of(text));
    }

    @Override
    public String isYes(String column) {
        return column;
    }

    @Override
    public String oneOf(long rows) {
        return "random() * %d < 1".formatted(rows);
    }

    @Override
    public String locking() {
        return " FOR UPDATE";
    }

    @Override
    public void durable(Statements sql) {
        List<Row> _ =
                sql.query(
                        "SELECT set_config('synchronous_commit', 'on', true) AS durable"
                                + " WHERE current_setting('synchronous_commit') = 'off'",
                        List.of(),
                        row -> row);
    }

    @Override
    public String now() {
        return "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)";
    }
}
