package dev.tollgate.adapters.http.wire;

/// Writes amounts as Python writes its floats, which is how callers of LiteLLM read them from
/// headers: with at least one decimal, and below 10⁻⁴ with an exponent of two digits.
final class PythonNumber {
    private static final long UNIT = 1_000_000_000;
    private static final long SCIENTIFIC_BELOW = UNIT / 10_000;

    private PythonNumber() {}

    /// @param nanos 10⁻⁹ units
    /// @return the position behind the number, at most 24 bytes on
    static int write(long nanos, byte[] to, int at) {
        if (nanos == 0) {
            to[at] = '0';
            to[at + 1] = '.';
            to[at + 2] = '0';
            return at + 3;
        }
        int from = at;
        if (nanos < 0) {
            to[from++] = '-';
            // The most negative number stays itself: no amount is that.
            nanos = Math.absExact(nanos);
        }
        if (nanos > 0 && nanos < SCIENTIFIC_BELOW) {
            return scientific(nanos, to, from);
        }
        int next = digits(nanos / UNIT, to, from);
        to[next++] = '.';
        long rest = nanos % UNIT;
        long place = UNIT / 10;
        do {
            to[next++] = (byte) ('0' + rest / place);
            rest %= place;
            place /= 10;
        } while (rest > 0);
        return next;
    }

    private static int scientific(long nanos, byte[] to, int at) {
        long significant = nanos;
        while (significant % 10 == 0) {
            significant /= 10;
        }
        int end = digits(significant, to, at + 1);
        to[at] = to[at + 1];
        int next = at + 1;
        if (end > at + 2) {
            to[next] = '.';
            next = end;
        }
        int exponent = 10 - length(nanos);
        to[next++] = 'e';
        to[next++] = '-';
        to[next++] = '0';
        to[next++] = (byte) ('0' + exponent);
        return next;
    }

    private static int digits(long value, byte[] to, int at) {
        int end = at + length(value);
        long rest = value;
        for (int i = end - 1; i >= at; i--) {
            to[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
    }

    private static int length(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
