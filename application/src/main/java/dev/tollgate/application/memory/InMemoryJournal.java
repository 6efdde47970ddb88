package dev.tollgate.application.memory;

import dev.tollgate.application.port.out.Journal;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A journal that ends with its process.
public final class InMemoryJournal implements Journal {
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final int most;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Map<UUID, LedgerEntry> unposted = new LinkedHashMap<>();
    private int rooms;
    private int open;

    /// @param most rooms and entries that are kept at once
    public InMemoryJournal(int most) {
        this(most, PATIENCE);
    }

    /// @param patience how long [#unposted] waits
    public InMemoryJournal(int most, Duration patience) {
        if (most < 1) {
            throw new IllegalArgumentException("a journal needs room for one entry, not " + most);
        }
        this.most = most;
        this.patience = patience;
    }

    @Override
    public Optional<Room> reserve() {
        lock.lock();
        try {
            if (rooms + unposted.size() >= most) {
                return Optional.empty();
            }
            rooms++;
            return Optional.of(new Place());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<LedgerEntry> unposted(int count) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (unposted.isEmpty() && left > 0) {
                left = arrived.awaitNanos(left);
            }
            return unposted.values().stream().limit(count).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void posted(List<UUID> ids) {
        lock.lock();
        try {
            ids.forEach(unposted::remove);
        } finally {
            lock.unlock();
        }
    }

    /// None: its instances have no past.
    @Override
    public List<String> replayed() {
        return List.of();
    }

    @Override
    public long backlog() {
        lock.lock();
        try {
            return unposted.size() + open;
        } finally {
            lock.unlock();
        }
    }

    private final class Place implements Room {
        private Optional<Opened> attempt = Optional.empty();
        private boolean used;

        @Override
        public void open(Opened its) {
            lock.lock();
            try {
                if (used || attempt.isPresent()) {
                    throw new IllegalStateException("a room is for one attempt");
                }
                attempt = Optional.of(its);
                open++;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void settled(LedgerEntry entry) {
            lock.lock();
            try {
                if (used) {
                    throw new IllegalStateException("a room is for one entry");
                }
                leave();
                unposted.put(entry.id(), entry);
                arrived.signal();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (attempt.isPresent()) {
                    settled(attempt.get().interrupted());
                } else if (!used) {
                    leave();
                }
            } finally {
                lock.unlock();
            }
        }

        private void leave() {
            used = true;
            rooms--;
            open -= attempt.isPresent() ? 1 : 0;
            attempt = Optional.empty();
        }
    }
}
