package dev.tollgate.bootstrap.client;

import dev.tollgate.application.port.in.CallModel;
import dev.tollgate.application.port.in.ReplyFacts;
import dev.tollgate.application.port.in.ReplySink;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.CallFailure;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// One call that is walked on a thread of its own, and the bounded hand-over of what it brings to
/// the thread that asked. Both sides wait for each other; either can end it.
final class RunningCall implements ReplySink {
    /// Frames on their way at most; then the provider waits.
    static final int CAPACITY = 32;

    private final Cancellation cancellation = new Cancellation();
    private final Duration patience;
    private final Function<CallFailure, GatewayException> told;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Frame> frames = new ArrayDeque<>(CAPACITY);
    private ReplyFacts facts = ReplyFacts.none("");
    private Optional<byte[]> whole = Optional.empty();
    private boolean started;
    private boolean complete;
    private boolean gone;
    private Optional<RuntimeException> failure = Optional.empty();

    /// @param patience how long a full hand-over waits for the reader before it gives the call up
    /// @param told a failure as the caller hears of it
    RunningCall(Duration patience, Function<CallFailure, GatewayException> told) {
        this.patience = patience;
        this.told = told;
    }

    void walk(CallModel calls, ModelCall call) {
        try {
            calls.call(call, this, cancellation);
        } catch (RuntimeException | Error e) {
            change(
                    () ->
                            end(
                                    new IllegalStateException(
                                            "the call ended on a bug of the gateway", e)));
        } finally {
            change(
                    () -> {
                        if (whole.isEmpty() && !complete) {
                            end(cancelled());
                        }
                    });
        }
    }

    private GatewayException cancelled() {
        return Failures.of(
                cancellation.cause() == Cancellation.Cause.SHUTTING_DOWN
                        ? new CallFailure.ShuttingDown()
                        : new CallFailure.CallerLeft());
    }

    /// The first failure counts, what follows it is its consequence; so does leaving.
    private void end(RuntimeException why) {
        if (failure.isEmpty() && !gone) {
            failure = Optional.of(why);
        }
    }

    @Override
    public void whole(ReplyFacts replyFacts, byte[] body) {
        change(
                () -> {
                    facts = replyFacts;
                    whole = Optional.of(body);
                });
    }

    @Override
    public void failed(ReplyFacts replyFacts, CallFailure why) {
        change(
                () -> {
                    facts = replyFacts;
                    end(told.apply(why));
                });
    }

    @Override
    public void start(ReplyFacts replyFacts) {
        change(
                () -> {
                    facts = replyFacts;
                    started = true;
                });
    }

    @Override
    public void frame(Frame frame) {
        lock.lock();
        try {
            long nanos = patience.toNanos();
            while (frames.size() >= CAPACITY && !gone) {
                if (nanos <= 0) {
                    end(
                            new GatewayException.StreamBroken(
                                    new GatewayException.Timeout(
                                            "nobody read it for " + patience.toSeconds() + " s",
                                            408)));
                    throw new CallerGone(new IllegalStateException("the stream is not read"));
                }
                nanos = changed.awaitNanos(nanos);
            }
            if (gone) {
                throw new CallerGone(new IllegalStateException("the stream was closed"));
            }
            frames.add(frame);
            changed.signalAll();
        } catch (InterruptedException e) {
            throw new CallerGone(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void complete() {
        change(() -> complete = true);
    }

    @Override
    public void broken(CallFailure why) {
        change(() -> end(new GatewayException.StreamBroken(Failures.of(why))));
    }

    /// Waits for the answer of a plain call.
    byte[] awaitWhole() {
        awaitAnswer();
        return whole.orElseThrow(() -> new IllegalStateException("a stream came for a plain call"));
    }

    /// Waits for a stream's beginning.
    void awaitStart() {
        awaitAnswer();
        if (!started) {
            throw new IllegalStateException("a whole answer came for a stream");
        }
    }

    private void awaitAnswer() {
        lock.lock();
        try {
            while (!started && whole.isEmpty() && failure.isEmpty()) {
                changed.await();
            }
            if (!started && whole.isEmpty()) {
                throw rethrown();
            }
        } catch (InterruptedException _) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    /// The next frame; empty once the stream is whole or was left.
    Optional<Frame> next() {
        lock.lock();
        try {
            while (frames.isEmpty() && !complete && failure.isEmpty() && !gone) {
                changed.await();
            }
            Optional<Frame> next = Optional.ofNullable(frames.poll());
            changed.signalAll();
            if (next.isEmpty() && failure.isPresent()) {
                throw rethrown();
            }
            return next;
        } catch (InterruptedException _) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    private RuntimeException rethrown() {
        RuntimeException why = failure.orElseThrow();
        // Thrown where the caller stands, so that the trace shows the way there, not the walk's.
        why.setStackTrace(Thread.currentThread().getStackTrace());
        return why;
    }

    private RuntimeException interrupted() {
        Thread.currentThread().interrupt();
        return giveUp(new GatewayException.Cancelled("the thread was interrupted"));
    }

    ReplyFacts facts() {
        lock.lock();
        try {
            return facts;
        } finally {
            lock.unlock();
        }
    }

    /// The caller takes nothing more.
    void leave() {
        change(
                () -> {
                    gone = true;
                    frames.clear();
                });
        cancellation.cancel();
    }

    /// The caller takes nothing more, and hears this whenever it asks.
    RuntimeException giveUp(RuntimeException why) {
        change(() -> end(why));
        leave();
        return why;
    }

    /// The gateway closes. A reader who waits, and one who does not read, hear of it.
    void cutOff() {
        cancellation.cancel(Cancellation.Cause.SHUTTING_DOWN);
        change(
                () -> {
                    if (!complete && whole.isEmpty()) {
                        GatewayException closed = new GatewayException.GatewayClosed();
                        end(started ? new GatewayException.StreamBroken(closed) : closed);
                    }
                    gone = true;
                });
    }

    private void change(Runnable step) {
        lock.lock();
        try {
            step.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
