package dev.tollgate.adapters.persistence.journal;

import dev.tollgate.application.port.out.Journal;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.ledger.LedgerEntry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// The journal in memory-mapped files. To write is to copy into memory that belongs to the system:
/// it is kept however the process ends. It is brought to the disk every 50 ms.
///
/// Each instance writes in a directory of its own, and takes over those of instances that are gone.
public final class MappedJournal implements Journal, AutoCloseable {
    static final String SET_ASIDE = "set-aside";
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final Duration REST = Duration.ofSeconds(1);
    private static final long LOOK_NANOS = 2_000_000_000L;
    private static final Logger LOG = LoggerFactory.getLogger(MappedJournal.class);

    private final JournalSettings settings;
    private final InstanceDirectory directory;
    private final Neighbours neighbours;
    private final Tape tape;
    private final TapeReader reader;
    private final Drafts drafts = new Drafts();
    private final ForcedRounds rounds = new ForcedRounds();
    private final Bell bell = new Bell();
    private final AtomicLong kept = new AtomicLong();
    private final ReentrantLock reading = new ReentrantLock();
    private final Place.Told told = new Telling();
    private final Thread keeper;
    private long lookAt;
    private volatile boolean closed;

    private MappedJournal(
            JournalSettings settings, InstanceDirectory directory, RandomGenerator random)
            throws IOException {
        this.settings = settings;
        this.directory = directory;
        var root = settings.directory().toRealPath();
        this.neighbours = new Neighbours(root, root.resolve(SET_ASIDE), settings.instance());
        this.tape =
                new Tape(
                        new Segments(directory, settings.segmentBytes(), random),
                        settings.segments(),
                        neighbours::segments,
                        REST);
        this.reader = new TapeReader(tape);
        look();
        this.keeper =
                Thread.ofPlatform()
                        .name("journal")
                        .daemon()
                        .start(new Keeper(tape, rounds, reader::needed, INTERVAL));
    }

    /// Opens a journal and takes over those that nobody holds.
    ///
    /// @param random a secure one
    /// @throws StorageUnavailable its directory cannot be made
    public static MappedJournal open(JournalSettings settings, RandomGenerator random) {
        try {
            InstanceDirectory directory =
                    InstanceDirectory.make(settings.directory(), settings.instance());
            try {
                return new MappedJournal(settings, directory, random);
            } catch (IOException e) {
                directory.remove();
                throw e;
            }
        } catch (IOException e) {
            throw new StorageUnavailable(
                    "the journal cannot be kept in %s: %s".formatted(settings.directory(), e), e);
        }
    }

    @Override
    public Optional<Room> reserve() {
        return !closed && tape.reserve(Place.FIRST)
                ? Optional.of(new Place(tape, drafts, told))
                : Optional.empty();
    }

    @Override
    public List<LedgerEntry> unposted(int most) throws InterruptedException {
        long end = System.nanoTime() + settings.patience().toNanos();
        while (true) {
            bell.arm();
            List<LedgerEntry> entries = take(most);
            long left = end - System.nanoTime();
            if (!entries.isEmpty() || left <= 0) {
                return entries;
            }
            bell.await(left);
        }
    }

    private List<LedgerEntry> take(int most) {
        reading.lock();
        try {
            if (closed) {
                return List.of();
            }
            if (System.nanoTime() - lookAt >= 0) {
                look();
            }
            List<LedgerEntry> others = neighbours.take(most);
            return others.isEmpty() ? reader.take(most) : others;
        } finally {
            reading.unlock();
        }
    }

    private void look() {
        neighbours.look();
        lookAt = System.nanoTime() + LOOK_NANOS;
    }

    @Override
    public void posted(List<UUID> ids) {
        reading.lock();
        try {
            if (!closed) {
                posted(new HashSet<>(ids));
            }
        } catch (IOException e) {
            LOG.error("segments of the journal cannot be deleted", e);
        } finally {
            reading.unlock();
        }
    }

    private void posted(Set<UUID> ids) throws IOException {
        var _ = neighbours.posted(ids);
        kept.addAndGet(-reader.posted(ids));
        Optional<LiveSegment> needed = reader.needed();
        if (needed.isPresent()) {
            tape.trim(needed.get());
        }
    }

    @Override
    public long backlog() {
        return kept.get() + neighbours.unposted();
    }

    @Override
    public List<String> replayed() {
        if (!reading.tryLock()) {
            // A journal that was taken over may be read: there will be more to tell soon.
            return List.of();
        }
        try {
            return closed ? List.of() : neighbours.replayed();
        } finally {
            reading.unlock();
        }
    }

    /// Brings all to the disk and lets go of the directory. What was not posted is taken over by
    /// the next instance.
    @Override
    public void close() {
        reading.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            rounds.close();
            keeper.join();
            leave();
        } catch (IOException e) {
            LOG.error("the journal cannot be closed", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            reading.unlock();
        }
    }

    private void leave() throws IOException {
        neighbours.close();
        if (kept.get() == 0) {
            tape.delete();
        } else {
            tape.unmap();
        }
        // It stays, to be told of as replayed by the next instance.
        directory.close();
    }

    private final class Telling implements Place.Told {
        @Override
        public void opened() {
            kept.incrementAndGet();
        }

        @Override
        public void settled(boolean opened) {
            if (!opened) {
                kept.incrementAndGet();
            }
            bell.ring();
        }

        @Override
        public void safe() {
            if (settings.sync() == JournalSettings.Sync.ALWAYS) {
                rounds.await();
            }
        }
    }
}
