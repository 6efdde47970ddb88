package dev.tollgate.adapters.persistence.sqlite;

import dev.tollgate.adapters.persistence.files.OwnerOnly;
import dev.tollgate.adapters.persistence.sql.Connections;
import dev.tollgate.adapters.persistence.sql.Dialect;
import dev.tollgate.adapters.persistence.sql.Migrations;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// One connection that writes and two that read, each on a platform thread of its own: the driver's
/// native code would hold a virtual thread's carrier. What is committed survives the loss of power.
public final class SqliteConnections implements Connections {
    private static final int READERS = 2;
    private static final int BUSY_MILLIS = 5_000;

    /// What the writer keeps in memory of the ledger's indexes: ids of answers come in no order, so
    /// that each changes a page of its own.
    private static final int WRITER_CACHE_KIB = 16 * 1024;

    /// Pages (16 MiB) that are written behind each other before each is written to its place: many
    /// are changed more than once until then.
    private static final int PAGES_BEHIND = 4_000;

    private static final long FAREWELL_SECONDS = 5;

    /// A locked file keeps out other processes only.
    private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

    private final Path file;
    private final SQLiteDataSource source;
    private final HeldConnections reading;
    private final HeldConnections writing;
    private final ExecutorService readers;
    private final ExecutorService writers;

    /// @param folder the data directory; made when the tables are
    public SqliteConnections(Path folder) {
        this.file = folder.toAbsolutePath().normalize().resolve("tollgate.db");
        this.source = source(file);
        this.reading = new HeldConnections(source, List.of());
        this.writing =
                new HeldConnections(
                        source,
                        List.of(
                                "pragma cache_size = -" + WRITER_CACHE_KIB,
                                "pragma wal_autocheckpoint = " + PAGES_BEHIND));
        this.readers = threads(READERS, "sqlite-reader-");
        this.writers = threads(1, "sqlite-writer-");
    }

    /// The file that everything is in.
    public Path file() {
        return file;
    }

    private static SQLiteDataSource source(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private static ExecutorService threads(int number, String name) {
        return Executors.newFixedThreadPool(
                number, Thread.ofPlatform().daemon().name(name, 1).factory());
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public Connection forReading(Duration within) throws SQLException {
        return reading.take();
    }

    @Override
    public Connection forWriting(Duration within) throws SQLException {
        return writing.takeToWrite();
    }

    @Override
    public Executor readers() {
        return readers;
    }

    @Override
    public Executor writers() {
        return writers;
    }

    /// SQLite itself lets several processes begin to make the same table: a locked file does not.
    @Override
    public void migrate() throws SQLException {
        IN_THIS_PROCESS.lock();
        try {
            OwnerOnly.directory(file.resolveSibling("."));
            OwnerOnly.file(file);
            try (FileChannel channel =
                            FileChannel.open(
                                    OwnerOnly.file(file.resolveSibling("tollgate.lock")),
                                    StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                new Migrations(Dialect.SQLITE, source).run();
            }
        } catch (IOException e) {
            throw new SQLException(
                    "%s cannot be made: %s".formatted(file, OwnerOnly.reason(e)), "58030", e);
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }

    @Override
    public void close() {
        readers.shutdown();
        writers.shutdown();
        try {
            boolean _ = writers.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS);
            boolean _ = readers.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        reading.close();
        writing.close();
    }
}
