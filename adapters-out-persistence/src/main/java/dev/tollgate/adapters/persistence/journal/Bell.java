package dev.tollgate.adapters.persistence.journal;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes one who waits. To ring costs next to nothing while nobody does.
final class Bell {
    private final Semaphore rung = new Semaphore(0);
    private volatile boolean waiting;

    /// To be called before looking for what one would wait for.
    void arm() {
        rung.drainPermits();
        waiting = true;
    }

    void ring() {
        if (waiting) {
            waiting = false;
            rung.release();
        }
    }

    /// Returns once it has rung since it was armed, or after this time.
    void await(long nanos) throws InterruptedException {
        var _ = rung.tryAcquire(nanos, TimeUnit.NANOSECONDS);
    }
}
