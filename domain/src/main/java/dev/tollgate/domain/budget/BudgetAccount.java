package dev.tollgate.domain.budget;

import java.time.Instant;

/// One period of one budget: what is spent in it is summed up here. Two budgets of a subject with
/// different durations have different accounts.
///
/// @param window the budget's duration as normalised text (`1d`, `1mo`, …); empty: it never resets
/// @param periodStart the beginning of the period; [Instant#EPOCH] where it never resets
public record BudgetAccount(Subject subject, String window, Instant periodStart)
        implements Comparable<BudgetAccount> {

    /// The one that never resets. Every cost of a subject is added to it, with a budget or without:
    /// it is what the subject ever spent.
    public static BudgetAccount ever(Subject subject) {
        return new BudgetAccount(subject, "", Instant.EPOCH);
    }

    /// Its unique name, in whose order accounts are locked.
    public String name() {
        return subject.scope()
                + "|"
                + escaped(subject.id())
                + "|"
                + escaped(subject.model())
                + "|"
                + window
                + "|"
                + periodStart.getEpochSecond();
    }

    private static String escaped(String part) {
        return part.replace("\\", "\\\\").replace("|", "\\p");
    }

    @Override
    public int compareTo(BudgetAccount other) {
        return name().compareTo(other.name());
    }
}
