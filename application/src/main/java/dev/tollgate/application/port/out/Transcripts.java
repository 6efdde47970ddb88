package dev.tollgate.application.port.out;

import dev.tollgate.domain.call.Transcript;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What callers and models said, kept beside the ledger where the operator wants that. Long texts
/// are shortened; who reads a letter back may find its JSON written otherwise.
public interface Transcripts {
    /// Keeps those of calls that have none yet.
    ///
    /// @throws StorageUnavailable and none or some of them are kept; it may be tried again
    void keep(List<Transcript> said);

    /// @throws StorageUnavailable when the store does not answer
    Optional<Transcript> of(UUID call);

    /// Forgets those of calls that were made before a day (UTC), or a part of them.
    ///
    /// @return whether there are more to forget
    /// @throws StorageUnavailable and it may be tried again
    boolean forgetBefore(LocalDate day);
}
