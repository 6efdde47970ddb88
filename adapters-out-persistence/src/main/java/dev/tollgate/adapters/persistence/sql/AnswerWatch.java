package dev.tollgate.adapters.persistence.sql;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Knows whether the database has been silent lately. Nobody has patience with one that is:
/// somebody asks it often, and with the first answer everybody has patience again.
final class AnswerWatch {
    /// After so long without any answer it is known to be silent.
    static final Duration SILENT = Duration.ofSeconds(1);

    /// So long a question may wait in this process, for a thread, a connection or the processor,
    /// before and after the database works on it.
    static final Duration QUEUEING = Duration.ofSeconds(1);

    private static final long ANSWERING = Long.MIN_VALUE;

    private final LongSupplier nanoTime;
    private volatile long silentSince = ANSWERING;

    AnswerWatch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void answered() {
        if (silentSince != ANSWERING) {
            silentSince = ANSWERING;
        }
    }

    /// A question was not answered in time.
    void silent() {
        if (silentSince == ANSWERING) {
            silentSince = nanoTime.getAsLong();
        }
    }

    /// How long to wait for an answer.
    ///
    /// @param wanted for how long there is time
    Duration patience(Duration wanted) {
        return knownSilent() && wanted.compareTo(Database.AT_ONCE) > 0 ? Database.AT_ONCE : wanted;
    }

    /// How long to wait for what is not the database's doing.
    Duration queueing() {
        return knownSilent() ? Duration.ZERO : QUEUEING;
    }

    private boolean knownSilent() {
        long since = silentSince;
        return since != ANSWERING && nanoTime.getAsLong() - since > SILENT.toNanos();
    }
}
