package dev.tollgate.adapters.http.envelope;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Checks JSON (RFC 8259) in UTF-8 and finds where values end, without making anything of them.
/// Strict: no comments, no trailing commas, no control characters or broken UTF-8 in strings. Depth
/// and length of numbers are bounded. Single-threaded.
final class JsonScanner {
    /// Deepest nesting of a value.
    static final int MAX_DEPTH = 500;

    /// Longest number, in characters.
    static final int MAX_NUMBER = 1000;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private final byte[] bytes;
    private final int end;

    /// One bit per open container: set for an object.
    private final long[] stack = new long[(MAX_DEPTH + 63) / 64];

    JsonScanner(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    /// The byte at an offset, or -1 at the end (no byte of JSON's grammar is negative).
    int at(int offset) {
        return offset < end ? bytes[offset] : -1;
    }

    int space(int offset) {
        int p = offset;
        while (p < end) {
            byte b = bytes[p];
            if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
                return p;
            }
            p++;
        }
        return p;
    }

    /// The offset behind the value that starts here.
    int value(int offset) {
        int depth = 0;
        int p = offset;
        while (true) {
            p = space(p);
            int b = at(p);
            boolean opened = false;
            switch (b) {
                case '"' -> p = string(p);
                case '{', '[' -> {
                    if (depth == MAX_DEPTH) {
                        throw new BadJson("nested deeper than " + MAX_DEPTH, p);
                    }
                    boolean object = b == '{';
                    p = space(p + 1);
                    if (at(p) == (object ? '}' : ']')) {
                        p++;
                    } else {
                        opened = true;
                        long bit = 1L << depth;
                        stack[depth >> 6] =
                                object ? stack[depth >> 6] | bit : stack[depth >> 6] & ~bit;
                        depth++;
                        if (object) {
                            p = nameAndColon(p);
                        }
                    }
                }
                case 't' -> p = word(p, "true");
                case 'f' -> p = word(p, "false");
                case 'n' -> p = word(p, "null");
                default -> p = number(p);
            }
            if (opened) {
                continue;
            }
            // A value ended: close containers until one goes on.
            boolean next = false;
            while (!next) {
                if (depth == 0) {
                    return p;
                }
                boolean object = (stack[(depth - 1) >> 6] & 1L << (depth - 1)) != 0;
                p = space(p);
                int follows = at(p);
                if (follows == ',') {
                    p = object ? nameAndColon(space(p + 1)) : p + 1;
                    next = true;
                } else if (follows == (object ? '}' : ']')) {
                    p++;
                    depth--;
                } else {
                    throw unexpected(p, object ? "',' or '}'" : "',' or ']'");
                }
            }
        }
    }

    /// The offset behind a member's name and colon.
    int nameAndColon(int offset) {
        if (at(offset) != '"') {
            throw unexpected(offset, "a field name");
        }
        int p = space(string(offset));
        if (at(p) != ':') {
            throw unexpected(p, "':'");
        }
        return p + 1;
    }

    /// The offset behind the string whose opening quote stands here.
    int string(int offset) {
        int p = offset + 1;
        while (true) {
            while (p + 8 <= end) {
                long word = (long) LONGS.get(bytes, p);
                long quote = word ^ QUOTES;
                long backslash = word ^ BACKSLASHES;
                // Marks quotes, backslashes, control characters and bytes beyond ASCII. A false
                // mark is possible only above a true one.
                long marks =
                        ((quote - ONES) & ~quote
                                        | (backslash - ONES) & ~backslash
                                        | (word - SPACES) & ~word
                                        | word)
                                & HIGHS;
                if (marks != 0) {
                    p += Long.numberOfTrailingZeros(marks) >> 3;
                    break;
                }
                p += 8;
            }
            if (p >= end) {
                throw new BadJson("unterminated string", offset);
            }
            int b = bytes[p];
            if (b == '"') {
                return p + 1;
            } else if (b == '\\') {
                p = escape(p);
            } else if (b < 0) {
                p = beyondAscii(p);
            } else if (b < ' ') {
                throw new BadJson("unescaped control character in a string", p);
            } else {
                p++;
            }
        }
    }

    private int escape(int offset) {
        switch (at(offset + 1)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return offset + 2;
            }
            case 'u' -> {
                for (int i = 2; i < 6; i++) {
                    if (hex(at(offset + i)) < 0) {
                        throw new BadJson("bad \\u escape", offset);
                    }
                }
                return offset + 6;
            }
            default -> throw new BadJson("bad escape", offset);
        }
    }

    private static int hex(int b) {
        return b < 0 ? -1 : Character.digit((char) b, 16);
    }

    private int beyondAscii(int offset) {
        int first = bytes[offset] & 0xff;
        int more;
        int low = 0x80;
        int high = 0xbf;
        if (first >= 0xc2 && first <= 0xdf) {
            more = 1;
        } else if (first >= 0xe0 && first <= 0xef) {
            more = 2;
            low = first == 0xe0 ? 0xa0 : 0x80;
            high = first == 0xed ? 0x9f : 0xbf;
        } else if (first >= 0xf0 && first <= 0xf4) {
            more = 3;
            low = first == 0xf0 ? 0x90 : 0x80;
            high = first == 0xf4 ? 0x8f : 0xbf;
        } else {
            throw new BadJson("broken UTF-8", offset);
        }
        for (int i = 1; i <= more; i++) {
            int next = offset + i < end ? bytes[offset + i] & 0xff : -1;
            if (next < low || next > high) {
                throw new BadJson("broken UTF-8", offset);
            }
            low = 0x80;
            high = 0xbf;
        }
        return offset + more + 1;
    }

    private int word(int offset, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at(offset + i) != word.charAt(i)) {
                throw unexpected(offset, "a value");
            }
        }
        int p = offset + word.length();
        if (nameLike(at(p))) {
            throw unexpected(p, "the end of a value");
        }
        return p;
    }

    private static boolean nameLike(int b) {
        return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_';
    }

    private int number(int offset) {
        int p = offset;
        if (at(p) == '-') {
            p++;
        }
        if (at(p) == '0') {
            p++;
        } else {
            p = digits(p, offset);
        }
        if (at(p) == '.') {
            p = digits(p + 1, offset);
        }
        if (at(p) == 'e' || at(p) == 'E') {
            p++;
            if (at(p) == '+' || at(p) == '-') {
                p++;
            }
            p = digits(p, offset);
        }
        if (p - offset > MAX_NUMBER) {
            throw new BadJson("a number longer than " + MAX_NUMBER + " characters", offset);
        }
        if (nameLike(at(p))) {
            throw unexpected(p, "the end of a number");
        }
        return p;
    }

    private int digits(int offset, int start) {
        int p = offset;
        while (p < end && bytes[p] >= '0' && bytes[p] <= '9') {
            p++;
        }
        if (p == offset) {
            throw unexpected(start, "a value");
        }
        return p;
    }

    /// The text of the string between two offsets, quotes included, already checked.
    String text(int start, int behind) {
        for (int i = start + 1; i < behind - 1; i++) {
            if (bytes[i] == '\\') {
                return unescaped(start + 1, behind - 1);
            }
        }
        return new String(bytes, start + 1, behind - start - 2, StandardCharsets.UTF_8);
    }

    private String unescaped(int start, int behind) {
        String raw = new String(bytes, start, behind - start, StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            i++;
            switch (raw.charAt(i)) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> text.append(raw.charAt(i));
            }
        }
        return text.toString();
    }

    BadJson unexpected(int offset, String expected) {
        return offset >= end
                ? new BadJson("unexpected end of data, expected " + expected, offset)
                : new BadJson("unexpected character, expected " + expected, offset);
    }
}
