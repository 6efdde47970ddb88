package dev.tollgate.bootstrap;

import dev.tollgate.application.port.out.Entities.News;
import dev.tollgate.application.port.out.RunningConfiguration;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.application.port.out.StoredConfiguration;
import dev.tollgate.application.store.ChangeFeed;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Has the gateway work by what is kept of its configuration, from the start and whenever somebody
/// changed it, here or elsewhere.
final class StoredFollower implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoredFollower.class);

    private final RunningConfiguration configuration;
    private final Semaphore woken = new Semaphore(1);
    private volatile boolean closed;

    StoredFollower(RunningConfiguration configuration) {
        this.configuration = configuration;
    }

    void changed(News news) {
        boolean concerned =
                news.everything()
                        || news.changed().stream()
                                .anyMatch(each -> StoredConfiguration.KINDS.contains(each.kind()));
        if (concerned) {
            woken.release();
        }
    }

    @Override
    public void run() {
        try {
            boolean behind = false;
            while (!closed) {
                rest(behind);
                behind = !closed && !followed();
            }
        } catch (InterruptedException _) {
            // The gateway closes.
        }
    }

    private void rest(boolean behind) throws InterruptedException {
        if (behind) {
            boolean _ = woken.tryAcquire(ChangeFeed.INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
        } else {
            woken.acquire();
        }
        woken.drainPermits();
    }

    private boolean followed() {
        try {
            configuration.follow();
            return true;
        } catch (StorageUnavailable e) {
            LOG.debug("what is kept of the configuration was not read: {}", e.getMessage());
            return false;
        } catch (RuntimeException e) {
            LOG.error("what is kept of the configuration could not be taken", e);
            return true;
        }
    }

    @Override
    public void close() {
        closed = true;
        woken.release();
    }
}
