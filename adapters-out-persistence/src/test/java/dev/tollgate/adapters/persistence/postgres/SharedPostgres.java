package dev.tollgate.adapters.persistence.postgres;

import dev.tollgate.adapters.persistence.sql.Database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// One database on a real PostgreSQL server for a whole test run, for those who use it one after
/// the other and whom JUnit gives no parameters. The server stops with the process.
public final class SharedPostgres {
    /// All rows go, but for those that are there from the beginning. Much faster than a database of
    /// its own for everybody.
    private static final String EMPTY =
            """
            DO $$ DECLARE tab text; BEGIN
                FOR tab IN SELECT c.relname FROM pg_class c
                    WHERE c.relnamespace = 'tollgate'::regnamespace AND c.relkind IN ('r', 'p')
                        AND NOT c.relispartition
                        AND c.relname NOT IN ('schema_history', 'revision', 'ledger_horizon')
                LOOP
                    EXECUTE format('DELETE FROM tollgate.%I', tab);
                END LOOP;
                UPDATE tollgate.ledger_horizon SET first_day = DEFAULT, ignored = DEFAULT;
            END $$
            """;

    private SharedPostgres() {}

    /// Started with the first question.
    private static final class Only {
        static final DatabaseUrl DATABASE = prepared();

        private static DatabaseUrl prepared() {
            DatabaseUrl url = new PostgresServer.Running().newDatabase();
            try (Database database = new Database(new PostgresConnections(url))) {
                database.prepare();
            }
            return url;
        }
    }

    /// The URL of the database, as an operator writes it; nothing is in its tables.
    public static String emptied() {
        DatabaseUrl url = Only.DATABASE;
        try (Connection connection = PostgresConnections.source(url).getConnection();
                Statement statement = connection.createStatement()) {
            boolean _ = statement.execute(EMPTY);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return "postgresql://%s:%s@%s".formatted(url.user(), url.password().reveal(), url.place());
    }
}
