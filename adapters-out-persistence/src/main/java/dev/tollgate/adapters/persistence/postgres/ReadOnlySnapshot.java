package dev.tollgate.adapters.persistence.postgres;

import dev.tollgate.application.port.out.StorageUnavailable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Somebody else's database as it was at one moment: one transaction that reads and cannot write.
/// Not thread-safe. Everything throws [StorageUnavailable] where the database is away.
public final class ReadOnlySnapshot implements AutoCloseable {
    /// Reading may take as long as it takes, also where the server is set to end idle transactions.
    private static final String PATIENCE =
            "SELECT set_config('statement_timeout', '0', true),"
                    + " set_config('idle_in_transaction_session_timeout', '0', true),"
                    + " set_config('search_path', ?, true)";

    private final Connection connection;
    private final String place;

    private ReadOnlySnapshot(Connection connection, String place) {
        this.connection = connection;
        this.place = place;
    }

    /// Tables without a schema are those of the schema that the URL names.
    public static ReadOnlySnapshot of(DatabaseUrl url) {
        ReadOnlySnapshot snapshot;
        try {
            Connection connection = PostgresConnections.source(url).getConnection();
            snapshot = new ReadOnlySnapshot(connection, url.place());
        } catch (SQLException e) {
            throw away(url.place(), e);
        }
        try {
            snapshot.begin(url.schema());
            return snapshot;
        } catch (StorageUnavailable e) {
            snapshot.close();
            throw e;
        }
    }

    private void begin(String schema) {
        try {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw away(place, e);
        }
        read(PATIENCE, List.of(identifier(schema)), 1, _ -> {});
    }

    public String place() {
        return place;
    }

    /// A name as statements have it.
    public static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /// Reads the first column of all rows, in batches of so many.
    public void read(
            String sql, List<String> parameters, int atOnce, Consumer<List<String>> batches) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(atOnce);
            for (int i = 0; i < parameters.size(); i++) {
                statement.setString(i + 1, parameters.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                read(rows, atOnce, batches);
            }
        } catch (SQLException e) {
            throw away(place, e);
        }
    }

    private static void read(ResultSet rows, int atOnce, Consumer<List<String>> batches)
            throws SQLException {
        List<String> batch = new ArrayList<>(atOnce);
        while (rows.next()) {
            batch.add(String.valueOf(rows.getString(1)));
            if (batch.size() == atOnce) {
                batches.accept(List.copyOf(batch));
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            batches.accept(List.copyOf(batch));
        }
    }

    private static StorageUnavailable away(String place, SQLException e) {
        String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new StorageUnavailable(
                "the database at %s cannot be read: %s".formatted(place, said), e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException _) {
            // Nothing was written: there is nothing to lose.
        }
    }
}
