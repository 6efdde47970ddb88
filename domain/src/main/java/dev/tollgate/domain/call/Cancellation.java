package dev.tollgate.domain.call;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Tells everybody who works on a call that nobody waits for it any more: the caller hung up, or
/// the gateway is closing. Fires once; who registers later is told at once. Thread-safe.
public final class Cancellation {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> listeners = new ArrayList<>(2);
    private volatile boolean cancelled;
    private volatile Cause cause = Cause.CALLER_LEFT;

    /// Why a call was cancelled.
    public enum Cause {
        CALLER_LEFT,
        SHUTTING_DOWN
    }

    /// The caller left.
    public void cancel() {
        cancel(Cause.CALLER_LEFT);
    }

    /// Runs every registered action on the calling thread. A second call does nothing.
    public void cancel(Cause why) {
        List<Runnable> toRun;
        lock.lock();
        try {
            if (cancelled) {
                return;
            }
            cause = why;
            cancelled = true;
            toRun = List.copyOf(listeners);
            listeners.clear();
        } finally {
            lock.unlock();
        }
        toRun.forEach(Runnable::run);
    }

    public boolean cancelled() {
        return cancelled;
    }

    /// The cause; means something once [#cancelled] is true.
    public Cause cause() {
        return cause;
    }

    /// Registers an action for the moment of cancellation; closing the result takes it back.
    public Registration onCancel(Runnable action) {
        lock.lock();
        try {
            if (!cancelled) {
                listeners.add(action);
                return () -> remove(action);
            }
        } finally {
            lock.unlock();
        }
        action.run();
        return () -> {};
    }

    private void remove(Runnable action) {
        lock.lock();
        try {
            listeners.remove(action);
        } finally {
            lock.unlock();
        }
    }

    /// Takes a registered action back; closing twice is harmless.
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
