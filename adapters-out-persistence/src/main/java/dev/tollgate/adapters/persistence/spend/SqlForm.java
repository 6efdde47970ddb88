package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Statements;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// How one database writes what the other writes differently.
sealed interface SqlForm permits PostgresForm, SqliteForm {
    /// A query that gives rows which are passed in [#arguments].
    String source(List<Column> columns);

    List<Object> arguments(List<Column> columns, List<@Nullable Object[]> rows);

    /// Where a value of that type is passed.
    String parameter(Column.Type type);

    /// Appends rows to a table whose first column is the id, except those that are there already.
    ///
    /// @return the ids of those that were
    Set<String> append(
            Statements sql, String table, List<Column> columns, List<@Nullable Object[]> rows);

    /// Inserts rows, in their order.
    ///
    /// @param then what follows, as `ON CONFLICT …`
    void write(
            Statements sql,
            String table,
            List<Column> columns,
            List<@Nullable Object[]> rows,
            String then);

    /// A day, written out.
    String day(LocalDate day);

    /// What gives a column's value as it travels, under its name.
    default String read(Column column) {
        return read(column.type(), column.name()) + " AS " + column.name();
    }

    String read(Column.Type type, String expression);

    /// Texts in the order of their characters, whatever language the database sorts by.
    String sorted(String expression);

    /// A condition: the column is one of the texts that are passed in [#list].
    String isAnyOf(String expression);

    /// The same for a column of days.
    String isAnyDay(String column);

    /// The same for a column of ids.
    String isAnyId(String column);

    Object list(Collection<String> texts);

    /// A condition: the column contains the text that is passed.
    String hasPart(String column);

    /// When the attempt of a ledger's row ended.
    String ended();

    /// A condition: the JSON array contains the text that is passed in [#member].
    String contains(String column);

    Object member(String text);

    /// A condition: the column says yes.
    String isYes(String column);

    /// A condition: the row is one of so many, at random.
    String oneOf(long rows);

    /// Makes the rows that a query gives nobody else's until the transaction ends.
    String locking();

    /// Has the transaction on disk when it has ended.
    void durable(Statements sql);

    /// Milliseconds since 1970 by the database's clock.
    String now();

    default String named(List<Column> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /// All columns as they travel.
    default String readAll(List<Column> columns) {
        return columns.stream().map(this::read).collect(Collectors.joining(", "));
    }
}
