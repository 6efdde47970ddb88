package dev.tollgate.application.port.out;

import java.time.LocalDate;

/// How long entries of the [Ledger] are kept.
public interface LedgerRetention {
    /// Forgets entries that were made before a day (UTC), or a part of them; totals, figures of
    /// days and accounts stay. One of them that is posted once more is ignored.
    ///
    /// @return whether there are more to forget
    /// @throws StorageUnavailable and it may be tried again
    boolean forgetBefore(LocalDate day);
}
