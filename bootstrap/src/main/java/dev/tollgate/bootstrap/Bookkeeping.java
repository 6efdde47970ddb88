package dev.tollgate.bootstrap;

import dev.tollgate.application.alert.BudgetWatch;
import dev.tollgate.application.budget.EscrowRules;
import dev.tollgate.application.budget.LeaseBook;
import dev.tollgate.application.ledger.Books;
import dev.tollgate.application.ledger.LedgerPoster;
import dev.tollgate.application.ledger.LostLeases;
import dev.tollgate.application.ledger.OldEntries;
import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Journal;
import dev.tollgate.application.port.out.Ledger;
import dev.tollgate.application.port.out.LedgerRetention;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.application.port.out.Transcripts;
import dev.tollgate.application.transcript.Scribe;
import dev.tollgate.bootstrap.system.Machine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// What writes calls down and keeps budgets, and the threads behind it.
final class Bookkeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bookkeeping.class);
    private static final Duration TENDING = Duration.ofMillis(300);
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);
    private static final Duration AHEAD = Duration.ofSeconds(1);
    private static final Duration DRAINING = Duration.ofSeconds(5);

    private final LeaseBook leases;
    private final Books books;
    private final BudgetWatch watch;
    private final LostLeases lost;
    private final Heartbeat heartbeat;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread posting;
    private final Thread tending;
    private final Thread forgetting;
    private final Scribe scribe;
    private final Thread writing;
    private final Thread watching;

    /// @param instance the name its leases are held under
    /// @param senders who is told what budgets have come to
    /// @param patience with what running calls or other instances hold of a budget
    /// @param kept how long ledger entries are kept; zero: for ever
    /// @param heartbeat told of each time that the store heard of this instance
    Bookkeeping(
            String instance,
            Accounts accounts,
            Entities entities,
            Supplier<BudgetWatch.Senders> senders,
            Ledger ledger,
            LedgerRetention retention,
            Transcripts transcripts,
            Supplier<Duration> kept,
            Duration patience,
            Journal journal,
            Heartbeat heartbeat,
            InstantSource clock) {
        this.heartbeat = heartbeat;
        this.clock = clock;
        this.watch = new BudgetWatch(accounts, entities, senders, clock, this::rest);
        this.leases =
                new LeaseBook(
                        instance,
                        accounts,
                        EscrowRules.DEFAULT.waiting(patience),
                        Machine.nanoTime(),
                        watch::exhausted);
        this.books = new Books(journal, instance, clock, Machine.timeOrderedIds(clock));
        LedgerPoster poster =
                new LedgerPoster(journal, telling(ledger), clock, this::rest, DRAINING);
        this.posting = Thread.ofPlatform().daemon().name("ledger-poster").unstarted(poster);
        this.lost = new LostLeases(accounts, journal, clock);
        this.forgetting =
                Thread.ofVirtual()
                        .name("old-entries")
                        .unstarted(
                                new OldEntries(
                                        both(retention, transcripts::forgetBefore),
                                        kept,
                                        clock,
                                        this::rest));
        this.scribe = new Scribe(transcripts, this::rest);
        this.writing = Thread.ofPlatform().daemon().name("scribe").unstarted(scribe);
        this.watching = Thread.ofVirtual().name("budget-watch").unstarted(watch);
        this.tending = Thread.ofVirtual().name("lease-tender").unstarted(this::tend);
    }

    /// Whoever wants to know that the store has heard of this instance.
    interface Heartbeat {
        /// @param asked when it began to be told, by the monotonic clock
        /// @param instances that it knows of, this one included
        void heard(long asked, int instances);
    }

    void start() {
        posting.start();
        tending.start();
        forgetting.start();
        writing.start();
        watching.start();
    }

    /// What was said is kept for as long as its call.
    private static LedgerRetention both(LedgerRetention first, LedgerRetention second) {
        return day -> first.forgetBefore(day) | second.forgetBefore(day);
    }

    Scribe scribe() {
        return scribe;
    }

    LeaseBook leases() {
        return leases;
    }

    Books books() {
        return books;
    }

    /// Entries that are in the ledger are off the leases.
    private Ledger telling(Ledger ledger) {
        return entries -> {
            List<UUID> setAside = ledger.post(entries);
            watch.posted(entries, leases::budgetsOf);
            leases.posted(entries);
            return setAside;
        };
    }

    private boolean rest(Duration time) {
        try {
            return !closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void tend() {
        // Nobody is warned of what has not been there yet: the storage itself tells that.
        boolean reached = false;
        long heard = 0;
        long lookedAhead = 0;
        while (rest(TENDING)) {
            try {
                long now = Machine.nanoTime().getAsLong();
                if (heard == 0 || now - heard >= HEARTBEAT.toNanos()) {
                    leases.keepAlive();
                    heard = now;
                    heartbeat.heard(now, leases.instances());
                }
                leases.tend();
                if (now - lookedAhead >= AHEAD.toNanos()) {
                    lookedAhead = now;
                    leases.takeAhead(clock.instant());
                }
                lost.tend();
                reached = true;
            } catch (StorageUnavailable e) {
                if (reached) {
                    LOG.warn("budgets are kept from what is leased: {}", e.getMessage());
                }
                reached = false;
            } catch (RuntimeException e) {
                LOG.error("tending leases failed, and is tried again", e);
            }
        }
    }

    /// Posts what is left, as far as that works in a few seconds, and gives all leases back. Calls
    /// must have ended.
    @Override
    public void close() {
        closing.countDown();
        try {
            posting.join(DRAINING.plusSeconds(1));
            tending.join(TENDING.plusSeconds(1));
            writing.join(DRAINING);
            leases.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (StorageUnavailable e) {
            LOG.warn("leases were not given back: {}", e.getMessage());
        }
    }
}
