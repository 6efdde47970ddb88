package dev.tollgate.adapters.persistence.spend;

import java.time.LocalDate;

/// The days the ledger has room for.
interface LedgerDays {
    /// Makes sure there is room for a day's entries.
    ///
    /// @return false where the day was dropped: its entries are not taken again
    boolean open(LocalDate day);

    /// Entries of dropped days were posted once more.
    void ignored(int entries);

    /// Drops the entries of the days before one, or some of them; totals and figures stay.
    ///
    /// @return whether there are more to drop
    boolean dropBefore(LocalDate day);

    /// Knows nothing any more of which days there are.
    void forget();
}
