package dev.tollgate.adapters.persistence.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// A real PostgreSQL server for a test run: started once, with an empty database for everyone who
/// asks for a [DatabaseUrl].
public final class PostgresServer implements ParameterResolver {
    private static final ExtensionContext.Namespace SHARED =
            ExtensionContext.Namespace.create(PostgresServer.class);

    /// On a machine that does much else.
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    /// Started with the first question, stopped with the test run.
    static final class Running implements AutoCloseable {
        private final EmbeddedPostgres server;
        private final AtomicInteger databases = new AtomicInteger();

        Running() {
            try {
                server = EmbeddedPostgres.builder().setPGStartupWait(LONGEST_START).start();
            } catch (IOException e) {
                throw new IllegalStateException("PostgreSQL did not start", e);
            }
        }

        DatabaseUrl newDatabase() {
            String name = "test" + databases.incrementAndGet();
            try (var connection = server.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (SQLException e) {
                throw new IllegalStateException("no database " + name, e);
            }
            return DatabaseUrl.parse(
                    "postgresql://postgres:postgres@localhost:%d/%s"
                            .formatted(server.getPort(), name));
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == DatabaseUrl.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(SHARED)
                .computeIfAbsent(Running.class, _ -> new Running(), Running.class)
                .newDatabase();
    }
}
