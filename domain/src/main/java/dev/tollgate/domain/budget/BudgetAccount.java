package dev.tollgate.domain.budget;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final int PARTS = 5;

    /// Where a period ends depends on a time zone, which is not kept with its account.
    private static final Period SLACK = Period.ofDays(2);

    /// A backslash and what it stands with.
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)", Pattern.DOTALL);

    /// The account of a [#name].
    ///
    /// @throws IllegalArgumentException for a text that is none
    public static BudgetAccount named(String name) {
        String[] parts = name.split("\\|", -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("no name of an account: " + name);
        }
        Subject subject = new Subject(Scope.valueOf(parts[0]), plain(parts[1]), plain(parts[2]));
        Instant start = Instant.ofEpochSecond(Long.parseLong(parts[4]));
        return new BudgetAccount(subject, parts[3], start);
    }

    private static String plain(String part) {
        return ESCAPE.matcher(part)
                .replaceAll(
                        escape ->
                                escape.group(1).equals("p") ? "|" : Matcher.quoteReplacement("\\"));
    }

    /// Whether a period has ended by a moment in every time zone.
    ///
    /// @param window as an account has it; one that never resets never ends
    public static boolean isOver(String window, Instant periodStart, Instant moment) {
        return BudgetDuration.parse(window)
                .map(length -> length.after(periodStart, ZoneOffset.UTC).plus(SLACK))
                .filter(end -> !end.isAfter(moment))
                .isPresent();
    }

    /// Its unique name, in whose order accounts are locked.
    public String name() {
        return subject.name() + "|" + window + "|" + periodStart.getEpochSecond();
    }

    @Override
    public int compareTo(BudgetAccount other) {
        return name().compareTo(other.name());
    }
}
