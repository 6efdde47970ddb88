package dev.tollgate.adapters.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executor;

/// Where a database's connections come from. Closing a connection gives it back.
public interface Connections extends AutoCloseable {
    Dialect dialect();

    /// A connection on which every statement is a transaction.
    ///
    /// @param within how long to wait for it, and for each answer on it
    Connection forReading(Duration within) throws SQLException;

    /// A connection whose statements are one transaction, until it is committed.
    Connection forWriting(Duration within) throws SQLException;

    /// The threads that read.
    Executor readers();

    /// The threads that write.
    Executor writers();

    /// Brings the tables up to date. Safe with other processes that do the same at the moment, and
    /// with older ones that use them.
    void migrate() throws SQLException;

    @Override
    void close();
}
