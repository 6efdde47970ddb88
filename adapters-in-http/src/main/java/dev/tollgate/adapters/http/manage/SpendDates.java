package dev.tollgate.adapters.http.manage;

import dev.tollgate.adapters.http.manage.SpendReplies.Span;
import dev.tollgate.adapters.http.wire.ErrorBody;
import dev.tollgate.adapters.http.wire.RequestRefused;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// The dates of a question about spend, in UTC: `2026-09-20` or `2026-09-20 10:30:00`.
final class SpendDates {
    private static final int DATE_LENGTH = 10;
    private static final int USUAL_DAYS = 30;

    /// As many as any answer is about.
    private static final int MOST_DAYS = 400;

    private SpendDates() {}

    /// The beginning of a span.
    ///
    /// @throws RequestRefused if it is missing or no date
    static Instant start(Query query) {
        return moment(query, "start_date", false).orElseThrow(() -> missing("start_date"));
    }

    /// The end of a span, which does not belong to it: of a day, the end of that day.
    static Instant end(Query query) {
        return moment(query, "end_date", true).orElseThrow(() -> missing("end_date"));
    }

    /// The days asked for, or the last 30.
    static Span span(Query query, InstantSource clock) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate to = day(query, "end_date").orElse(today);
        return span("start_date", day(query, "start_date").orElse(to.minusDays(USUAL_DAYS)), to);
    }

    /// @param name of the parameter that says the first day
    static Span span(String name, LocalDate from, LocalDate to) {
        if (from.isBefore(to.minusDays(MOST_DAYS))) {
            throw wrong(name, "must be at most 400 days before the end");
        }
        return new Span(from, to);
    }

    static Optional<Instant> moment(Query query, String name, boolean end) {
        return moment(name, query.text(name), end);
    }

    static Optional<Instant> moment(String name, String text, boolean end) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (text.length() == DATE_LENGTH) {
                LocalDate day = LocalDate.parse(text).plusDays(end ? 1 : 0);
                return Optional.of(day.atStartOfDay(ZoneOffset.UTC).toInstant());
            }
            String iso = text.replace(' ', 'T').replaceFirst("(Z|\\+00:00)$", "");
            return Optional.of(LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException _) {
            throw wrong(name, "must be a date as 2026-09-20, or a time as 2026-09-20 10:30:00");
        }
    }

    static Optional<LocalDate> day(Query query, String name) {
        return moment(query, name, false)
                .map(moment -> LocalDate.ofInstant(moment, ZoneOffset.UTC));
    }

    static LocalDate requiredDay(Query query, String name) {
        return day(query, name).orElseThrow(() -> missing(name));
    }

    private static RequestRefused missing(String name) {
        return wrong(name, "is required: a date as 2026-09-20, or a time as 2026-09-20 10:30:00");
    }

    static RequestRefused wrong(String name, String rule) {
        return RequestRefused.with(
                ErrorBody.of(400, "bad_request", name, name + " " + rule).withDetail());
    }
}
