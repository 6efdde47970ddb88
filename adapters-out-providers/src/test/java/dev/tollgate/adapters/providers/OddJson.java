package dev.tollgate.adapters.providers;

import java.util.Random;

/// JSON as nobody would write it: odd numbers, escapes, white space, names that stand twice.
public final class OddJson {
    private OddJson() {}

    public static String space(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> " ";
            case 1 -> "\n\t";
            default -> "";
        };
    }

    public static String value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 8)) {
            case 0 -> "1.50e+2";
            case 1 -> "-0.0";
            case 2 -> "\"\\u00e9\\/\\\"}],é€\"";
            case 3 -> "null";
            case 4 -> "12345678901234567890123";
            case 5 -> "\"\\ud83d\\uDE00 \\u0041\\t\"";
            case 6 -> "[" + value(random, depth - 1) + " ," + value(random, depth - 1) + "]";
            default ->
                    "{\"k\":"
                            + value(random, depth - 1)
                            + ",\"k\": "
                            + value(random, depth - 1)
                            + "}";
        };
    }

    /// A field that nobody knows, with the comma behind it; equal numbers give equal names.
    public static String field(Random random, int number) {
        return "\"x%d\\u0041\"%s:%s%s,%s"
                .formatted(number, space(random), value(random, 3), space(random), space(random));
    }
}
