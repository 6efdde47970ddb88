package dev.tollgate.application.budget;

import java.time.Duration;

/// How patient the escrow is.
///
/// @param patience with what running calls or other instances hold (`budget_wait`); zero: not at
///   all
/// @param mostWaiting calls that may wait at once
public record EscrowRules(Duration patience, int mostWaiting) {
    public static final EscrowRules DEFAULT = new EscrowRules(Duration.ofSeconds(1), 1_000);

    public EscrowRules waiting(Duration its) {
        return new EscrowRules(its, mostWaiting);
    }

    public EscrowRules {
        if (patience.isNegative() || mostWaiting < 0) {
            throw new IllegalArgumentException(
                    "patience and mostWaiting must not be negative: %s, %d"
                            .formatted(patience, mostWaiting));
        }
    }
}
