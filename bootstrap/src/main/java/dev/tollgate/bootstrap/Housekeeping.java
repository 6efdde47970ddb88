package dev.tollgate.bootstrap;

import dev.tollgate.application.ledger.MendedRollUps;
import dev.tollgate.application.ledger.OldEntries;
import dev.tollgate.application.port.out.LedgerRetention;
import dev.tollgate.bootstrap.storage.Storage;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Forgets what nobody asks for any more, hour by hour and a little at a time, and mends figures of
/// days that an older version wrote beside. Every replica does so; none leads.
final class Housekeeping implements AutoCloseable {
    /// After the end of a budget's period.
    private static final Duration PERIODS_KEPT = Duration.ofDays(90);

    private static final Duration COPIES_KEPT = Duration.ofDays(365);

    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Thread> threads;

    Housekeeping(Storage.Books books, InstantSource clock) {
        this.threads =
                List.of(
                        thread(books.periods()::forgetEndedBefore, PERIODS_KEPT, clock),
                        thread(books.copies()::forgetDeletedBefore, COPIES_KEPT, clock),
                        thread(new MendedRollUps(books.rollUps(), clock, this::rest)));
    }

    private Thread thread(LedgerRetention old, Duration kept, InstantSource clock) {
        return thread(new OldEntries(old, () -> kept, clock, this::rest));
    }

    private static Thread thread(Runnable work) {
        return Thread.ofVirtual().name("housekeeping").unstarted(work);
    }

    void start() {
        threads.forEach(Thread::start);
    }

    private boolean rest(Duration time) {
        try {
            return !closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
