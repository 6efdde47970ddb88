package dev.tollgate.application.port.out;

import dev.tollgate.domain.access.Secret;

/// Which master key the replicas on one database have, where their configuration names none.
public interface SharedMasterKey {
    /// Makes this the key of all replicas where there is none yet. A database that was in use
    /// before takes none: its replicas were configured with theirs.
    ///
    /// @return whether it is their key
    /// @throws StorageUnavailable if the database is away
    boolean agree(Secret key);
}
