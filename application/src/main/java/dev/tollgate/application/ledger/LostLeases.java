package dev.tollgate.application.ledger;

import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.Journal;
import dev.tollgate.application.port.out.StorageUnavailable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;

/// Takes care of what instances held that are gone. Where one's journal was replayed, what is left
/// of its leases is free at once; where it was not, they are booked as spent when their time is
/// over. Every instance does this for all. Used by one thread.
public final class LostLeases {
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(LostLeases.class);

    private final Accounts accounts;
    private final Journal journal;
    private final InstantSource time;
    private final Queue<String> replayed = new ArrayDeque<>();
    private Instant nextLook = Instant.MIN;

    public LostLeases(Accounts accounts, Journal journal, InstantSource time) {
        this.accounts = accounts;
        this.journal = journal;
        this.time = time;
    }

    /// Does what there is to do.
    ///
    /// @throws StorageUnavailable and the rest is done with the next call
    public void tend() {
        if (replayed.isEmpty()) {
            replayed.addAll(journal.replayed());
        }
        while (!replayed.isEmpty()) {
            String instance = replayed.element();
            int freed = accounts.reconcile(instance);
            replayed.remove();
            LOG.info("the journal of {} was replayed: {} leases are free", instance, freed);
        }
        Instant now = time.instant();
        if (!now.isBefore(nextLook)) {
            int booked = accounts.expire();
            nextLook = now.plus(BETWEEN_LOOKS);
            if (booked > 0) {
                LOG.warn(
                        "{} leases of instances that are gone are booked as spent until their"
                                + " journals are found",
                        booked);
            }
        }
    }
}
