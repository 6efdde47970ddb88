package dev.tollgate.application.memory;

import dev.tollgate.application.port.out.SpendRecords.FailureCount;
import dev.tollgate.application.port.out.SpendRecords.FailureQuery;
import dev.tollgate.domain.ledger.FailureLine;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How often what went wrong, by day. Where there are too many lines the oldest days are forgotten.
final class DailyFailures {
    private static final int MOST = 50_000;
    private static final Comparator<FailureCount> ORDER =
            Comparator.comparing(FailureCount::day)
                    .thenComparing(FailureCount::error)
                    .thenComparing(FailureCount::deployment)
                    .thenComparing(FailureCount::apiBase);

    private final TreeMap<LocalDate, Map<FailureLine, Long>> days = new TreeMap<>();
    private int size;

    void add(LedgerEntry entry) {
        count(entry, 1);
    }

    void remove(LedgerEntry entry) {
        count(entry, -1);
    }

    private void count(LedgerEntry entry, long change) {
        FailureLine.of(entry)
                .ifPresent(
                        line -> {
                            Map<FailureLine, Long> day =
                                    days.computeIfAbsent(line.day(), _ -> new HashMap<>());
                            size -= day.size();
                            day.merge(line, change, Long::sum);
                            size += day.size();
                        });
        while (size >= MOST && days.size() > 1) {
            size -= days.pollFirstEntry().getValue().size();
        }
    }

    List<FailureCount> counts(FailureQuery query) {
        if (query.from().isAfter(query.to())) {
            return List.of();
        }
        Map<FailureCount, Long> sums = new HashMap<>();
        for (Map<FailureLine, Long> day :
                days.subMap(query.from(), true, query.to(), true).values()) {
            day.forEach(
                    (line, failures) -> {
                        if (covers(query, line)) {
                            sums.merge(told(query, line), failures, Long::sum);
                        }
                    });
        }
        return sums.entrySet().stream()
                .filter(each -> each.getValue() != 0)
                .map(each -> counted(each.getKey(), each.getValue()))
                .sorted(Comparator.comparingLong(each -> -each.failures()))
                .limit(query.most())
                .sorted(ORDER)
                .toList();
    }

    private static boolean covers(FailureQuery query, FailureLine line) {
        return (query.group().isEmpty() || query.group().equals(line.group()))
                && !(query.deployments() && line.deployment().isEmpty());
    }

    private static FailureCount told(FailureQuery query, FailureLine line) {
        return query.deployments()
                ? new FailureCount(line.day(), line.error(), line.deployment(), line.apiBase(), 0)
                : new FailureCount(line.day(), line.error(), "", "", 0);
    }

    private static FailureCount counted(FailureCount of, long failures) {
        return new FailureCount(of.day(), of.error(), of.deployment(), of.apiBase(), failures);
    }
}
