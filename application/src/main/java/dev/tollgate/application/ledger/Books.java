package dev.tollgate.application.ledger;

import dev.tollgate.application.port.out.Journal;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/// Makes the ledger entries of this instance's calls.
public final class Books {
    private final Journal journal;
    private final String instance;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    /// @param instance the name its leases are held under
    /// @param ids gives ids that are ordered by time
    public Books(Journal journal, String instance, InstantSource clock, Supplier<UUID> ids) {
        this.journal = journal;
        this.instance = instance;
        this.clock = clock;
        this.ids = ids;
    }

    /// @param kept whether an entry is written where the call asks nobody
    public CallEntries of(ModelCall call, boolean kept) {
        return new CallEntries(this, call, ids.get(), kept);
    }

    String instance() {
        return instance;
    }

    Instant now() {
        return clock.instant();
    }

    UUID nextId() {
        return ids.get();
    }

    /// Writes down what no claim stands behind. Where the journal is full it is not written: such
    /// an entry has no cost.
    void write(LedgerEntry entry) {
        journal.reserve()
                .ifPresent(
                        room -> {
                            try (room) {
                                room.settled(entry);
                            }
                        });
    }
}
