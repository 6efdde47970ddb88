package dev.tollgate.application.ledger;

import dev.tollgate.application.port.out.Journal;
import dev.tollgate.application.port.out.Ledger;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.ledger.LedgerEntry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// Moves entries from the journal to the ledger, in batches, by one thread. An entry waits a tenth
/// of a second at most for others to share its transaction. While the store is away the poster
/// keeps trying, and the entries stay in the journal: nothing is dropped, whatever fails.
public final class LedgerPoster implements Runnable {
    static final int BATCH = 500;
    static final Duration GATHERING = Duration.ofMillis(100);
    static final Duration FIRST_WAIT = Duration.ofMillis(100);
    static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final Instant NOTHING_WAITS = Instant.MAX;
    private static final int NAMED = 10;
    private static final Logger LOG = LoggerFactory.getLogger(LedgerPoster.class);

    private final Journal journal;
    private final Ledger ledger;
    private final InstantSource time;
    private final Rest rest;
    private final Duration draining;
    private final AtomicLong posted = new AtomicLong();
    private final AtomicLong setAside = new AtomicLong();
    private volatile Instant oldest = NOTHING_WAITS;
    private volatile Duration wait = Duration.ZERO;

    /// @param draining how long the rest of the journal is posted once the gateway closes
    public LedgerPoster(
            Journal journal, Ledger ledger, InstantSource time, Rest rest, Duration draining) {
        this.journal = journal;
        this.ledger = ledger;
        this.time = time;
        this.rest = rest;
        this.draining = draining;
    }

    /// Waiting between batches.
    public interface Rest {
        /// Returns after this time, or earlier when the gateway closes.
        ///
        /// @return false: the gateway closes
        boolean rest(Duration time);
    }

    /// @param posted entries since the start, those set aside among them
    /// @param setAside of these, what the store will never take
    /// @param backlog entries and running attempts in the journal
    /// @param lag since the oldest entry that waits has ended, as far as is known; zero if none
    ///   does
    /// @param failing whether the last batch could not be posted
    public record Figures(
            long posted, long setAside, long backlog, Duration lag, boolean failing) {}

    public Figures figures() {
        return new Figures(posted.get(), setAside.get(), journal.backlog(), lag(), !wait.isZero());
    }

    /// Posts until the gateway closes, then what is left, as long as that works and takes no longer
    /// than was given.
    @Override
    public void run() {
        try {
            Duration pause = Duration.ZERO;
            while (rest.rest(pause)) {
                pause = step();
            }
            drain();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return how long to rest before the next one
    private Duration step() throws InterruptedException {
        List<LedgerEntry> batch = journal.unposted(BATCH);
        if (batch.isEmpty()) {
            return Duration.ZERO;
        }
        if (!post(batch)) {
            return wait;
        }
        return batch.size() < BATCH ? GATHERING : Duration.ZERO;
    }

    private void drain() throws InterruptedException {
        Instant end = time.instant().plus(draining);
        while (journal.backlog() > 0 && time.instant().isBefore(end)) {
            List<LedgerEntry> batch = journal.unposted(BATCH);
            if (batch.isEmpty() || !post(batch)) {
                break;
            }
        }
        if (journal.backlog() > 0) {
            LOG.warn("{} ledger entries stay in the journal", journal.backlog());
        }
    }

    /// What the ledger threw may have been thrown after it took the batch: it is posted again, and
    /// the ledger keeps each entry once.
    private boolean post(List<LedgerEntry> batch) {
        oldest = ended(batch.getFirst());
        try {
            report(ledger.post(batch));
        } catch (RuntimeException e) {
            failed(e);
            return false;
        }
        journal.posted(batch.stream().map(LedgerEntry::id).toList());
        posted.addAndGet(batch.size());
        oldest = NOTHING_WAITS;
        succeeded();
        return true;
    }

    private void report(List<UUID> refused) {
        if (!refused.isEmpty()) {
            setAside.addAndGet(refused.size());
            LOG.error(
                    "{} ledger entries were set aside because the store refuses them; they count"
                            + " in the totals: {}",
                    refused.size(),
                    refused.subList(0, Math.min(refused.size(), NAMED)));
        }
    }

    private void failed(RuntimeException e) {
        if (wait.isZero()) {
            wait = FIRST_WAIT;
            tell(e);
        } else {
            Duration twice = wait.multipliedBy(2);
            wait = twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
        }
    }

    /// Once for each time that it fails, not for each try.
    private void tell(RuntimeException e) {
        if (e instanceof StorageUnavailable) {
            LOG.warn(
                    "the ledger cannot be written, {} entries wait in the journal: {}",
                    journal.backlog(),
                    e.getMessage());
        } else {
            LOG.error("the ledger cannot be written", e);
        }
    }

    private void succeeded() {
        if (!wait.isZero()) {
            wait = Duration.ZERO;
            LOG.info("the ledger is written again");
        }
    }

    private Duration lag() {
        Instant since = oldest;
        Instant now = time.instant();
        return since.isBefore(now) ? Duration.between(since, now) : Duration.ZERO;
    }

    private static Instant ended(LedgerEntry entry) {
        return entry.startedAt().plus(entry.duration());
    }
}
