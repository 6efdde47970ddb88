package dev.tollgate.application.port.out;

import java.time.LocalDate;

/// How long accounts of [Accounts] are kept whose period has ended.
public interface EndedPeriods {
    /// Forgets accounts of periods that ended before a day (UTC), or a part of them: those of which
    /// nobody holds a lease, nor was one booked that may still be corrected. What a subject ever
    /// spent stays. An entry that comes later opens its account again.
    ///
    /// @return whether there are more to look at
    /// @throws StorageUnavailable and it may be tried again
    boolean forgetEndedBefore(LocalDate day);
}
