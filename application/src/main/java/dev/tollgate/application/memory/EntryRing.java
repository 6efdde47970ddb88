package dev.tollgate.application.memory;

import dev.tollgate.domain.ledger.EntryIds;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.UUID;

/// The entries that were kept last.
final class EntryRing {
    private final int most;
    private final LinkedHashMap<UUID, LedgerEntry> entries = new LinkedHashMap<>();

    EntryRing(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("at least one entry must be kept: " + most);
        }
        this.most = most;
    }

    Optional<LedgerEntry> find(UUID id) {
        return Optional.ofNullable(entries.get(id));
    }

    void put(LedgerEntry entry) {
        entries.put(entry.id(), entry);
        if (entries.size() > most) {
            entries.pollFirstEntry();
        }
    }

    void removeBefore(LocalDate day) {
        entries.keySet().removeIf(id -> dayOf(id).isBefore(day));
    }

    static LocalDate dayOf(UUID id) {
        return LocalDate.ofInstant(EntryIds.timeOf(id), ZoneOffset.UTC);
    }

    Collection<LedgerEntry> all() {
        return entries.values();
    }
}
