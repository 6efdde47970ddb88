package dev.tollgate.adapters.persistence.postgres;

import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Listens for wake-up calls of other replicas on a connection of its own. They only hasten what a
/// poll finds anyway: while the connection is broken nothing is missed but time.
public final class PostgresWakeups implements AutoCloseable {
    private static final String LISTEN = "listen tollgate";
    private static final int LOOK_MILLIS = 5_000;
    private static final int REST_MILLIS = 1_000;

    private final PGSimpleDataSource source;
    private final Runnable wake;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /// @param wake returns at once
    public PostgresWakeups(DatabaseUrl url, Runnable wake) {
        this.source = PostgresConnections.source(url);
        this.wake = wake;
        this.thread = Thread.ofVirtual().name("wake-ups").start(this::run);
    }

    private void run() {
        try {
            do {
                listen();
            } while (!closing.await(REST_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    private void listen() {
        try (Connection connection = source.getConnection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(LISTEN);
            }
            PGConnection calls = connection.unwrap(PGConnection.class);
            while (closing.getCount() > 0) {
                if (calls.getNotifications(LOOK_MILLIS).length > 0) {
                    wake.run();
                }
            }
        } catch (SQLException _) {
            // The poll says that the database is away.
        }
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
    }
}
