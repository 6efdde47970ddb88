package dev.tollgate.adapters.providers.http;

import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicReference;

/// One attempt while it runs: its deadline, its connection, and how it ended. Whoever ends it early
/// closes the connection under the thread that waits on it, which then finds the reason here.
final class Exchange extends AtomicReference<Exchange.End> {
    private static final long serialVersionUID = 1L;

    /// How an exchange stands or ended.
    enum End {
        RUNNING,
        /// the owner is through with it
        DONE,
        TIMED_OUT,
        /// nothing more came after the finish reason
        SILENT,
        CANCELLED,
        CLOSED
    }

    private final int hash;
    private final transient Deadlines deadlines;
    private final long totalDeadline;
    private volatile long deadline;
    private volatile boolean silenceEnds;
    private transient volatile @Nullable ManagedHttpClientConnection connection;
    private transient volatile @Nullable ConnectionPool waitingFor;

    Exchange(Deadlines deadlines, long now, long timeoutNanos, long totalNanos) {
        super(End.RUNNING);
        this.deadlines = deadlines;
        this.totalDeadline = now + totalNanos;
        this.deadline = now + Math.min(timeoutNanos, totalNanos);
        this.hash = (int) (now ^ (now >>> 32)) * 0x9E3779B9;
    }

    /// Time left before the deadline, in nanoseconds.
    long left() {
        return deadline - System.nanoTime();
    }

    /// From now on at most this long, and never beyond the total.
    void within(long nanos) {
        long now = System.nanoTime();
        deadline = now + Math.min(nanos, totalDeadline - now);
    }

    /// As [#within], but its passing is no failure.
    void withinElseSilent(long nanos) {
        silenceEnds = true;
        within(nanos);
    }

    /// Nobody waits for the provider now: only the total counts.
    void rest() {
        deadline = totalDeadline;
    }

    boolean running() {
        return get() == End.RUNNING;
    }

    /// Called by the watch.
    void expireAt(long now) {
        if (now - deadline >= 0) {
            boolean silent = silenceEnds && now - totalDeadline < 0;
            abort(silent ? End.SILENT : End.TIMED_OUT);
        }
    }

    void cancel() {
        abort(End.CANCELLED);
    }

    /// @return whether this ended it
    boolean abort(End reason) {
        if (!compareAndSet(End.RUNNING, reason)) {
            return false;
        }
        ManagedHttpClientConnection bound = connection;
        if (bound != null) {
            bound.close(CloseMode.IMMEDIATE);
        }
        ConnectionPool pool = waitingFor;
        if (pool != null) {
            pool.wakeWaiters();
        }
        return true;
    }

    /// The owner is through; the connection is its own again.
    ///
    /// @return false when the exchange was ended by somebody else first
    boolean done() {
        return compareAndSet(End.RUNNING, End.DONE);
    }

    void waitFor(@Nullable ConnectionPool pool) {
        waitingFor = pool;
    }

    /// Ties the connection to this exchange.
    ///
    /// @throws IOException if it has ended
    void bind(@Nullable ManagedHttpClientConnection used) throws IOException {
        connection = used;
        check();
    }

    void check() throws IOException {
        if (!running()) {
            throw new InterruptedIOException("the exchange has ended");
        }
    }

    void watch() {
        deadlines.watch(this);
    }

    void forget() {
        deadlines.forget(this);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
