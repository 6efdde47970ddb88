package dev.tollgate.adapters.persistence.journal;

/// Where the parts of a record lie. Numbers are little-endian, records begin at multiples of eight.
final class Layout {
    /// bytes of the content; 0 until the record is written, and the last to be written
    static final int LENGTH = 0;

    /// CRC32C of the segment's salt, the length, kind, version and content
    static final int CHECK = 4;

    /// 0, or [#POSTED]: not under the check, as it changes
    static final int MARK = 8;

    static final int KIND = 12;
    static final int VERSION = 13;
    static final int UNUSED = 14;

    /// bytes before the content
    static final int HEAD = 16;

    static final int OPENED = 1;
    static final int SETTLED = 2;

    /// Kinds that a later version may add.
    static final int LAST_KIND = 31;

    /// Four bytes, none of them 0: no damage to one byte makes or unmakes it unseen.
    static final int POSTED = 0x74736F70;

    private Layout() {}

    static int size(int length) {
        return HEAD + length + 7 & ~7;
    }

    static void putInt(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >> 8);
        bytes[at + 2] = (byte) (value >> 16);
        bytes[at + 3] = (byte) (value >> 24);
    }
}
