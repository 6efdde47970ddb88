package dev.tollgate.adapters.persistence.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.tollgate.adapters.persistence.sql.Connections;
import dev.tollgate.adapters.persistence.sql.Dialect;
import dev.tollgate.adapters.persistence.sql.Migrations;

import org.postgresql.ds.PGSimpleDataSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A pool of connections to a PostgreSQL server, which may be away when this begins.
public final class PostgresConnections implements Connections {
    private static final long WAIT_MILLIS = 250;
    private static final Duration IDLE = Duration.ofMinutes(5);

    /// Statements that nobody waits for any more end at the server too. Servers have their data in
    /// memory, or on disks where no place is far from another, and are seldom told so: they would
    /// read whole tables where an index has all that is asked for. Nothing here is worth compiling.
    private static final String SESSION =
            "set statement_timeout = '60s'; set random_page_cost = 1.1; set jit = off";

    private final DatabaseUrl url;
    private final HikariDataSource pool;
    private final ExecutorService threads;

    public PostgresConnections(DatabaseUrl url) {
        this.url = url;
        this.pool = new HikariDataSource(settings(url));
        this.threads =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sql ", 0).factory());
    }

    private static HikariConfig settings(DatabaseUrl url) {
        HikariConfig settings = new HikariConfig();
        settings.setPoolName("tollgate");
        settings.setDataSource(source(url));
        settings.setMaximumPoolSize(url.poolSize());
        settings.setMinimumIdle(Math.min(2, url.poolSize()));
        settings.setIdleTimeout(IDLE.toMillis());
        settings.setConnectionTimeout(WAIT_MILLIS);
        settings.setValidationTimeout(WAIT_MILLIS);
        settings.setInitializationFailTimeout(-1);
        if (!url.throughPooler()) {
            settings.setConnectionInitSql(SESSION);
        }
        return settings;
    }

    static PGSimpleDataSource source(DatabaseUrl url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url.jdbc());
        source.setUser(url.user());
        source.setPassword(url.password().reveal());
        return source;
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    public Connection forReading(Duration within) throws SQLException {
        long end = System.nanoTime() + within.toNanos();
        while (true) {
            try {
                Connection connection = pool.getConnection();
                // A server that is silent for longer is given up, and the connection with it. How
                // long others had the connection is not its doing.
                connection.setNetworkTimeout(Runnable::run, (int) Math.max(1, within.toMillis()));
                return connection;
            } catch (SQLTransientConnectionException e) {
                if (System.nanoTime() - end >= 0) {
                    throw e;
                }
            }
        }
    }

    @Override
    public Connection forWriting(Duration within) throws SQLException {
        Connection connection = forReading(within);
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public Executor readers() {
        return threads;
    }

    @Override
    public Executor writers() {
        return threads;
    }

    @Override
    public void migrate() throws SQLException {
        new Migrations(Dialect.POSTGRESQL, source(url)).run();
    }

    @Override
    public void close() {
        threads.shutdown();
        pool.close();
    }
}
