package dev.tollgate.domain.ledger;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Ids in the order of time: UUID version 7 (RFC 9562), whose first 48 bits are milliseconds.
public final class EntryIds {
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private EntryIds() {}

    /// A new id of that moment.
    public static UUID at(Instant time, RandomGenerator chance) {
        return new UUID(
                time.toEpochMilli() << 16 | VERSION | chance.nextLong() & 0xFFFL,
                VARIANT | chance.nextLong() >>> 2);
    }

    /// No id of that moment or later is before this one.
    public static UUID first(Instant time) {
        return new UUID(time.toEpochMilli() << 16, 0);
    }

    /// When an id was made, to the millisecond.
    public static Instant timeOf(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
