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

/// One call that is walked on a thread of its own, and the bounded hand-over of what it brings to
/// the thread that asked. Both sides wait for each other; either can end it.
final class RunningCall implements ReplySink {
    /// Frames on their way at most; then the provider waits.
    static final int CAPACITY = 32;

    private final Cancellation cancellation = new Cancellation();
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Frame> frames = new ArrayDeque<>(CAPACITY);
    private ReplyFacts facts = ReplyFacts.none("");
    private Optional<byte[]> whole = Optional.empty();
    private boolean started;
    private boolean complete;
    private boolean left;
    private boolean cutOff;
    private boolean walking = true;
    private Optional<RuntimeException> failure = Optional.empty();

    /// @param patience how long a full hand-over waits for the reader before it gives the call up
    RunningCall(Duration patience) {
        this.patience = patience;
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
                        walking = false;
                        if (whole.isEmpty() && !complete && failure.isEmpty()) {
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

    /// The first failure counts: what follows it is its consequence.
    private void end(RuntimeException why) {
        if (failure.isEmpty()) {
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
                    end(Failures.of(why));
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
            while (frames.size() >= CAPACITY && !left && !cutOff) {
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
            if (left || cutOff) {
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
        lock.lock();
        try {
            while (whole.isEmpty() && failure.isEmpty() && !started) {
                changed.await();
            }
            if (failure.isPresent()) {
                throw rethrown();
            }
            return whole.orElseThrow(
                    () -> new IllegalStateException("a stream came for a plain call"));
        } catch (InterruptedException _) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a stream's beginning.
    void awaitStart() {
        lock.lock();
        try {
            while (!started && failure.isEmpty() && whole.isEmpty()) {
                changed.await();
            }
            if (!started) {
                throw failure.isPresent()
                        ? rethrown()
                        : new IllegalStateException("a whole answer came for a stream");
            }
        } catch (InterruptedException _) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    /// The next frame; empty once the stream is whole.
    Optional<Frame> next() {
        lock.lock();
        try {
            while (frames.isEmpty() && !complete && failure.isEmpty() && !left) {
                changed.await();
            }
            if (left) {
                throw new GatewayException.Cancelled("the stream was closed");
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

    private GatewayException interrupted() {
        leave();
        Thread.currentThread().interrupt();
        return new GatewayException.Cancelled("the thread was interrupted");
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
                    left = true;
                    frames.clear();
                });
        cancellation.cancel();
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
                    cutOff = true;
                });
    }

    /// Waits for the walk's end, so that what it holds is given back.
    ///
    /// @return whether it ended in time
    boolean awaitEnd(Duration bound) throws InterruptedException {
        lock.lock();
        try {
            long nanos = bound.toNanos();
            while (walking && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return !walking;
        } finally {
            lock.unlock();
        }
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
