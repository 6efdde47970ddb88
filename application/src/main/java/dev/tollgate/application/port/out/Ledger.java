package dev.tollgate.application.port.out;

import dev.tollgate.domain.ledger.LedgerEntry;

import java.util.List;
import java.util.UUID;

/// The kept entries, and the totals that follow from them.
public interface Ledger {
    /// Most entries of one post.
    int MOST_ENTRIES = 500;

    /// Appends entries durably, each once however often it is posted: adds its cost to its
    /// accounts, takes it off its instance's leases on them, and adds it to the totals and daily
    /// figures of its payer, all in one transaction. An INTERRUPTED or UNRECONCILED entry is
    /// replaced by the true one of the same id, its totals corrected.
    ///
    /// @param entries at most [#MOST_ENTRIES]
    /// @return those the store will never take, which were set aside and still count in the totals
    /// @throws StorageUnavailable and nothing was appended, or all of it
    List<UUID> post(List<LedgerEntry> entries);
}
