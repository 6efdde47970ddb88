package dev.tollgate.application.memory;

import dev.tollgate.domain.ledger.DailyLine;
import dev.tollgate.domain.ledger.Figures;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// Figures by day. Where there are too many lines the oldest days are forgotten; of a single day's,
/// those beyond are added up in one without details.
final class DailyLines {
    private static final int MOST = 200_000;

    private final TreeMap<LocalDate, Map<DailyLine, Figures>> days = new TreeMap<>();
    private int size;

    void add(LedgerEntry entry) {
        count(entry, Figures.of(entry));
    }

    void remove(LedgerEntry entry) {
        count(entry, Figures.of(entry).negated());
    }

    private void count(LedgerEntry entry, Figures figures) {
        for (DailyLine line : DailyLine.of(entry)) {
            Map<DailyLine, Figures> day = days.computeIfAbsent(line.day(), _ -> new HashMap<>());
            size -= day.size();
            if (size + day.size() < MOST || day.containsKey(line)) {
                day.merge(line, figures, Figures::plus);
            } else if (line.tag().isEmpty()) {
                day.merge(withoutDetails(line.day()), figures, Figures::plus);
            }
            size += day.size();
        }
        while (size >= MOST && days.size() > 1) {
            size -= days.pollFirstEntry().getValue().size();
        }
    }

    private static DailyLine withoutDetails(LocalDate day) {
        return new DailyLine(day, "", "", "", "", "", "", "", "", "", "", "", "");
    }

    /// Tells the lines of the days between two, both included.
    void forEach(LocalDate from, LocalDate to, BiConsumer<DailyLine, Figures> consumer) {
        if (!from.isAfter(to)) {
            days.subMap(from, true, to, true).values().forEach(day -> day.forEach(consumer));
        }
    }
}
