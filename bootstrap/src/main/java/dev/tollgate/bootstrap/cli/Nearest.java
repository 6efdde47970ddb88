package dev.tollgate.bootstrap.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the name somebody may have meant.
final class Nearest {
    private Nearest() {}

    /// The name with the fewest differences, if they are few enough for a slip.
    static Optional<String> to(String typed, Collection<String> names) {
        int bound = Math.max(1, typed.length() / 3);
        return names.stream()
                .filter(name -> distance(typed, name) <= bound)
                .min(Comparator.comparingInt(name -> distance(typed, name)));
    }

    /// Insertions, deletions, replacements and swaps of neighbours that lead from one text to the
    /// other.
    static int distance(String from, String to) {
        int[][] steps = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : fewest(steps, from, to, i, j);
            }
        }
        return steps[from.length()][to.length()];
    }

    private static int fewest(int[][] steps, String from, String to, int i, int j) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int best =
                Math.min(
                        steps[i - 1][j - 1] + (same ? 0 : 1),
                        Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        boolean swapped =
                i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
    }
}
