package dev.tollgate.domain.ledger;

import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

/// What is counted of entries. Spend and tokens are those of all attempts; successes and failures
/// are those of calls, by their last entry.
public record Figures(
        Usd spend,
        long promptTokens,
        long completionTokens,
        long cacheReadTokens,
        long cacheWriteTokens,
        long successful,
        long failed) {
    public static final Figures NONE = new Figures(Usd.ZERO, 0, 0, 0, 0, 0, 0);

    public static Figures of(LedgerEntry entry) {
        Usage usage = entry.usage();
        boolean success = entry.outcome().status() == Status.SUCCESS;
        return new Figures(
                entry.charged(),
                usage.inputTokens(),
                usage.outputTokens(),
                usage.cacheReadTokens(),
                usage.cacheWriteTokens() + usage.cacheWrite1hTokens(),
                entry.last() && success ? 1 : 0,
                entry.last() && !success ? 1 : 0);
    }

    public Figures plus(Figures other) {
        return new Figures(
                spend.plus(other.spend),
                promptTokens + other.promptTokens,
                completionTokens + other.completionTokens,
                cacheReadTokens + other.cacheReadTokens,
                cacheWriteTokens + other.cacheWriteTokens,
                successful + other.successful,
                failed + other.failed);
    }

    /// The same with the opposite sign, to take them back.
    public Figures negated() {
        return new Figures(
                new Usd(-spend.nanos()),
                -promptTokens,
                -completionTokens,
                -cacheReadTokens,
                -cacheWriteTokens,
                -successful,
                -failed);
    }
}
