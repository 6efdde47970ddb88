package dev.tollgate.adapters.persistence.sql;

import dev.tollgate.application.port.out.StorageUnavailable;

import io.helidon.dbclient.DbClient;
import io.helidon.dbclient.DbTransaction;
import io.helidon.dbclient.jdbc.JdbcClientBuilder;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/// A database. Whoever asks it something says how long that may take: one that does not answer in
/// that time counts as gone, whatever becomes of the question. Waiting for a thread, a connection
/// or the processor is not the database's doing: there is a time of its own for that. Thread-safe.
///
/// What is done here throws [StorageUnavailable] where the database is away, and what the work
/// itself throws; anything else is a bug.
public final class Database implements AutoCloseable {
    /// For what a call waits for.
    public static final Duration AT_ONCE = Duration.ofMillis(300);

    /// For what somebody asked for who can wait: a page of a list, a change by a management call.
    public static final Duration PATIENTLY = Duration.ofSeconds(10);

    private static final int MOST_TRIES = 8;
    private static final ScopedValue<Session> SESSION = ScopedValue.newInstance();

    private final Connections connections;
    private final DbClient reading;
    private final DbClient writing;
    private final AnswerWatch watch = new AnswerWatch(System::nanoTime);
    private volatile boolean prepared;

    public Database(Connections connections) {
        this.connections = connections;
        this.reading = client(connections::forReading);
        this.writing = client(connections::forWriting);
    }

    private interface Source {
        Connection connection(Duration within) throws SQLException;
    }

    private static DbClient client(Source source) {
        return JdbcClientBuilder.create().connectionPool(() -> connection(source)).build();
    }

    private static Connection connection(Source source) {
        Session session = SESSION.get();
        try {
            return session.holding(source.connection(session.left()));
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    public Dialect dialect() {
        return connections.dialect();
    }

    /// Makes the tables, or brings them up to date. Nothing else is done before.
    public void prepare() {
        if (prepared) {
            return;
        }
        try {
            connections.migrate();
            prepared = true;
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /// Reads. Every statement sees what was committed before it.
    public <T> T read(Duration within, Work<T> work) {
        return begun(within, work).get();
    }

    /// Reads several things at the same time, on a connection each.
    public <T> List<T> readAtOnce(Duration within, List<Work<T>> works) {
        List<Supplier<T>> begun = works.stream().map(work -> begun(within, work)).toList();
        return begun.stream().map(Supplier::get).toList();
    }

    private <T> Supplier<T> begun(Duration within, Work<T> work) {
        return asked(
                connections.readers(),
                within,
                session -> work.in(new Statements(reading.execute(), dialect(), session)));
    }

    /// Does all of the work or nothing of it. It is done again where it collided with others.
    public <T> T write(Duration within, Work<T> work) {
        return asked(connections.writers(), within, session -> repeated(session, work)).get();
    }

    private <T> T repeated(Session session, Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transaction(session, work);
            } catch (RuntimeException e) {
                if (SqlFailure.of(e) != SqlFailure.COLLISION) {
                    throw e;
                }
                if (attempt == MOST_TRIES || session.over()) {
                    throw unavailable(e);
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(attempt * 4_000_000L));
            }
        }
    }

    private <T> T transaction(Session session, Work<T> work) {
        DbTransaction transaction = writing.transaction();
        boolean done = false;
        try {
            T result = work.in(new Statements(transaction, dialect(), session));
            transaction.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                rollback(transaction);
            }
        }
    }

    private static void rollback(DbTransaction transaction) {
        try {
            transaction.rollback();
        } catch (RuntimeException _) {
            // What went wrong before is what is told. The connection goes back or is broken.
        }
    }

    /// @return what waits for the answer
    private <T> Supplier<T> asked(Executor threads, Duration within, Function<Session, T> work) {
        if (!prepared) {
            throw new StorageUnavailable(
                    "the database was not reached yet", new IllegalStateException("not prepared"));
        }
        Duration most = watch.patience(within);
        FutureTask<T> task = new FutureTask<>(session(most, work));
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            throw new StorageUnavailable("the database is closed", e);
        }
        return () -> answered(task, most);
    }

    private <T> T answered(FutureTask<T> task, Duration most) {
        try {
            T result = task.get(most.plus(watch.queueing()).toNanos(), TimeUnit.NANOSECONDS);
            watch.answered();
            return result;
        } catch (TimeoutException e) {
            // The work goes on for as long as its connection lets it, and nobody listens.
            task.cancel(false);
            watch.silent();
            throw new StorageUnavailable(
                    "the database did not answer within " + most.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            task.cancel(false);
            Thread.currentThread().interrupt();
            throw new StorageUnavailable("interrupted while the database was asked", e);
        } catch (ExecutionException e) {
            RuntimeException told = told(e.getCause() == null ? e : e.getCause());
            if (told instanceof StorageUnavailable) {
                watch.silent();
            } else {
                watch.answered();
            }
            throw told;
        }
    }

    private static <T> Callable<T> session(Duration within, Function<Session, T> work) {
        return () -> {
            try (Session session = Session.within(within)) {
                return ScopedValue.where(SESSION, session).call(() -> work.apply(session));
            }
        };
    }

    /// What a failure on another thread is to the one that asked.
    private static RuntimeException told(Throwable thrown) {
        if (thrown instanceof StorageUnavailable away) {
            return away;
        }
        return switch (SqlFailure.of(thrown)) {
            case UNAVAILABLE, COLLISION -> unavailable(thrown);
            case NOT_UNIQUE, OTHER -> {
                if (thrown instanceof Error error) {
                    throw error;
                }
                yield thrown instanceof RuntimeException bug
                        ? bug
                        : new IllegalStateException(thrown);
            }
        };
    }

    private static StorageUnavailable unavailable(Throwable thrown) {
        return new StorageUnavailable("the database is away: " + SqlFailure.said(thrown), thrown);
    }

    @Override
    public void close() {
        connections.close();
    }
}
