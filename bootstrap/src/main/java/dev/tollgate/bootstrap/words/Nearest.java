package dev.tollgate.bootstrap.words;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the known name that was probably meant.
public final class Nearest {
    private static final int LONGEST = 80;

    private Nearest() {}

    /// The closest name within a third of the word's length, at most three changes; a swap of two
    /// neighbours is one change.
    public static Optional<String> to(String word, Collection<String> names) {
        if (word.length() < 3 || word.length() > LONGEST) {
            return Optional.empty();
        }
        int bound = Math.min(3, Math.max(1, word.length() / 3));
        String lower = word.toLowerCase(Locale.ROOT).replace('-', '_');
        String best = "";
        int least = bound + 1;
        for (String name : names) {
            if (Math.abs(name.length() - word.length()) <= bound) {
                int distance = distance(lower, name.toLowerCase(Locale.ROOT).replace('-', '_'));
                if (distance < least || distance == least && name.compareTo(best) < 0) {
                    least = distance;
                    best = name;
                }
            }
        }
        return least <= bound && !best.equals(word) ? Optional.of(best) : Optional.empty();
    }

    /// `Did you mean x?`, or nothing to say.
    public static String question(String word, Collection<String> names) {
        return to(word, names).map(name -> "Did you mean `" + name + "`?").orElse("");
    }

    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] =
                        Math.min(
                                Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1),
                                d[i - 1][j - 1] + change);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
