package dev.tollgate.adapters.persistence.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/// A growing array of bytes that is written to and used again. Whole numbers take as many bytes as
/// they need, seven bits in each.
final class Output {
    private static final int FIRST = 2_048;

    /// chars of a text whose length takes one byte
    private static final int SHORT = 0x80;

    private static final int ELLIPSIS = 0xE280A6;

    private byte[] bytes = new byte[FIRST];
    private int size;

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /// Begins anew.
    ///
    /// @param headroom bytes at the beginning that are left to others
    void reset(int headroom) {
        size = headroom;
    }

    void octet(int value) {
        need(1);
        bytes[size++] = (byte) value;
    }

    void unsigned(long value) {
        need(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /// Small numbers of either sign are short.
    void signed(long value) {
        unsigned((value << 1) ^ (value >> 63));
    }

    void uuid(UUID value) {
        fixed(value.getMostSignificantBits());
        fixed(value.getLeastSignificantBits());
    }

    void instant(Instant value) {
        signed(value.getEpochSecond());
        unsigned(value.getNano());
    }

    void duration(Duration value) {
        signed(value.getSeconds());
        unsigned(value.getNano());
    }

    /// A text in UTF-8; what is no valid character becomes a question mark.
    ///
    /// @param most bytes; a longer one is cut and ends in an ellipsis
    void text(String value, int most) {
        if (value.length() < SHORT && value.length() <= most && plain(value)) {
            return;
        }
        int length = utf8Length(value);
        if (length <= most) {
            unsigned(length);
            need(length);
            encode(value, length);
            return;
        }
        need(most + 10);
        int start = size;
        encode(value, most - 3);
        octet(ELLIPSIS >> 16);
        octet(ELLIPSIS >> 8);
        octet(ELLIPSIS);
        prefixLength(start);
    }

    /// Most texts are short and have nothing but ASCII: these are written in one go. No exit from
    /// the loop, so that the compiler may take many characters at once.
    ///
    /// @return false: it is not such a text, and nothing was written
    private boolean plain(String value) {
        int length = value.length();
        need(length + 1);
        byte[] to = bytes;
        int at = size + 1;
        int all = 0;
        for (int i = 0; i < length; i++) {
            char next = value.charAt(i);
            all |= next;
            to[at + i] = (byte) next;
        }
        if (all >= 0x80) {
            return false;
        }
        to[size] = (byte) length;
        size = at + length;
        return true;
    }

    private void prefixLength(int start) {
        int length = size - start;
        byte[] text = Arrays.copyOfRange(bytes, start, size);
        size = start;
        unsigned(length);
        need(length);
        System.arraycopy(text, 0, bytes, size, length);
        size += length;
    }

    private void encode(String value, int most) {
        int end = size + most;
        int i = 0;
        int length = value.length();
        while (i < length && value.charAt(i) < 0x80 && size < end) {
            bytes[size++] = (byte) value.charAt(i++);
        }
        while (i < length) {
            int point = point(value, i);
            if (size + width(point) > end) {
                return;
            }
            character(point);
            i += Character.charCount(point);
        }
    }

    private void character(int point) {
        if (point < 0x80) {
            bytes[size++] = (byte) point;
        } else if (point < 0x800) {
            bytes[size++] = (byte) (0xC0 | (point >> 6));
            rest(point);
        } else if (point < 0x10000) {
            bytes[size++] = (byte) (0xE0 | (point >> 12));
            rest(point >> 6);
            rest(point);
        } else {
            bytes[size++] = (byte) (0xF0 | (point >> 18));
            rest(point >> 12);
            rest(point >> 6);
            rest(point);
        }
    }

    private void rest(int bits) {
        bytes[size++] = (byte) (0x80 | (bits & 0x3F));
    }

    private static int utf8Length(String value) {
        int length = value.length();
        int i = 0;
        while (i < length && value.charAt(i) < 0x80) {
            i++;
        }
        int sum = i;
        while (i < length) {
            int point = point(value, i);
            sum += width(point);
            i += Character.charCount(point);
        }
        return sum;
    }

    private static int point(String value, int at) {
        int point = value.codePointAt(at);
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? '?' : point;
    }

    private static int width(int point) {
        if (point < 0x80) {
            return 1;
        }
        if (point < 0x800) {
            return 2;
        }
        return point < 0x10000 ? 3 : 4;
    }

    private void fixed(long value) {
        need(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >> shift);
        }
    }

    private void need(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
