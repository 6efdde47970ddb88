package dev.tollgate.domain.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A length of time as budgets and keys have it (`30s`, `15m`, `24h`, `7d`, `1w`, `1mo`), and the
/// periods of a budget that begins anew after each.
///
/// Periods are a function of the clock on the wall of one time zone, not of when a budget was made:
/// seconds and minutes count from the full minute, hour or day, hours from midnight, weeks from
/// Monday, months from the 1st. A week is also what `7d` means, and a month what `30d` means. Other
/// numbers of days, weeks and months count from 1 January 1970, its Monday's week, and January of
/// the year 0.
///
/// @param count at least 1
public record BudgetDuration(int count, Unit unit) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,7})(mo|[smhdw])[a-z]*");
    private static final LocalDate FIRST_MONDAY = LocalDate.of(1969, 12, 29);

    /// What is counted.
    public enum Unit {
        SECOND("s"),
        MINUTE("m"),
        HOUR("h"),
        DAY("d"),
        WEEK("w"),
        MONTH("mo");

        private final String text;

        Unit(String text) {
            this.text = text;
        }
    }

    public BudgetDuration {
        if (count < 1) {
            throw new IllegalArgumentException("a duration must be at least 1: " + count);
        }
    }

    /// Reads a duration; words that begin with a unit's letters mean the unit (`30min`, `2months`).
    public static Optional<BudgetDuration> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(1)) == 0) {
            return Optional.empty();
        }
        for (Unit unit : Unit.values()) {
            if (unit.text.equals(parts.group(2))) {
                return Optional.of(new BudgetDuration(Integer.parseInt(parts.group(1)), unit));
            }
        }
        return Optional.empty();
    }

    /// As it is written, `30d`.
    public String text() {
        return count + unit.text;
    }

    /// The moment this long after another; months lead to the same day of a later month, or to its
    /// last one.
    public Instant after(Instant start, ZoneId zone) {
        return switch (unit) {
            case SECOND -> start.plusSeconds(count);
            case MINUTE -> start.plus(count, ChronoUnit.MINUTES);
            case HOUR -> start.plus(count, ChronoUnit.HOURS);
            case DAY -> start.plus(Duration.ofDays(count));
            case WEEK -> start.plus(Duration.ofDays(7L * count));
            case MONTH -> start.atZone(zone).plusMonths(count).toInstant();
        };
    }

    /// Which period's beginning and end a moment is between.
    public Period periodAt(Instant moment, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(moment, zone);
        BudgetDuration each = normalised();
        Span span =
                switch (each.unit) {
                    case SECOND -> within(local, each.count);
                    case MINUTE -> within(local, 60L * each.count);
                    case HOUR -> hours(local, each.count);
                    case DAY -> days(local.toLocalDate(), LocalDate.EPOCH, each.count);
                    case WEEK -> days(local.toLocalDate(), FIRST_MONDAY, 7L * each.count);
                    case MONTH -> months(local, each.count);
                };
        if (each.withinAnHour()) {
            // The hour that clocks go back to is there twice; each has periods of its own.
            ZoneOffset offset = zone.getRules().getOffset(moment);
            return new Period(span.start.toInstant(offset), span.end.toInstant(offset));
        }
        return new Period(span.start.atZone(zone).toInstant(), span.end.atZone(zone).toInstant());
    }

    private boolean withinAnHour() {
        return unit == Unit.SECOND && count <= 3600 || unit == Unit.MINUTE && count <= 60;
    }

    /// When the budget begins anew.
    public Instant nextReset(Instant now, ZoneId zone) {
        return periodAt(now, zone).end();
    }

    /// The same duration for all ways to write it: `24h` is `1d`, `7d` is `1w`, `30d` is `1mo`.
    public BudgetDuration normalised() {
        return switch (unit) {
            case SECOND -> wider(60, Unit.MINUTE);
            case MINUTE -> wider(60, Unit.HOUR);
            case HOUR -> wider(24, Unit.DAY);
            case DAY ->
                    count == 7
                            ? new BudgetDuration(1, Unit.WEEK)
                            : count == 30 ? new BudgetDuration(1, Unit.MONTH) : this;
            case WEEK, MONTH -> this;
        };
    }

    private BudgetDuration wider(int each, Unit wide) {
        return count % each == 0 ? new BudgetDuration(count / each, wide).normalised() : this;
    }

    /// Multiples of so many seconds within the smallest unit of the clock that holds them.
    private static Span within(LocalDateTime local, long seconds) {
        if (seconds <= 60) {
            return within(local.truncatedTo(ChronoUnit.MINUTES), 60, local, seconds);
        }
        return seconds <= 3600
                ? within(local.truncatedTo(ChronoUnit.HOURS), 3600, local, seconds)
                : within(local.truncatedTo(ChronoUnit.DAYS), 86_400, local, seconds);
    }

    private static Span within(LocalDateTime start, long whole, LocalDateTime local, long seconds) {
        if (seconds >= whole) {
            return new Span(start, start.plusSeconds(whole));
        }
        long past = ChronoUnit.SECONDS.between(start, local) / seconds * seconds;
        return new Span(
                start.plusSeconds(past), start.plusSeconds(Math.min(past + seconds, whole)));
    }

    private static Span hours(LocalDateTime local, long hours) {
        LocalDateTime midnight = local.truncatedTo(ChronoUnit.DAYS);
        if (hours < 24) {
            return within(midnight, 86_400, local, hours * 3600);
        }
        LocalDateTime epoch = LocalDate.EPOCH.atStartOfDay();
        long past = Math.floorDiv(ChronoUnit.HOURS.between(epoch, local), hours) * hours;
        return new Span(epoch.plusHours(past), epoch.plusHours(past + hours));
    }

    private static Span days(LocalDate day, LocalDate first, long days) {
        long past = Math.floorDiv(ChronoUnit.DAYS.between(first, day), days) * days;
        LocalDate start = first.plusDays(past);
        return new Span(start.atStartOfDay(), start.plusDays(days).atStartOfDay());
    }

    private static Span months(LocalDateTime local, long months) {
        YearMonth first = YearMonth.of(0, 1);
        long past =
                Math.floorDiv(ChronoUnit.MONTHS.between(first, YearMonth.from(local)), months)
                        * months;
        YearMonth start = first.plusMonths(past);
        return new Span(
                start.atDay(1).atStartOfDay(), start.plusMonths(months).atDay(1).atStartOfDay());
    }

    private record Span(LocalDateTime start, LocalDateTime end) {}

    /// @param start inclusive
    /// @param end exclusive
    public record Period(Instant start, Instant end) {}
}
