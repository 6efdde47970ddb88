package dev.tollgate.adapters.persistence.journal;

import dev.tollgate.adapters.persistence.journal.Input.Unreadable;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.time.DateTimeException;
import java.util.Optional;
import java.util.UUID;

/// A whole record in a segment.
///
/// @param at where it begins
/// @param size bytes to the next one
/// @param posted whether it is in the ledger
@SuppressWarnings("ArrayRecordComponent") // never compared
record Found(int at, int size, int kind, int version, boolean posted, byte[] content) {
    /// Whether this version can read it.
    boolean known() {
        return version == EntryCodec.VERSION && (kind == Layout.OPENED || kind == Layout.SETTLED);
    }

    /// The id of its entry. Only of a known one.
    UUID id() {
        Input input = new Input(content);
        if (kind == Layout.OPENED) {
            var _ = input.signed();
        }
        return input.uuid();
    }

    /// What the ledger is to get; nothing where it says what this version does not know.
    Optional<LedgerEntry> entry() {
        if (!known()) {
            return Optional.empty();
        }
        Input input = new Input(content);
        try {
            return Optional.of(
                    kind == Layout.SETTLED
                            ? EntryCodec.read(input)
                            : EntryCodec.readOpened(input).interrupted());
        } catch (Unreadable
                | DateTimeException
                | ArithmeticException
                | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
