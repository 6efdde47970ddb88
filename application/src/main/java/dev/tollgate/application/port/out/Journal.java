package dev.tollgate.application.port.out;

import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.money.Usd;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What must survive the death of the process until it is in the [Ledger]. Writing never waits for
/// the ledger's store.
public interface Journal {
    /// Room for one attempt's records, so that its end never lacks it.
    ///
    /// @return nothing where the journal is full: the call is to be refused
    Optional<Room> reserve();

    /// Waits for entries that were not posted yet, the oldest first, those of earlier lives and of
    /// other instances' abandoned journals before all: an opened attempt of such a journal without
    /// an entry is an INTERRUPTED one over what was reserved for it.
    ///
    /// @param most at most so many
    /// @return none after about a tenth of a second without any
    List<LedgerEntry> unposted(int most) throws InterruptedException;

    /// These, the last ones that [#unposted] gave, are in the ledger and need not be kept.
    void posted(List<UUID> ids);

    /// Instances of the past whose journals are in the ledger as a whole: they will never spend
    /// again. Whoever asks again has dealt with those that were told before; if that does not
    /// happen, they are told once more in a later life.
    List<String> replayed();

    /// Entries and open attempts that are kept.
    long backlog();

    /// Room for the records of one attempt. Used by one thread.
    interface Room extends AutoCloseable {
        /// For an attempt that nobody wants to know of later.
        Room NOWHERE =
                new Room() {
                    @Override
                    public void open(Opened attempt) {}

                    @Override
                    public void settled(LedgerEntry entry) {}

                    @Override
                    public void close() {}
                };

        /// The request is about to leave.
        ///
        /// @throws StorageUnavailable and the request must not leave
        void open(Opened attempt);

        /// The attempt ended, or the call was refused before any. Kept when this returns, as far as
        /// the death of the process goes.
        ///
        /// @throws StorageUnavailable the storage itself fails
        void settled(LedgerEntry entry);

        /// Gives back what was not used. An attempt that was opened, and whose end was not told, is
        /// charged what was reserved for it, as an INTERRUPTED one. Idempotent.
        @Override
        void close();
    }

    /// @param entry what the ledger gets to see if the process dies now, its cost being `reserved`
    /// @param reserved what the claim reserved
    record Opened(LedgerEntry entry, Usd reserved) {
        /// What the ledger gets to see if the attempt's end is never told.
        public LedgerEntry interrupted() {
            return entry.interrupted(reserved);
        }
    }
}
