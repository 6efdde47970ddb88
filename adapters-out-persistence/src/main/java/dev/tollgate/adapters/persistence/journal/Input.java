package dev.tollgate.adapters.persistence.journal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/// Reads what [Output] wrote, and never beyond its end.
final class Input {
    private final byte[] bytes;
    private int at;

    Input(byte[] bytes) {
        this.bytes = bytes;
    }

    /// What cannot be read: from a later version, or no record at all.
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    /// Whether everything was read.
    boolean atEnd() {
        return at == bytes.length;
    }

    int octet() {
        need(1);
        return bytes[at++] & 0xFF;
    }

    long unsigned() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = octet();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new Unreadable("a number is too long");
    }

    long signed() {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    /// A number that counts or places things.
    int count() {
        long value = unsigned();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new Unreadable("a count is too large: " + value);
        }
        return (int) value;
    }

    UUID uuid() {
        return new UUID(fixed(), fixed());
    }

    Instant instant() {
        return Instant.ofEpochSecond(signed(), unsigned());
    }

    Duration duration() {
        return Duration.ofSeconds(signed(), unsigned());
    }

    String text() {
        int length = count();
        need(length);
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    <T> List<T> list(Supplier<T> element) {
        int length = count();
        need(length);
        List<T> list = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            list.add(element.get());
        }
        return list;
    }

    private long fixed() {
        need(8);
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = (value << 8) | (bytes[at++] & 0xFF);
        }
        return value;
    }

    private void need(int more) {
        if (more > bytes.length - at) {
            throw new Unreadable("it ends too early");
        }
    }
}
