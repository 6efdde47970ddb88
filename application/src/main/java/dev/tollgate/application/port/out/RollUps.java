package dev.tollgate.application.port.out;

import java.time.LocalDate;

/// Figures of days that are kept summed up, beside those that they are the sums of.
public interface RollUps {
    /// Sums up anew the days, from one on (UTC), whose sums lack something: a gateway of a version
    /// that knows nothing of the sums may have written beside this one.
    ///
    /// @return how many days there were
    /// @throws StorageUnavailable and it may be tried again
    int mendSince(LocalDate day);
}
