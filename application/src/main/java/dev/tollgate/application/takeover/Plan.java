package dev.tollgate.application.takeover;

import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.takeover.Arriving.Fit;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.util.List;
import java.util.Optional;

/// What is to become of an object that arrives.
sealed interface Plan {
    /// @param change nothing where all is as it should be
    /// @param before entries of an earlier opening, which may not be posted yet
    /// @param after entries of what is new of the opening
    record Write(
            Fit fit,
            Becomes becomes,
            Optional<Change> change,
            List<LedgerEntry> before,
            List<LedgerEntry> after)
            implements Plan {
        public Write {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    record Left(String why) implements Plan {}

    record Impossible(String why) implements Plan {}

    enum Becomes {
        TAKEN,
        UPDATED,
        SAME,
        /// somebody changed it here: only its spend is taken over
        KEPT
    }
}
