package dev.tollgate.adapters.http.wire;

import io.helidon.http.DateTime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes of an answer while they are put together: status line, header lines and, where it
/// fits, the body behind them. One buffer per connection, used again for every answer.
public final class ResponseHead {
    private static final int FIRST_SIZE = 4096;
    private static final int KEPT_SIZE = 64 * 1024;
    private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\nDate: ");

    private byte[] buffer = new byte[FIRST_SIZE];
    private int length;

    ResponseHead() {}

    /// A constant header line, to be made once and used with [#line].
    public static byte[] line(String name, String value) {
        return ascii(name + ": " + value + "\r\n");
    }

    /// The constant start of a header line whose value differs.
    public static byte[] name(String name) {
        return ascii(name + ": ");
    }

    void begin(int status) {
        if (buffer.length > KEPT_SIZE) {
            buffer = new byte[FIRST_SIZE];
        }
        length = 0;
        if (status == 200) {
            put(OK);
        } else {
            put(ascii("HTTP/1.1 " + status + " " + Reason.of(status) + "\r\nDate: "));
        }
        put(DateTime.http1Bytes());
    }

    /// Adds a constant line.
    public ResponseHead line(byte[] line) {
        put(line);
        return this;
    }

    /// Adds a line; nothing if the value is empty.
    ///
    /// @param name as [#name] made it
    public ResponseHead field(byte[] name, String value) {
        if (!value.isEmpty()) {
            put(name);
            text(value);
            lineEnd();
        }
        return this;
    }

    /// Adds a line with a number.
    public ResponseHead field(byte[] name, long value) {
        put(name);
        number(value);
        lineEnd();
        return this;
    }

    /// Adds a line with a number of milliseconds that keeps the microseconds.
    public ResponseHead millis(byte[] name, long nanos) {
        put(name);
        long micros = nanos / 1000;
        number(micros / 1000);
        int rest = (int) (micros % 1000);
        reserve(4);
        buffer[length++] = '.';
        buffer[length++] = (byte) ('0' + rest / 100);
        buffer[length++] = (byte) ('0' + rest / 10 % 10);
        buffer[length++] = (byte) ('0' + rest % 10);
        lineEnd();
        return this;
    }

    /// Adds a line with an amount of 10⁻⁹ units in Python's notation of numbers: `0.0`, `0.00472`,
    /// `3e-06`.
    public ResponseHead nanos(byte[] name, long nanos) {
        put(name);
        reserve(32);
        length = PythonNumber.write(nanos, buffer, length);
        lineEnd();
        return this;
    }

    /// Adds a line whose name is a prefix and a foreign name, in lower case.
    public ResponseHead prefixed(byte[] prefix, String name, String value) {
        put(prefix);
        reserve(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean upper = c >= 'A' && c <= 'Z';
            buffer[length++] = upper ? (byte) (c + 32) : token(c) ? (byte) c : (byte) '_';
        }
        reserve(2);
        buffer[length++] = ':';
        buffer[length++] = ' ';
        text(value);
        lineEnd();
        return this;
    }

    void lineEnd() {
        reserve(2);
        buffer[length++] = '\r';
        buffer[length++] = '\n';
    }

    void put(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    void put(byte[] bytes, int offset, int count) {
        reserve(count);
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
    }

    /// Adds text; whatever could end the line or is not Latin-1 becomes `?`.
    private void text(String value) {
        int count = value.length();
        reserve(count);
        byte[] to = buffer;
        int at = length;
        for (int i = 0; i < count; i++) {
            char c = value.charAt(i);
            to[at + i] = c >= 32 && c != 127 && c < 256 ? (byte) c : (byte) '?';
        }
        length = at + count;
    }

    private void number(long value) {
        if (value < 0) {
            text(Long.toString(value));
            return;
        }
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        reserve(digits);
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    /// Adds a number in hexadecimal, as the size line of a chunk.
    void chunkSize(int size) {
        put(ascii(Integer.toHexString(size)));
        lineEnd();
    }

    void clear() {
        if (buffer.length > KEPT_SIZE) {
            buffer = new byte[FIRST_SIZE];
        }
        length = 0;
    }

    byte[] bytes() {
        return buffer;
    }

    int length() {
        return length;
    }

    private void reserve(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }

    private static boolean token(char c) {
        return c > 32 && c < 127 && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
