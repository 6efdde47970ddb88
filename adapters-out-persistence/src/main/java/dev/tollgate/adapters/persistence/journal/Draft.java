package dev.tollgate.adapters.persistence.journal;

import dev.tollgate.application.port.out.Journal.Opened;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.util.zip.CRC32C;

/// A record on its way into a segment, in memory that is used again. What is checked lies in one
/// row: the segment's salt, which is not written, the length, then kind, version and content.
final class Draft {
    /// the salt, then what [Layout] says of a record's head
    private static final int HEADROOM = 8 + Layout.HEAD;

    private final Output output = new Output();
    private final CRC32C check = new CRC32C();

    void write(Opened attempt) {
        begin(Layout.OPENED);
        EntryCodec.write(attempt, output);
    }

    void write(LedgerEntry entry) {
        begin(Layout.SETTLED);
        EntryCodec.write(entry, output);
    }

    private void begin(int kind) {
        output.reset(HEADROOM);
        byte[] bytes = output.bytes();
        Layout.putInt(bytes, 8 + Layout.MARK, 0);
        bytes[8 + Layout.KIND] = (byte) kind;
        bytes[8 + Layout.VERSION] = EntryCodec.VERSION;
        bytes[8 + Layout.UNUSED] = 0;
        bytes[8 + Layout.UNUSED + 1] = 0;
    }

    /// Bytes of the content.
    int length() {
        return output.size() - HEADROOM;
    }

    /// Bytes that the record takes in a segment.
    int size() {
        return Layout.size(length());
    }

    /// Completes the record for the segment that it goes to.
    ///
    /// @return the record begins at byte 8
    byte[] sealed(long salt) {
        byte[] bytes = output.bytes();
        Layout.putInt(bytes, 0, (int) salt);
        Layout.putInt(bytes, 4, (int) (salt >>> 32));
        Layout.putInt(bytes, 8 + Layout.LENGTH, length());
        check.reset();
        check.update(bytes, 0, 8 + Layout.CHECK);
        check.update(bytes, 8 + Layout.KIND, Layout.HEAD - Layout.KIND + length());
        Layout.putInt(bytes, 8 + Layout.CHECK, (int) check.getValue());
        return bytes;
    }

    /// Whether its memory has become too large to be kept.
    boolean bloated() {
        return output.bytes().length > 64 * 1024;
    }
}
