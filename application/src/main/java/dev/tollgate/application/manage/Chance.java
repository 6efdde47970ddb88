package dev.tollgate.application.manage;

import java.util.UUID;
import java.util.random.RandomGenerator;

/// What must not be guessed, from a source that is fit for secrets.
public final class Chance {
    private final RandomGenerator random;

    public Chance(RandomGenerator secureRandom) {
        this.random = secureRandom;
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /// A random UUID.
    String id() {
        long high = random.nextLong() & ~0xf000L | 0x4000L;
        long low = random.nextLong() & ~(3L << 62) | 1L << 63;
        return new UUID(high, low).toString();
    }
}
