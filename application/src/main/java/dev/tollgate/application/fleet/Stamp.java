package dev.tollgate.application.fleet;

/// The number of a second or a minute as counters keep it: in the upper 24 bits of a word whose
/// other bits are the count.
final class Stamp {
    private static final long BITS = (1L << 24) - 1;

    private Stamp() {}

    static long of(long number) {
        return number & BITS;
    }

    /// The stamp to count under: this number's, or the word's own where that is newer by a little.
    /// Who read the clock just before a minute ended and comes late counts into the next one.
    ///
    /// @param late by how much a number may be older than the word's
    static long notOlder(long word, long number, long late) {
        long held = word >>> 40;
        return word != 0 && (held - number & BITS) <= late ? held : of(number);
    }

    /// How much older the word's stamp is than this number; negative if it is newer.
    static long age(long word, long number) {
        long newer = number - (word >>> 40) & BITS;
        return newer > BITS / 2 ? newer - BITS - 1 : newer;
    }
}
