package dev.tollgate.bootstrap.storage;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.application.store.ChangeFeed;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Reaches the database and stays in touch with it: prepares it, as often as it takes, then looks
/// for news, and says when it is lost and when it is back.
final class StorageThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    private static final Duration REMINDER = Duration.ofMinutes(1);
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final String place;
    private final Preparing database;
    private final WakeUps wakeUps;
    private final ChangeFeed feed;
    private final Semaphore woken = new Semaphore(0);
    private final CountDownLatch heard = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closing;
    private boolean lost;
    private long complainedAt;

    StorageThread(String place, Preparing database, WakeUps wakeUps, ChangeFeed feed) {
        this.place = place;
        this.database = database;
        this.wakeUps = wakeUps;
        this.feed = feed;
        this.thread = Thread.ofVirtual().name("storage").unstarted(this::run);
    }

    /// What is to be made ready before anything is asked.
    interface Preparing extends AutoCloseable {
        Preparing NOTHING =
                new Preparing() {
                    @Override
                    public void prepare() {}

                    @Override
                    public void close() {}
                };

        static Preparing of(Database database) {
            return new Preparing() {
                @Override
                public void prepare() {
                    database.prepare();
                }

                @Override
                public void close() {
                    database.close();
                }
            };
        }

        /// Does nothing where it was done before.
        void prepare();

        @Override
        void close();
    }

    /// Calls of other replicas to look at once.
    interface WakeUps {
        WakeUps NONE = _ -> () -> {};

        /// @return ends it
        Runnable begin(Runnable wake);
    }

    void start() {
        thread.start();
    }

    boolean awaitFirstNews(Duration most) throws InterruptedException {
        return heard.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void run() {
        Runnable listening = () -> {};
        try {
            while (!reached()) {
                rest();
            }
            heard.countDown();
            listening = wakeUps.begin(woken::release);
            while (!closing) {
                rest();
                follow();
            }
        } catch (InterruptedException _) {
            // Closed.
        } finally {
            listening.run();
        }
    }

    private boolean reached() {
        try {
            database.prepare();
        } catch (StorageUnavailable e) {
            complain(String.valueOf(e.getMessage()));
            return false;
        } catch (RuntimeException e) {
            LOG.error("what is kept {} cannot be used", place, e);
            return false;
        }
        boolean answered = feed.look();
        if (answered) {
            LOG.debug("what is kept {} can be used", place);
        }
        return answered;
    }

    private void complain(String why) {
        long now = System.nanoTime();
        if (closing) {
            return;
        }
        if (complainedAt == 0 || now - complainedAt > REMINDER.toNanos()) {
            complainedAt = now;
            LOG.warn(
                    "{}; kept {}. Until it is reached, the master key is served and nobody else",
                    why,
                    place);
        }
    }

    private void follow() {
        boolean answered = feed.look();
        if (!answered && !lost && feed.cutOff()) {
            lost = true;
            LOG.warn("the database is lost; keys that are known are served for a while");
        } else if (answered && lost) {
            lost = false;
            LOG.info("the database is back");
        }
    }

    private void rest() throws InterruptedException {
        if (woken.tryAcquire(ChangeFeed.INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
            woken.drainPermits();
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            boolean _ = thread.isAlive() && thread.join(FAREWELL);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }
}
