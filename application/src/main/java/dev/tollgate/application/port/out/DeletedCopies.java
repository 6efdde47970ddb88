package dev.tollgate.application.port.out;

import java.time.LocalDate;

/// How long copies of deleted [Entities] are kept.
public interface DeletedCopies {
    /// Forgets copies of what was deleted before a day (UTC), or a part of them.
    ///
    /// @return whether there are more to forget
    /// @throws StorageUnavailable and it may be tried again
    boolean forgetDeletedBefore(LocalDate day);
}
