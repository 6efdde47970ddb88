package dev.tollgate.bootstrap.replicas;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A PostgreSQL server of one test, which can be stopped and started again with what it keeps.
final class Postgres implements AutoCloseable {
    private static final int NANOS = 9;

    private final Path folder;
    private final int port;
    private EmbeddedPostgres server;

    private Postgres(Path folder, EmbeddedPostgres server) {
        this.folder = folder;
        this.server = server;
        this.port = server.getPort();
    }

    /// Starts one that keeps its files in this folder.
    static Postgres in(Path folder) throws IOException {
        return new Postgres(folder, builder(folder).start());
    }

    private static EmbeddedPostgres.Builder builder(Path folder) {
        return EmbeddedPostgres.builder().setDataDirectory(folder).setCleanDataDirectory(false);
    }

    String url() {
        return "postgresql://postgres:postgres@localhost:%d/postgres".formatted(port);
    }

    void stop() throws IOException {
        server.close();
    }

    /// Again, at the same place.
    void start() throws IOException {
        server = builder(folder).setPort(port).start();
    }

    /// What one column of a question has.
    List<String> texts(String question, String... values) {
        try (var connection = server.getPostgresDatabase().getConnection();
                PreparedStatement statement = connection.prepareStatement(question)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            List<String> texts = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(question, e);
        }
    }

    /// A sum of dollars, in nano-dollars.
    long nanos(String question, String... values) {
        return new BigDecimal(texts(question, values).getFirst())
                .movePointRight(NANOS)
                .longValueExact();
    }

    /// What the ledger has charged to calls whose marks begin so, in nano-dollars.
    long charged(String mark) {
        return nanos(
                "SELECT coalesce(sum(cost), 0) FROM tollgate.ledger WHERE caller_id LIKE ? || '%'",
                mark);
    }

    /// The marks of such calls that were answered, one for each row.
    List<String> succeeded(String mark) {
        return texts(
                "SELECT caller_id FROM tollgate.ledger"
                        + " WHERE caller_id LIKE ? || '%' AND status = 'SUCCESS'",
                mark);
    }

    /// The marks of such calls that asked a provider, one for each row.
    List<String> asked(String mark) {
        return texts(
                "SELECT caller_id FROM tollgate.ledger"
                        + " WHERE caller_id LIKE ? || '%' AND attempt > 0",
                mark);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
