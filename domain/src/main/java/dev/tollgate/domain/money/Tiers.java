package dev.tollgate.domain.money;

import java.util.List;

/// Where a long prompt changes the price of the whole call. The level is chosen by all prompt
/// tokens, cached and written ones included; level 0 is below the first threshold.
///
/// @param thresholds prompt tokens, ascending
public record Tiers(Rule rule, List<Long> thresholds) {
    public static final Tiers NONE = new Tiers(Rule.OVER, List.of());

    /// How thresholds are read, and what a level without a price of its own takes.
    public enum Rule {
        /// The level begins above the threshold; a missing price is the lower level's.
        OVER,
        /// The level begins at the threshold; a missing price is the lower level's.
        FROM,
        /// The level begins above the threshold; a missing cache price is the level's input price,
        /// a missing reasoning price its output price.
        TABLE
    }

    public Tiers {
        thresholds = List.copyOf(thresholds);
        for (int i = 0; i < thresholds.size(); i++) {
            if (thresholds.get(i) <= (i == 0 ? 0 : thresholds.get(i - 1))) {
                throw new IllegalArgumentException("thresholds must ascend: " + thresholds);
            }
        }
    }

    /// The number of thresholds that the prompt has passed.
    int levelOf(long promptTokens) {
        int level = 0;
        while (level < thresholds.size() && passed(promptTokens, thresholds.get(level))) {
            level++;
        }
        return level;
    }

    /// The fewest prompt tokens of a level.
    long first(int level) {
        if (level == 0) {
            return 0;
        }
        long threshold = thresholds.get(level - 1);
        return rule == Rule.FROM ? threshold : threshold + 1;
    }

    /// The most prompt tokens of a level.
    long last(int level) {
        return level < thresholds.size() ? first(level + 1) - 1 : Long.MAX_VALUE;
    }

    private boolean passed(long promptTokens, long threshold) {
        return rule == Rule.FROM ? promptTokens >= threshold : promptTokens > threshold;
    }

    /// The prefix of the meters of a level: none, `tier_`, `tier2_`, …
    static String prefix(int level) {
        return switch (level) {
            case 0 -> "";
            case 1 -> "tier_";
            default -> "tier" + level + "_";
        };
    }
}
