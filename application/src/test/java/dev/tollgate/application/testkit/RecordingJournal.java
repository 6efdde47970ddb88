package dev.tollgate.application.testkit;

import dev.tollgate.application.port.out.Journal;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// A journal that remembers what was written and posts nothing.
public final class RecordingJournal implements Journal {
    public final List<Opened> opened = new CopyOnWriteArrayList<>();
    public final List<LedgerEntry> settled = new CopyOnWriteArrayList<>();

    /// What [#replayed()] tells next.
    public final List<String> replayed = new CopyOnWriteArrayList<>();

    /// Whether there is no room any more.
    public boolean full;

    @Override
    public Optional<Room> reserve() {
        return full ? Optional.empty() : Optional.of(new Recording());
    }

    @Override
    public List<LedgerEntry> unposted(int most) {
        return List.of();
    }

    @Override
    public void posted(List<UUID> ids) {}

    @Override
    public List<String> replayed() {
        List<String> told = List.copyOf(replayed);
        replayed.clear();
        return told;
    }

    @Override
    public long backlog() {
        return settled.size();
    }

    private final class Recording implements Room {
        @Override
        public void open(Opened attempt) {
            opened.add(attempt);
        }

        @Override
        public void settled(LedgerEntry entry) {
            settled.add(entry);
        }

        @Override
        public void close() {}
    }
}
