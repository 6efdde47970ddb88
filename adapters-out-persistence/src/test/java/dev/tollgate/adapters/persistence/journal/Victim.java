package dev.tollgate.adapters.persistence.journal;

import static dev.tollgate.application.testkit.contract.EntryDraft.anEntry;

import dev.tollgate.application.memory.InMemoryJournal;
import dev.tollgate.application.port.out.Journal;
import dev.tollgate.application.port.out.Journal.Opened;
import dev.tollgate.application.port.out.Journal.Room;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.money.Usd;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A process that is killed: it writes through a journal and posts from it, and tells each step on
/// its standard output once it is done. `O` is opened, `S` settled, `L` in the ledger, `P` posted.
final class Victim {
    private static final int WRITERS = 4;
    private static final int HELD = 20;
    private static final int MOST_IN_MEMORY = 1_000;

    /// What a whole line ends with.
    static final String END = " .";

    private final Journal journal;
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    private final AtomicLong numbers;
    private final long seed;

    private Victim(Journal journal, long first, long seed) {
        this.journal = journal;
        this.numbers = new AtomicLong(first);
        this.seed = seed;
    }

    /// Where a journal keeps its entries.
    enum Kept {
        FILES,
        /// nowhere else: the same without what makes a journal outlive its process
        MEMORY
    }

    /// Data directory, name of the instance, first number, seed, where the journal is kept.
    public static void main(String[] arguments) throws Exception {
        long seed = Long.parseLong(arguments[3]);
        JournalSettings settings =
                JournalSettings.in(Path.of(arguments[0]), arguments[1])
                        .sized(Machine.SEGMENT, 24L * Machine.SEGMENT)
                        .waiting(Duration.ofMillis(5))
                        .synced(
                                seed % 4 == 0
                                        ? JournalSettings.Sync.ALWAYS
                                        : JournalSettings.Sync.SOON);
        Journal journal =
                switch (Kept.valueOf(arguments[4])) {
                    case FILES -> MappedJournal.open(settings, new Random(seed));
                    case MEMORY -> new InMemoryJournal(MOST_IN_MEMORY);
                };
        new Victim(journal, Long.parseLong(arguments[2]), seed).live();
    }

    private void live() throws Exception {
        for (int writer = 0; writer < WRITERS; writer++) {
            Random random = new Random(seed * WRITERS + writer);
            Thread.ofVirtual().start(() -> write(random));
        }
        Random random = new Random(seed);
        while (true) {
            post(random);
        }
    }

    private void write(Random random) {
        List<Room> held = new ArrayList<>();
        while (true) {
            Optional<Room> room = journal.reserve();
            long number = numbers.getAndIncrement();
            if (room.isEmpty() || !opened(room.get(), number)) {
                LockSupport.parkNanos(100_000);
            } else if (held.size() < HELD && random.nextInt(50) == 0) {
                held.add(room.get());
            } else {
                room.get().settled(entry(number));
                tell("S " + number);
                room.get().close();
            }
        }
    }

    private boolean opened(Room room, long number) {
        try {
            room.open(new Opened(entry(number), new Usd(-number)));
            tell("O " + number);
            return true;
        } catch (StorageUnavailable _) {
            // It is larger than most, and the journal is as good as full.
            room.close();
            return false;
        }
    }

    private void post(Random random) throws InterruptedException {
        List<LedgerEntry> batch = journal.unposted(1 + random.nextInt(100));
        for (LedgerEntry entry : batch) {
            tell("L " + said(entry));
        }
        List<UUID> some =
                batch.stream().map(LedgerEntry::id).limit(1 + random.nextInt(100)).toList();
        journal.posted(some);
        batch.stream().limit(some.size()).forEach(entry -> tell("P " + number(entry)));
    }

    static String name(int kill) {
        return "victim" + kill;
    }

    static String said(LedgerEntry entry) {
        return "%d %s %s".formatted(number(entry), entry.outcome().status(), entry.charged());
    }

    private static long number(LedgerEntry entry) {
        return Long.parseLong(entry.payer().keyId());
    }

    private static LedgerEntry entry(long number) {
        return anEntry(number)
                .of(Long.toString(number))
                .costing(number)
                .saying("x".repeat((int) (number * 31 % 900)))
                .build();
    }

    private void tell(String line) {
        try {
            out.write((line + END + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
