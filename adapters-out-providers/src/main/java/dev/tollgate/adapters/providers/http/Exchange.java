package dev.tollgate.adapters.providers.http;

import dev.tollgate.application.port.out.AttemptLimits;

import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
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

    /// What is waited for.
    enum Clock {
        CONNECT,
        FIRST_BYTE,
        WHOLE_ANSWER,
        FIRST_TOKEN,
        NEXT_EVENT,
        REST,
        TOTAL
    }

    private final int hash;
    private final transient Deadlines deadlines;
    private final transient AttemptLimits limits;
    private final long totalDeadline;

    /// The clock that runs from the beginning, until an answer is whole or a stream's first token
    /// came.
    private final Clock answer;

    private final long answerDeadline;

    /// Written by the owner before `deadline`, and read by nobody else.
    private Clock clock;

    private volatile long deadline;
    private volatile boolean silenceEnds;
    private volatile boolean onlyRestIsLeft;
    private volatile boolean leftAfterFinish;
    private transient volatile @Nullable ManagedHttpClientConnection connection;
    private transient volatile @Nullable ConnectionPool waitingFor;

    Exchange(Deadlines deadlines, long now, AttemptLimits limits, boolean streaming) {
        super(End.RUNNING);
        this.deadlines = deadlines;
        this.limits = limits;
        this.totalDeadline = now + limits.total().toNanos();
        this.answer = streaming ? Clock.FIRST_TOKEN : Clock.WHOLE_ANSWER;
        this.answerDeadline = now + bound(answer).toNanos();
        this.clock = answer;
        this.deadline = earlier(answerDeadline, totalDeadline);
        this.hash = (int) (now ^ (now >>> 32)) * 0x9E3779B9;
    }

    /// Time left before the deadline, in nanoseconds.
    long left() {
        return deadline - System.nanoTime();
    }

    /// Time left of the whole attempt, in nanoseconds.
    long totalLeft(long now) {
        return totalDeadline - now;
    }

    void awaitConnection() {
        beside(Clock.CONNECT);
    }

    /// The request is about to be sent.
    void awaitHead() {
        if (answer == Clock.WHOLE_ANSWER && limits.firstByte().isPositive()) {
            beside(Clock.FIRST_BYTE);
        } else {
            awaitAnswer();
        }
    }

    /// Waits for the whole answer, or for a stream's first token.
    void awaitAnswer() {
        arm(answer, answerDeadline);
    }

    void awaitNextEvent() {
        if (silenceEnds) {
            silenceEnds = false;
            onlyRestIsLeft = false;
        }
        arm(Clock.NEXT_EVENT, System.nanoTime() + limits.timeout().toNanos());
    }

    /// Waits for what may follow, but need not.
    void awaitRest(long nanos) {
        arm(Clock.REST, System.nanoTime() + nanos);
    }

    /// As [#awaitRest], and silence is the end.
    void awaitRestElseSilent(long nanos) {
        silenceEnds = true;
        awaitRest(nanos);
    }

    /// Nobody waits for the provider now: only the total counts.
    void rest() {
        arm(Clock.TOTAL, totalDeadline);
    }

    /// A clock that runs beside that of the answer, whichever is over first.
    private void beside(Clock other) {
        long at = System.nanoTime() + bound(other).toNanos();
        if (at - answerDeadline < 0) {
            arm(other, at);
        } else {
            awaitAnswer();
        }
    }

    private void arm(Clock next, long at) {
        clock = next;
        deadline = earlier(at, totalDeadline);
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    /// The clock that ran out, of an exchange that has timed out. Only the owner may ask.
    Clock clock() {
        return deadline == totalDeadline ? Clock.TOTAL : clock;
    }

    /// How long a clock may run.
    Duration bound(Clock which) {
        return switch (which) {
            case CONNECT -> limits.connect();
            case FIRST_BYTE -> limits.firstByte();
            case WHOLE_ANSWER, NEXT_EVENT -> limits.timeout();
            case FIRST_TOKEN ->
                    limits.firstToken().isPositive() ? limits.firstToken() : limits.timeout();
            case REST, TOTAL -> limits.total();
        };
    }

    boolean running() {
        return get() == End.RUNNING;
    }

    /// Called by the watch.
    void expireAt(long now) {
        if (now - deadline >= 0) {
            abort(silenceEnds ? End.SILENT : End.TIMED_OUT);
        }
    }

    /// Nobody waits for the answer any more. One that has been said needs no more than the second
    /// in which its usage may be reported.
    void cancel() {
        leftAfterFinish = onlyRestIsLeft;
        if (!onlyRestIsLeft) {
            abort(End.CANCELLED);
        }
    }

    /// The answer has been said; what may follow is a report of its usage.
    void onlyRestIsLeft() {
        onlyRestIsLeft = true;
    }

    boolean leftAfterFinish() {
        return leftAfterFinish;
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
