package dev.tollgate.adapters.persistence.sql;

import io.helidon.dbclient.DbClientException;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbStatement;

import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// Where statements are run. Parameters are bound in the order of the question marks.
public final class Statements {
    private final DbExecute execute;
    private final Dialect dialect;
    private final Session session;

    Statements(DbExecute execute, Dialect dialect, Session session) {
        this.execute = execute;
        this.dialect = dialect;
        this.session = session;
    }

    public Dialect dialect() {
        return dialect;
    }

    /// All rows of an answer. The statement bounds how many there can be.
    public <T> List<T> query(String sql, List<?> parameters, Function<Row, T> reading) {
        var statement = execute.createQuery(dialect.understood(sql));
        bind(statement, parameters);
        try (Stream<DbRow> rows = statement.execute()) {
            return rows.map(row -> reading.apply(new Row(row))).toList();
        }
    }

    /// The first row of an answer.
    public <T> Optional<T> first(String sql, List<?> parameters, Function<Row, T> reading) {
        return query(sql, parameters, reading).stream().findFirst();
    }

    /// @return how many rows were written
    /// @throws NotUnique where an index forbids it
    public long update(String sql, List<?> parameters) {
        var statement = execute.createDmlStatement(dialect.understood(sql));
        bind(statement, parameters);
        try {
            return statement.execute();
        } catch (RuntimeException e) {
            throw SqlFailure.of(e) == SqlFailure.NOT_UNIQUE ? new NotUnique(e) : e;
        }
    }

    /// Runs a statement once for each row of parameters, within a transaction: for many rows, where
    /// the database is in this process.
    ///
    /// @param written is given the rows whose statement wrote something
    public void forEach(
            String sql, List<@Nullable Object[]> rows, Consumer<@Nullable Object[]> written) {
        // DbClient has no statement that is run several times; it opens the transaction.
        List<Row> _ = query("SELECT 1 AS one", List.of(), Function.identity());
        try (PreparedStatement statement =
                session.connection().prepareStatement(dialect.understood(sql))) {
            for (@Nullable Object[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    statement.setObject(i + 1, row[i]);
                }
                if (statement.executeUpdate() > 0) {
                    written.accept(row);
                }
            }
        } catch (SQLException e) {
            throw new DbClientException("a row could not be written", e);
        }
    }

    /// Wakes all who wait for news, when and if this transaction ends well.
    public void wakeOthers() {
        switch (dialect) {
            case POSTGRESQL -> {
                // A function without a value is none that DbClient can read.
                List<Row> _ =
                        query(
                                "select 1 as told from (select pg_notify(?, '')) n",
                                List.of(Dialect.SCHEMA),
                                Function.identity());
            }
            case SQLITE -> {}
        }
    }

    private static void bind(DbStatement<?> statement, List<?> parameters) {
        for (@Nullable Object parameter : parameters) {
            statement.addParam(parameter);
        }
    }
}
