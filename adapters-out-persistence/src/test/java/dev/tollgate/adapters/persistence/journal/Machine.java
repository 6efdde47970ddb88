package dev.tollgate.adapters.persistence.journal;

import static dev.tollgate.application.testkit.contract.EntryDraft.anEntry;

import dev.tollgate.application.port.out.Journal;
import dev.tollgate.application.port.out.Journal.Opened;
import dev.tollgate.application.port.out.Journal.Room;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.money.Usd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/// A machine with a data directory and journals on it. What a process that dies leaves behind is a
/// copy of its files: locks are not copied.
final class Machine implements AutoCloseable {
    static final int SEGMENT = 64 * 1024;

    private final Path data;
    private final List<MappedJournal> open = new ArrayList<>();
    private final List<Machine> later = new ArrayList<>();

    Machine(Path data) {
        this.data = data;
    }

    Path journals() {
        return data.resolve("journal");
    }

    MappedJournal start(String instance) {
        return start(settings(instance));
    }

    JournalSettings settings(String instance) {
        return JournalSettings.in(data, instance)
                .sized(SEGMENT, 64L * SEGMENT)
                .waiting(Duration.ofMillis(1));
    }

    MappedJournal start(JournalSettings settings) {
        MappedJournal journal = MappedJournal.open(settings, new Random(1));
        open.add(journal);
        return journal;
    }

    /// What is left of this machine if its processes are killed now.
    Machine afterKill() {
        while (true) {
            try {
                Machine next = new Machine(copy());
                later.add(next);
                return next;
            } catch (NoSuchFileException _) {
                // A segment went while others were copied: no kill could leave that.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Path copy() throws IOException {
        Path copy = Files.createDirectory(data.resolveSibling(UUID.randomUUID().toString()));
        try (Stream<Path> files = Files.walk(journals())) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve("journal").resolve(journals().relativize(file)));
            }
        }
        return copy;
    }

    List<Path> files(String suffix) {
        try (Stream<Path> files = Files.walk(journals())) {
            return files.filter(it -> it.toString().endsWith(suffix)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void settle(Journal journal, LedgerEntry entry) {
        try (Room room = journal.reserve().orElseThrow()) {
            room.open(new Opened(entry, new Usd(77)));
            room.settled(entry);
        }
    }

    static Room opened(Journal journal, long number) {
        Room room = journal.reserve().orElseThrow();
        room.open(new Opened(anEntry(number).build(), new Usd(77)));
        return room;
    }

    /// All that the journal gives, each posted at once.
    static List<LedgerEntry> drain(Journal journal) {
        List<LedgerEntry> all = new ArrayList<>();
        for (List<LedgerEntry> next = take(journal); !next.isEmpty(); next = take(journal)) {
            all.addAll(next);
            journal.posted(next.stream().map(LedgerEntry::id).toList());
        }
        return all;
    }

    static List<LedgerEntry> take(Journal journal) {
        try {
            return journal.unposted(100);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        open.forEach(MappedJournal::close);
        later.forEach(Machine::close);
    }
}
