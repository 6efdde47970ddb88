package dev.tollgate.application.memory;

import dev.tollgate.application.port.out.SpendRecords;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads the entries that are still kept, and the figures of days.
public final class InMemorySpendRecords implements SpendRecords {
    private final InMemoryBooks books;

    public InMemorySpendRecords(InMemoryBooks books) {
        this.books = books;
    }

    @Override
    public EntryPage entries(EntryQuery query) {
        List<LedgerEntry> all = books.locked(() -> List.copyOf(books.entries.all()));
        List<LedgerEntry> found = all.stream().filter(new EntryFilter(query)).toList();
        List<LedgerEntry> page =
                found.stream()
                        .sorted(order(query))
                        .skip(query.offset())
                        .limit(query.limit())
                        .map(entry -> query.calls() ? wholeCall(entry, all) : entry)
                        .toList();
        return new EntryPage(page, found.size());
    }

    private static LedgerEntry wholeCall(LedgerEntry last, List<LedgerEntry> all) {
        return all.stream()
                .filter(each -> each.call().id().equals(last.call().id()) && !each.last())
                .reduce(last, (sum, each) -> sum.plus(each.charged(), each.usage()));
    }

    private static Comparator<LedgerEntry> order(EntryQuery query) {
        Comparator<LedgerEntry> by =
                switch (query.sort()) {
                    case STARTED_AT -> Comparator.comparing(LedgerEntry::startedAt);
                    case ENDED_AT ->
                            Comparator.comparing(entry -> entry.startedAt().plus(entry.duration()));
                    case SPEND -> Comparator.comparing(LedgerEntry::charged);
                    case TOTAL_TOKENS -> Comparator.comparing(entry -> entry.usage().totalTokens());
                    case DURATION -> Comparator.comparing(LedgerEntry::duration);
                    case MODEL -> Comparator.comparing(entry -> entry.target().model());
                    case FIRST_TOKEN -> Comparator.comparing(LedgerEntry::firstToken);
                };
        Comparator<LedgerEntry> order = by.thenComparing(entry -> entry.id().toString());
        Comparator<LedgerEntry> directed = query.descending() ? order.reversed() : order;
        return query.sort() == EntrySort.FIRST_TOKEN ? unknownLast(directed) : directed;
    }

    private static Comparator<LedgerEntry> unknownLast(Comparator<LedgerEntry> order) {
        return Comparator.comparing((LedgerEntry entry) -> entry.firstToken().isZero())
                .thenComparing(order);
    }

    @Override
    public List<DailyFigure> daily(DailyQuery query) {
        return books.locked(
                () -> {
                    if (query.dearest().most() == 0) {
                        return figures(query);
                    }
                    boolean keyed = query.dearest().by() == Part.KEY;
                    Set<String> names =
                            figures(query.ranking()).stream()
                                    .map(keyed ? DailyFigure::keyHash : DailyFigure::subject)
                                    .collect(Collectors.toSet());
                    return names.isEmpty() ? List.of() : figures(query.among(names));
                });
    }

    private List<DailyFigure> figures(DailyQuery query) {
        DailyGrouping grouping = new DailyGrouping(query);
        books.days.forEach(query.from(), query.to(), grouping::add);
        return grouping.figures();
    }

    @Override
    public List<FailureCount> failures(FailureQuery query) {
        return books.locked(() -> books.failures.counts(query));
    }
}
