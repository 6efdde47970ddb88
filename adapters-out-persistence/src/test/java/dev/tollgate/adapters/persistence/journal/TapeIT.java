package dev.tollgate.adapters.persistence.journal;

import static dev.tollgate.adapters.persistence.journal.Machine.settle;
import static dev.tollgate.application.testkit.contract.EntryDraft.anEntry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.application.port.out.Journal.Opened;
import dev.tollgate.application.port.out.Journal.Room;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.money.Usd;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// The room that there is.
class TapeIT {
    private static final int SEGMENTS = 8;

    @TempDir Path directory;
    private Machine machine = new Machine(Path.of(""));

    @BeforeEach
    void boots() {
        machine = new Machine(directory.resolve("data"));
    }

    @AfterEach
    void shuts_down() {
        machine.close();
    }

    @Test
    void segments_whose_entries_are_all_posted_are_deleted() {
        MappedJournal journal = machine.start("one");
        for (long number = 1; number <= 2_000; number++) {
            settle(journal, anEntry(number).build());
        }
        assertThat(machine.files(".segment")).hasSizeGreaterThan(5);

        assertThat(Machine.drain(journal)).hasSize(2_000);

        assertThat(machine.files(".segment")).hasSizeLessThanOrEqualTo(3);
    }

    /// Two trim: the posting thread, and the keeper by what it knew a moment ago.
    @Test
    void who_trims_by_a_segment_that_is_gone_already_deletes_nothing() throws IOException {
        Making source = new Making(Files.createDirectories(directory.resolve("tape")));
        Tape tape = new Tape(source, SEGMENTS, () -> 0, Duration.ZERO);
        for (int room = 1; room <= 3; room++) {
            assertThat(tape.grow(room)).isTrue();
        }
        tape.trim(source.made.get(2));

        tape.trim(source.made.get(1));

        assertThat(tape.first()).containsSame(source.made.get(2));
        tape.delete();
    }

    /// Makes segments and remembers them. Each counts as room for one byte.
    private static final class Making implements Tape.SegmentSource {
        private final List<LiveSegment> made = new ArrayList<>();
        private final Path folder;

        Making(Path folder) {
            this.folder = folder;
        }

        @Override
        public LiveSegment next() throws IOException {
            int number = made.size() + 1;
            Path file = folder.resolve("s" + number);
            made.add(
                    new LiveSegment(
                            SegmentFile.create(file, number, 1, Machine.SEGMENT),
                            Machine.SEGMENT / 2));
            return made.getLast();
        }

        @Override
        public int capacity() {
            return 1;
        }

        @Override
        public int largestRecord() {
            return Machine.SEGMENT / 4;
        }
    }

    @Test
    @Timeout(60)
    void an_attempt_that_runs_for_long_does_not_keep_what_came_after_it() {
        MappedJournal journal = machine.start(small("one"));
        Room running = Machine.opened(journal, 1);
        int posted = 0;
        for (long number = 2; number <= 6_000; number++) {
            settleOnceThereIsRoom(journal, number);
            posted += number % 50 == 0 ? Machine.drain(journal).size() : 0;
        }

        assertThat(posted).isEqualTo(5_999);
        assertThat(machine.files(".segment")).hasSizeLessThanOrEqualTo(SEGMENTS);
        List<LedgerEntry> left = Machine.drain(machine.afterKill().start("two"));
        assertThat(left).extracting(LedgerEntry::id).containsExactly(anEntry(1).build().id());
        assertThat(left.getFirst().outcome().status()).isEqualTo(Status.INTERRUPTED);

        running.settled(anEntry(1).build());
        assertThat(Machine.drain(journal)).containsExactly(anEntry(1).build());
    }

    @Test
    void what_was_taken_over_counts_within_the_bound_until_it_is_posted() {
        MappedJournal full = machine.start(small("one"));
        long number = 0;
        for (Optional<Room> room = full.reserve(); room.isPresent(); room = full.reserve()) {
            room.get().settled(anEntry(++number).build());
            room.get().close();
        }
        Machine second = machine.afterKill();
        MappedJournal next = second.start(second.settings("two").sized(Machine.SEGMENT, bound()));
        assertThat(next.reserve()).isEmpty();

        assertThat(Machine.drain(next)).hasSize((int) number);

        assertThat(next.reserve()).isPresent();
    }

    @Test
    void a_disk_that_is_full_is_a_refusal_and_what_was_promised_is_kept() throws IOException {
        Disk disk = new Disk(directory);
        Tape tape = new Tape(disk, 100, () -> 0, Duration.ZERO);
        List<Place> rooms = new ArrayList<>();
        while (disk.made < 3 && tape.reserve(Place.FIRST)) {
            rooms.add(new Place(tape, new Drafts(), new Quiet()));
        }
        disk.full = true;
        while (tape.reserve(Place.FIRST)) {
            rooms.add(new Place(tape, new Drafts(), new Quiet()));
        }

        rooms.forEach(room -> room.open(new Opened(large(), Usd.ZERO)));
        rooms.forEach(room -> room.settled(large()));

        assertThat(new TapeReader(tape).take(1_000)).hasSameSizeAs(rooms);
        disk.full = false;
        while (tape.reserve(Place.FIRST) && disk.made < 10) {}
        assertThat(disk.made).isEqualTo(10);
        tape.delete();
    }

    private static LedgerEntry large() {
        return anEntry(1).saying("m".repeat(700)).build();
    }

    @Test
    void an_entry_that_no_segment_takes_is_refused_before_its_request_leaves() {
        MappedJournal journal = machine.start("one");
        Room room = journal.reserve().orElseThrow();
        LedgerEntry huge = anEntry(1).in(Scope.CUSTOMER, "c".repeat(Machine.SEGMENT)).build();

        assertThatThrownBy(() -> room.open(new Opened(huge, Usd.ZERO)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too many accounts");

        room.settled(anEntry(1).build());
        assertThat(Machine.drain(journal)).containsExactly(anEntry(1).build());
    }

    @Test
    void a_journal_that_is_closed_takes_and_gives_nothing() {
        MappedJournal journal = machine.start("one");
        Room before = Machine.opened(journal, 1);
        journal.close();

        assertThat(journal.reserve()).isEmpty();
        assertThat(Machine.take(journal)).isEmpty();
        assertThatThrownBy(() -> before.settled(anEntry(1).build()))
                .isInstanceOf(StorageUnavailable.class);
        assertThat(Machine.drain(machine.start("two"))).hasSize(1);
    }

    @Test
    void a_directory_that_cannot_be_made_is_said_so() throws IOException {
        Path file = directory.resolve("file");
        Files.writeString(file, "");

        assertThatThrownBy(() -> MappedJournal.open(JournalSettings.in(file, "one"), new Random(1)))
                .isInstanceOf(StorageUnavailable.class)
                .hasMessageContaining(file.toString());
    }

    private static void settleOnceThereIsRoom(MappedJournal journal, long number) {
        Optional<Room> room = journal.reserve();
        while (room.isEmpty()) {
            Thread.onSpinWait();
            room = journal.reserve();
        }
        room.get().settled(anEntry(number).build());
        room.get().close();
    }

    private JournalSettings small(String instance) {
        return machine.settings(instance).sized(Machine.SEGMENT, bound());
    }

    private static long bound() {
        return (long) SEGMENTS * Machine.SEGMENT;
    }

    private static final class Quiet implements Place.Told {
        @Override
        public void opened() {}

        @Override
        public void settled(boolean opened) {}

        @Override
        public void safe() {}
    }

    private static final class Disk implements Tape.SegmentSource {
        private final Path directory;
        private boolean full;
        private int made;

        Disk(Path directory) {
            this.directory = directory;
        }

        @Override
        public LiveSegment next() throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
            made++;
            SegmentFile file =
                    SegmentFile.create(
                            directory.resolve(made + ".segment"), made, made, Machine.SEGMENT);
            return new LiveSegment(file, Machine.SEGMENT - largestRecord());
        }

        @Override
        public int capacity() {
            return Machine.SEGMENT - SegmentFile.HEAD - largestRecord();
        }

        @Override
        public int largestRecord() {
            return Machine.SEGMENT / 4;
        }
    }
}
