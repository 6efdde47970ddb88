package dev.tollgate.adapters.persistence.sql;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;

import javax.sql.DataSource;

/// Brings the tables up to date, from one set of files for all databases and one for each. Versions
/// only add: the one before them goes on running beside them.
public final class Migrations {
    private static final String HISTORY = "schema_history";
    private static final String FILES = "classpath:dev/tollgate/adapters/persistence/migrations";

    private final Dialect dialect;
    private final DataSource database;

    /// @param database connections that nothing limits in time
    public Migrations(Dialect dialect, DataSource database) {
        this.dialect = dialect;
        this.database = database;
    }

    /// The version of the newest file for such a database.
    static int newest(Dialect dialect) {
        return switch (dialect) {
            case POSTGRESQL -> 32;
            case SQLITE -> 30;
        };
    }

    /// Does nothing where the tables are this version's or a newer one's, which is found out
    /// without the machinery of migration: most starts are such.
    public void run() throws SQLException {
        if (upToDate()) {
            return;
        }
        try {
            flyway().migrate();
        } catch (FlywayException e) {
            throw SqlFailure.sql(e)
                    .orElseGet(() -> new SQLException("tables cannot be made: " + firstLine(e), e));
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private boolean upToDate() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet newest = statement.executeQuery(newestVersion())) {
            return newest.next() && newest.getInt(1) >= newest(dialect);
        } catch (SQLException e) {
            if (SqlFailure.of(e) == SqlFailure.UNAVAILABLE) {
                throw e;
            }
            return false; // there is no history yet
        }
    }

    private String newestVersion() {
        return dialect.understood(
                "select max(cast(version as integer)) from tollgate.%s where success"
                        .formatted(HISTORY));
    }

    private Flyway flyway() {
        FluentConfiguration settings =
                Flyway.configure(Migrations.class.getClassLoader())
                        .dataSource(database)
                        .locations(FILES, FILES + "_" + dialect.name().toLowerCase(Locale.ROOT))
                        .table(HISTORY)
                        .placeholders(placeholders())
                        .connectRetries(0);
        return switch (dialect) {
            case POSTGRESQL ->
                    settings.schemas(Dialect.SCHEMA).defaultSchema(Dialect.SCHEMA).load();
            case SQLITE -> settings.load();
        };
    }

    /// What the files leave open. Texts are compared by their bytes everywhere, or lists would be
    /// sorted differently.
    private Map<String, String> placeholders() {
        return switch (dialect) {
            case POSTGRESQL ->
                    Map.of(
                            "t", "tollgate.",
                            "text", "text collate \"C\"",
                            "json", "json",
                            "moment", "timestamptz",
                            "usd", "numeric(20,9)");
            case SQLITE ->
                    Map.of(
                            "t", "",
                            "text", "text",
                            "json", "text",
                            "moment", "integer",
                            "usd", "integer");
        };
    }
}
