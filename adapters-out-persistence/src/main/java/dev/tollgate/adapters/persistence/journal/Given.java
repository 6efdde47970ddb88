package dev.tollgate.adapters.persistence.journal;

import dev.tollgate.domain.ledger.LedgerEntry;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Entries that were given and are not posted yet.
final class Given {
    private final List<One> entries = new ArrayList<>();

    private record One(LedgerEntry entry, SegmentFile file, int at) {}

    void add(LedgerEntry entry, SegmentFile file, int at) {
        entries.add(new One(entry, file, at));
    }

    int size() {
        return entries.size();
    }

    List<LedgerEntry> first(int most) {
        return entries.stream().limit(most).map(One::entry).toList();
    }

    int posted(Set<UUID> ids) {
        int before = entries.size();
        entries.removeIf(
                one -> {
                    boolean its = ids.contains(one.entry.id());
                    if (its) {
                        one.file.markPosted(one.at);
                    }
                    return its;
                });
        return before - entries.size();
    }
}
