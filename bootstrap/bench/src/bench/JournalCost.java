package bench;

import com.sun.management.ThreadMXBean;

import dev.tollgate.adapters.persistence.journal.JournalSettings;
import dev.tollgate.adapters.persistence.journal.MappedJournal;
import dev.tollgate.application.port.out.Journal.Opened;
import dev.tollgate.application.port.out.Journal.Room;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What the journal costs a call: room, the beginning and the end of one attempt that is in six
/// accounts. CPU time and allocated bytes of the writing threads; then the same for reading what
/// they wrote. Its directory should be on a disk like a gateway's.
final class JournalCost {
    private static final int ATTEMPTS = 400_000;
    private static final int ROUNDS = 7;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private JournalCost() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory(Path.of(arguments[0]), "journal");
        System.out.println(
                "| threads | CPU ns | bytes allocated | wall ns | read ns | read bytes |");
        System.out.println("|---|---|---|---|---|---|");
        for (int threads : new int[] {1, 8}) {
            List<Figures> rounds = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                try (MappedJournal journal = open(directory)) {
                    rounds.add(round(journal, threads));
                }
            }
            Figures middle = rounds.stream().sorted().toList().get(ROUNDS / 2);
            System.out.printf(
                    "| %d | %d | %d | %d | %d | %d |%n",
                    threads,
                    middle.cpu,
                    middle.bytes,
                    middle.wall,
                    middle.readNanos,
                    middle.readBytes);
        }
    }

    private record Figures(long cpu, long bytes, long wall, long readNanos, long readBytes)
            implements Comparable<Figures> {
        @Override
        public int compareTo(Figures other) {
            return Long.compare(cpu, other.cpu);
        }
    }

    private static MappedJournal open(Path directory) {
        JournalSettings settings =
                JournalSettings.in(directory, "bench").waiting(Duration.ofMillis(1));
        return MappedJournal.open(settings, new SecureRandom());
    }

    private static Figures round(MappedJournal journal, int count) throws Exception {
        long begin = System.nanoTime();
        List<Writer> writers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Writer writer = new Writer(journal, ATTEMPTS / count);
            writers.add(writer);
            writer.start();
        }
        for (Writer writer : writers) {
            writer.join();
        }
        long wall = System.nanoTime() - begin;
        long cpu = writers.stream().mapToLong(it -> it.cpu).sum();
        long bytes = writers.stream().mapToLong(it -> it.bytes).sum();
        long readBegin = System.nanoTime();
        long readBytes = THREADS.getCurrentThreadAllocatedBytes();
        int read = drain(journal);
        return new Figures(
                cpu / ATTEMPTS,
                bytes / ATTEMPTS,
                wall / ATTEMPTS,
                (System.nanoTime() - readBegin) / read,
                (THREADS.getCurrentThreadAllocatedBytes() - readBytes) / read);
    }

    private static int drain(MappedJournal journal) throws InterruptedException {
        int count = 0;
        for (List<LedgerEntry> next = journal.unposted(500);
                !next.isEmpty();
                next = journal.unposted(500)) {
            count += next.size();
            journal.posted(next.stream().map(LedgerEntry::id).toList());
        }
        if (count != ATTEMPTS) {
            throw new IllegalStateException(count + " entries of " + ATTEMPTS);
        }
        return count;
    }

    private static final class Writer extends Thread {
        private final MappedJournal journal;
        private final int attempts;
        private final LedgerEntry entry = entry();
        private long cpu;
        private long bytes;

        Writer(MappedJournal journal, int attempts) {
            this.journal = journal;
            this.attempts = attempts;
        }

        @Override
        public void run() {
            Opened opened = new Opened(entry, new Usd(1_000_000));
            cpu = -THREADS.getCurrentThreadCpuTime();
            bytes = -THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < attempts; i++) {
                try (Room room = journal.reserve().orElseThrow()) {
                    room.open(opened);
                    room.settled(entry);
                }
            }
            bytes += THREADS.getCurrentThreadAllocatedBytes();
            cpu += THREADS.getCurrentThreadCpuTime();
        }
    }

    private static LedgerEntry entry() {
        UUID id = UUID.fromString("01990000-0000-7000-8000-000000000001");
        String key = id.toString();
        return new LedgerEntry(
                id,
                key,
                new LedgerEntry.CallFacts(
                        id, key, "acompletion", "gpt-4o", "", "10.1.2.3", List.of("web"), true),
                1,
                true,
                new LedgerEntry.Payer(
                        key, "a".repeat(64), "search", "alice", key, "Search", key, "c-1"),
                new LedgerEntry.Target(
                        "b".repeat(64),
                        "gpt-4o",
                        "openai",
                        "gpt-4o-2024-11-20",
                        "https://api.openai.com/v1",
                        "chatcmpl-0123456789abcdefghijklmnopqrs"),
                Instant.parse("2026-01-01T00:00:00.123456Z"),
                Duration.ofMillis(1_234),
                Duration.ofMillis(321),
                Usage.of(1_200, 345),
                Optional.of(new Usd(6_450_000)),
                Optional.of(new Usd(6_450_000)),
                LedgerEntry.Outcome.SUCCESS,
                List.of(
                        account(Scope.GLOBAL, ""),
                        account(Scope.ORGANIZATION, key),
                        account(Scope.TEAM, key),
                        account(Scope.USER, "alice"),
                        account(Scope.KEY, key),
                        account(Scope.DEPLOYMENT, "b".repeat(64))));
    }

    private static BudgetAccount account(Scope scope, String id) {
        return new BudgetAccount(
                Subject.of(scope, id), "30d", Instant.parse("2026-01-01T00:00:00Z"));
    }
}
