package dev.tollgate.domain.money;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// The hours in which a provider is cheaper: `1-5@00:00-01:00,22:00-04:00;6-7@00:00-00:00`, days of
/// the week from 1 (Monday) to 7 and, for each, times of the day in UTC. A time begins a window
/// inclusively and ends it exclusively; one that ends before it begins passes midnight; one that
/// ends where it begins is the whole day.
///
/// @param zone in which the day of the week is read
record OffPeak(List<Window> windows, ZoneId zone) {
    static final OffPeak NEVER = new OffPeak(List.of(), ZoneOffset.UTC);

    private record Window(int firstDay, int lastDay, LocalTime from, LocalTime to) {
        boolean holds(int day, LocalTime time) {
            if (day < firstDay || day > lastDay) {
                return false;
            }
            boolean begun = !time.isBefore(from);
            boolean over = !time.isBefore(to);
            return from.isBefore(to) ? begun && !over : begun || !over;
        }
    }

    /// @throws IllegalArgumentException for text that cannot be read; names it
    static OffPeak parse(String text, String zone) {
        List<Window> windows = new ArrayList<>();
        try {
            for (String days : text.split(";", -1)) {
                int at = days.indexOf('@');
                int dash = days.indexOf('-');
                int first = Integer.parseInt(days.substring(0, Math.min(at, dash)));
                int last = dash < at ? Integer.parseInt(days.substring(dash + 1, at)) : first;
                for (String hours : days.substring(at + 1).split(",", -1)) {
                    int to = hours.indexOf('-');
                    windows.add(
                            new Window(
                                    first,
                                    last,
                                    LocalTime.parse(hours.substring(0, to)),
                                    LocalTime.parse(hours.substring(to + 1))));
                }
            }
            return new OffPeak(List.copyOf(windows), ZoneId.of(zone));
        } catch (DateTimeException | NumberFormatException | StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "hours must be like 1-5@00:00-06:00;6-7@00:00-00:00 but are " + text, e);
        }
    }

    boolean at(Instant moment) {
        if (windows.isEmpty()) {
            return false;
        }
        OffsetDateTime utc = moment.atOffset(ZoneOffset.UTC);
        int day = moment.atZone(zone).getDayOfWeek().getValue();
        for (Window window : windows) {
            if (window.holds(day, utc.toLocalTime())) {
                return true;
            }
        }
        return false;
    }
}
