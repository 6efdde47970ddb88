package dev.tollgate.adapters.providers.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads one JSON text in a byte array from front to back, by the grammar of RFC 8259, without
/// copying it. Objects and arrays are walked by the same pattern:
///
/// ```java
/// for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
///     // nameIs(…), then consume exactly one value
/// }
/// ```
///
/// Every method throws [MalformedJson] where the text does not go on as it must. Nesting is bound
/// by [#MAX_DEPTH]. Not thread-safe.
public final class JsonScanner {
    /// Deepest nesting that is read.
    public static final int MAX_DEPTH = 1000;

    private static final int LONGEST_AMOUNT = 40;
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NULL = ascii("null");

    private final byte[] bytes;
    private final int end;
    private int position;
    private int nameStart;
    private int nameEnd;
    private int stringStart;
    private int stringEnd;

    public JsonScanner(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    /// The first byte of the next value (`{`, `[`, `"`, `t`, `f`, `n`, `-` or a digit), not
    /// consumed.
    public int peek() {
        skipSpace();
        if (position >= end) {
            throw malformed("the text ends too early");
        }
        return bytes[position];
    }

    /// Offset of the next byte; after [#peek], of the next value.
    public int position() {
        return position;
    }

    public int nameStart() {
        return nameStart;
    }

    /// Enters an object.
    ///
    /// @return whether it has a field; the reader stands before the first one's value then
    public boolean enterObject() {
        expect('{');
        if (peek() == '}') {
            position++;
            return false;
        }
        readName();
        return true;
    }

    /// Goes on behind a field's value.
    ///
    /// @return whether another field follows; the reader stands before its value then
    public boolean nextField() {
        int c = peek();
        position++;
        if (c == ',') {
            readName();
            return true;
        }
        if (c != '}') {
            throw malformed("',' or '}' expected");
        }
        return false;
    }

    /// @return whether the array has an element
    public boolean enterArray() {
        expect('[');
        if (peek() == ']') {
            position++;
            return false;
        }
        return true;
    }

    /// @return whether another element follows
    public boolean nextElement() {
        int c = peek();
        position++;
        if (c == ',') {
            return true;
        }
        if (c != ']') {
            throw malformed("',' or ']' expected");
        }
        return false;
    }

    /// Whether the current field has this name, as long as it is written without escapes.
    public boolean nameIs(byte[] name) {
        int length = nameEnd - nameStart;
        if (length != name.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[nameStart + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /// The current field's decoded name.
    public String name() {
        return decode(nameStart, nameEnd);
    }

    /// Reads the next value if it is `true`; skips anything else.
    public boolean readTrue() {
        boolean isTrue = peek() == 't';
        skipValue();
        return isTrue;
    }

    /// Consumes the next value.
    ///
    /// @return whether it is this text, written without escapes
    public boolean readIs(byte[] text) {
        boolean string = peek() == '"';
        skipValue();
        return string && Arrays.equals(bytes, stringStart, stringEnd, text, 0, text.length);
    }

    /// Consumes a `null` if that is the next value.
    public boolean skipNull() {
        if (peek() != 'n') {
            return false;
        }
        literal(NULL);
        return true;
    }

    /// Reads a string; any other value is skipped and reads as empty.
    public String readText() {
        if (peek() != '"') {
            skipValue();
            return "";
        }
        skipString();
        return decode(stringStart, stringEnd);
    }

    /// Reads a whole, non-negative number; anything else is skipped and reads as 0. Larger ones
    /// than fit read as the largest.
    public long readCount() {
        int c = peek();
        int start = position;
        skipValue();
        if (c < '0' || c > '9') {
            return 0;
        }
        long value = 0;
        for (int i = start; i < position; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return (long) Double.parseDouble(text(start, position));
            }
            if (value > (Long.MAX_VALUE - digit) / 10) {
                return Long.MAX_VALUE;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /// Reads a number of 0 or more, fractions included, that any bill could hold; anything else is
    /// skipped and reads as 0.
    public BigDecimal readAmount() {
        int c = peek();
        int start = position;
        skipValue();
        if (c < '0' || c > '9' || position - start > LONGEST_AMOUNT) {
            return BigDecimal.ZERO;
        }
        BigDecimal amount = new BigDecimal(text(start, position));
        boolean plausible = Math.abs(amount.scale()) <= LONGEST_AMOUNT;
        return plausible ? amount : BigDecimal.ZERO;
    }

    /// Skips one value.
    ///
    /// @return whether it said something: not `null`, `""`, `[]` or `{}`
    public boolean skipTelling() {
        int c = peek();
        int start = position;
        skipValue();
        return switch (c) {
            case 'n' -> false;
            case '"' -> position - start > 2;
            case '[', '{' -> !empty(start + 1, position - 1);
            default -> true;
        };
    }

    private boolean empty(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isSpace(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    /// Skips one value of any kind.
    public void skipValue() {
        switch (peek()) {
            case '"' -> skipString();
            case '{', '[' -> skipContainer();
            case 't' -> literal(TRUE);
            case 'f' -> literal(FALSE);
            case 'n' -> literal(NULL);
            default -> skipNumber();
        }
    }

    /// Checks that nothing but white space is left.
    public void finish() {
        skipSpace();
        if (position < end) {
            throw malformed("the text goes on behind its end");
        }
    }

    private void skipContainer() {
        // One bit per level tells objects from arrays, so that depth costs no stack.
        long[] objects = new long[1];
        int depth = 0;
        boolean value = true;
        while (true) {
            if (value) {
                int c = peek();
                if (c == '{' || c == '[') {
                    position++;
                    boolean object = c == '{';
                    objects = push(objects, depth, object);
                    depth++;
                    if (peek() == (object ? '}' : ']')) {
                        position++;
                        depth--;
                        value = false;
                    } else if (object) {
                        readName();
                    }
                } else {
                    skipValue();
                    value = false;
                }
            } else {
                if (depth == 0) {
                    return;
                }
                boolean object = (objects[(depth - 1) >> 6] & (1L << (depth - 1))) != 0;
                if (object ? nextField() : nextElement()) {
                    value = true;
                } else {
                    depth--;
                }
            }
        }
    }

    private long[] push(long[] objects, int depth, boolean object) {
        if (depth >= MAX_DEPTH) {
            throw malformed("the text is nested too deeply");
        }
        long[] words = objects;
        if (depth >> 6 >= words.length) {
            words = Arrays.copyOf(words, words.length * 2);
        }
        if (object) {
            words[depth >> 6] |= 1L << depth;
        } else {
            words[depth >> 6] &= ~(1L << depth);
        }
        return words;
    }

    private void readName() {
        if (peek() != '"') {
            throw malformed("a name expected");
        }
        skipString();
        nameStart = stringStart;
        nameEnd = stringEnd;
        if (peek() != ':') {
            throw malformed("':' expected");
        }
        position++;
    }

    private void skipString() {
        int i = position + 1;
        stringStart = i;
        while (i < end) {
            byte c = bytes[i];
            if (c == '"') {
                stringEnd = i;
                position = i + 1;
                return;
            }
            if (c == '\\') {
                i = skipEscape(i + 1);
            } else if (c >= 0 && c < 0x20) {
                position = i;
                throw malformed("a control character in a string");
            } else {
                i++;
            }
        }
        position = end;
        throw malformed("a string without its end");
    }

    private int skipEscape(int at) {
        if (at < end) {
            switch (bytes[at]) {
                case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                    return at + 1;
                }
                case 'u' -> {
                    if (at + 4 < end) {
                        for (int i = at + 1; i <= at + 4; i++) {
                            if (Character.digit(bytes[i], 16) < 0) {
                                position = i;
                                throw malformed("four hexadecimal digits expected");
                            }
                        }
                        return at + 5;
                    }
                }
                default -> {}
            }
        }
        position = Math.min(at, end);
        throw malformed("an unknown escape");
    }

    private void skipNumber() {
        int i = position;
        if (bytes[i] == '-') {
            i++;
        }
        int whole = i;
        i = skipDigits(i);
        if (i - whole > 1 && bytes[whole] == '0') {
            throw malformed("a number with a leading zero");
        }
        if (i < end && bytes[i] == '.') {
            i = skipDigits(i + 1);
        }
        if (i < end && (bytes[i] == 'e' || bytes[i] == 'E')) {
            i++;
            if (i < end && (bytes[i] == '+' || bytes[i] == '-')) {
                i++;
            }
            i = skipDigits(i);
        }
        position = i;
    }

    private int skipDigits(int from) {
        int i = from;
        while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        if (i == from) {
            throw malformed("a value expected");
        }
        return i;
    }

    private void literal(byte[] word) {
        if (end - position < word.length) {
            throw malformed("a value expected");
        }
        for (int i = 0; i < word.length; i++) {
            if (bytes[position + i] != word[i]) {
                throw malformed("a value expected");
            }
        }
        position += word.length;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw malformed("'" + c + "' expected");
        }
        position++;
    }

    private void skipSpace() {
        while (position < end && isSpace(bytes[position])) {
            position++;
        }
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private String decode(int start, int stop) {
        String raw = text(start, stop);
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
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

    private String text(int start, int stop) {
        return new String(bytes, start, stop - start, StandardCharsets.UTF_8);
    }

    private MalformedJson malformed(String what) {
        return new MalformedJson(what, position);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
