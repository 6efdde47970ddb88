package dev.tollgate.adapters.persistence.journal;

import dev.tollgate.domain.ledger.LedgerEntry;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Where entries come from that were not posted yet. Used by one thread at a time.
interface Source {
    /// The oldest ones; those that were given and not posted, again.
    List<LedgerEntry> take(int most);

    /// @return how many of these were its own
    int posted(Set<UUID> ids);
}
