package dev.tollgate.application.store;

import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.News;
import dev.tollgate.application.port.out.StorageUnavailable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Tells of what changed in the store, by whichever replica. Whoever keeps copies of entities
/// listens, and knows by [#cutOff] when those copies are not to be trusted any more. The first look
/// says that everything changed.
public final class ChangeFeed {
    /// From one look to the next.
    public static final Duration INTERVAL = Duration.ofMillis(300);

    /// Who has not heard of the store for so long is cut off from the other replicas.
    public static final Duration CUT_OFF = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
    private static final long NOTHING_SEEN = -1;

    private final Entities entities;
    private final LongSupplier nanoTime;
    private final List<Consumer<News>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> movement = new CopyOnWriteArrayList<>();
    private final ReentrantLock looking = new ReentrantLock();
    private final boolean shared;
    private volatile long seen = NOTHING_SEEN;
    private volatile boolean answered;
    private volatile long heardAt;

    /// @param shared whether other replicas change the store too: where there are none, a look that
    ///   is late misses nothing
    /// @param nanoTime a clock that only goes forward
    public ChangeFeed(Entities entities, boolean shared, LongSupplier nanoTime) {
        this.entities = entities;
        this.shared = shared;
        this.nanoTime = nanoTime;
    }

    /// Has somebody told of everything that changes from now on. They are told one after another,
    /// in the order in which changes were made, and must return at once.
    public void listen(Consumer<News> listener) {
        listeners.add(listener);
    }

    /// Has somebody told whenever the store has changed in any way. They must return at once.
    public void whenMoved(Runnable listener) {
        movement.add(listener);
    }

    /// The newest revision that was seen; below zero before the first.
    public long revision() {
        return seen;
    }

    /// Looks for news and tells of them.
    ///
    /// @return whether the store answered
    public boolean look() {
        looking.lock();
        try {
            // From before the question: what is changed while it is on its way may be missed.
            long asked = nanoTime.getAsLong();
            News news = entities.since(seen);
            if (news.everything() || !news.changed().isEmpty()) {
                listeners.forEach(listener -> tell(listener, news));
            }
            heardAt = asked;
            answered = true;
            boolean moved = seen != news.revision();
            seen = news.revision();
            if (moved) {
                movement.forEach(Runnable::run);
            }
            return true;
        } catch (StorageUnavailable e) {
            answered = false;
            LOG.debug("no news: {}", e.getMessage());
            return false;
        } finally {
            looking.unlock();
        }
    }

    private static void tell(Consumer<News> listener, News news) {
        try {
            listener.accept(news);
        } catch (RuntimeException e) {
            LOG.error("a listener failed over news of the store", e);
        }
    }

    /// Whether the store ever answered.
    public boolean everHeard() {
        return seen != NOTHING_SEEN;
    }

    /// How long ago the last look began that was answered. Without one, as long as can be.
    public Duration silence() {
        if (answered && !shared) {
            return Duration.ZERO;
        }
        return everHeard()
                ? Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - heardAt))
                : Duration.ofNanos(Long.MAX_VALUE);
    }

    /// Whether the store was not heard of for [#CUT_OFF].
    public boolean cutOff() {
        return silence().compareTo(CUT_OFF) > 0;
    }
}
