package dev.tollgate.adapters.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One piece of work on its thread: until when it may take, and the connections that it holds.
/// DbClient forgets some of them when a statement fails; here none is.
final class Session implements AutoCloseable {
    private static final long SHORTEST_NANOS = 1_000_000;

    private final Duration time;
    private final List<Connection> held = new ArrayList<>(1);
    private long endNanos;

    private Session(Duration time) {
        this.time = time;
        this.endNanos = System.nanoTime() + time.toNanos();
    }

    static Session within(Duration time) {
        return new Session(time);
    }

    Duration left() {
        return Duration.ofNanos(Math.max(SHORTEST_NANOS, endNanos - System.nanoTime()));
    }

    boolean over() {
        return System.nanoTime() - endNanos >= 0;
    }

    /// The time counts from the first connection: the wait for it was no work.
    Connection holding(Connection connection) {
        if (held.isEmpty()) {
            endNanos = System.nanoTime() + time.toNanos();
        }
        held.add(connection);
        return connection;
    }

    /// The one that was taken last: within a transaction, the transaction's.
    Connection connection() {
        return held.getLast();
    }

    @Override
    public void close() {
        for (Connection connection : held) {
            try {
                connection.close();
            } catch (SQLException _) {
                // It is broken: the pool makes another one.
            }
        }
    }
}
