package dev.tollgate.adapters.persistence.journal;

import static dev.tollgate.adapters.persistence.journal.Machine.drain;
import static dev.tollgate.adapters.persistence.journal.Machine.opened;
import static dev.tollgate.adapters.persistence.journal.Machine.settle;
import static dev.tollgate.application.testkit.contract.EntryDraft.anEntry;
import static dev.tollgate.application.testkit.contract.EntryDraft.numbered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.Journal;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.money.Usd;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

class ReplayIT {
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
    void what_was_settled_before_a_kill_is_given_by_the_next_instance() {
        MappedJournal journal = machine.start("one");
        for (long number = 1; number <= 300; number++) {
            settle(journal, anEntry(number).costing(number).build());
        }

        List<LedgerEntry> given = drain(machine.afterKill().start("two"));

        assertThat(given).extracting(LedgerEntry::id).isEqualTo(ids(1, 300));
        assertThat(given.getLast()).isEqualTo(anEntry(300).costing(300).build());
    }

    @Test
    void an_attempt_that_ran_is_interrupted_and_charged_what_was_reserved() {
        MappedJournal journal = machine.start("one");
        settle(journal, anEntry(1).build());
        Journal.Room running = opened(journal, 2);
        settle(journal, anEntry(3).build());

        List<LedgerEntry> given = drain(machine.afterKill().start("two"));
        running.close();

        assertThat(given).extracting(LedgerEntry::id).isEqualTo(ids(1, 3));
        assertThat(given.get(1).outcome().status()).isEqualTo(Status.INTERRUPTED);
        assertThat(given.get(1).cost()).contains(new Usd(77));
    }

    @Test
    void an_instance_is_told_once_when_all_that_it_left_is_posted() {
        MappedJournal journal = machine.start("one");
        settle(journal, anEntry(1).build());
        settle(journal, anEntry(2).build());
        MappedJournal next = machine.afterKill().start("two");

        List<LedgerEntry> given = Machine.take(next);
        next.posted(ids(1, 1));
        assertThat(next.replayed()).isEmpty();
        next.posted(ids(2, 2));
        assertThat(given).hasSize(2);
        assertThat(drain(next)).isEmpty();

        assertThat(next.replayed()).containsExactly("one");
        assertThat(next.replayed()).isEmpty();
    }

    @Test
    void what_was_posted_before_a_kill_is_not_given_again() {
        MappedJournal journal = machine.start("one");
        for (long number = 1; number <= 10; number++) {
            settle(journal, anEntry(number).build());
        }
        assertThat(Machine.take(journal)).hasSize(10);
        journal.posted(ids(1, 4));

        assertThat(drain(machine.afterKill().start("two")))
                .extracting(LedgerEntry::id)
                .isEqualTo(ids(5, 10));
    }

    @Test
    void what_replay_had_posted_before_it_was_killed_itself_is_not_given_again() {
        MappedJournal journal = machine.start("one");
        settle(journal, anEntry(1).build());
        Journal.Room running = opened(journal, 2);
        settle(journal, anEntry(3).build());
        Machine second = machine.afterKill();
        running.close();
        MappedJournal replaying = second.start("two");
        assertThat(Machine.take(replaying)).hasSize(3);
        replaying.posted(ids(1, 2));

        assertThat(drain(second.afterKill().start("three")))
                .extracting(LedgerEntry::id)
                .isEqualTo(ids(3, 3));
    }

    @Test
    void an_instance_is_told_once_its_whole_journal_is_posted_and_its_directory_goes_after_that() {
        MappedJournal dying = machine.start("one");
        settle(dying, anEntry(1).build());
        settle(dying, anEntry(2).build());
        Machine second = machine.afterKill();
        MappedJournal journal = second.start("two");
        assertThat(Machine.take(journal)).hasSize(2);
        journal.posted(ids(1, 1));
        assertThat(journal.replayed()).isEmpty();

        assertThat(drain(journal)).hasSize(1);

        assertThat(journal.backlog()).isZero();
        assertThat(journal.replayed()).containsExactly("one");
        assertThat(second.journals().resolve("one")).exists();
        assertThat(journal.replayed()).isEmpty();
        assertThat(second.journals().resolve("one")).doesNotExist();
    }

    @Test
    void an_instance_that_was_told_is_told_again_where_that_may_have_been_lost() {
        machine.start("one").close();
        Machine second = machine.afterKill();
        assertThat(second.start("two").replayed()).containsExactly("one");

        MappedJournal third = second.afterKill().start("three");

        assertThat(third.replayed()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void an_instance_that_lives_on_under_its_name_is_not_told() {
        settle(machine.start("one"), anEntry(1).build());
        MappedJournal again = machine.afterKill().start("one");

        assertThat(drain(again)).hasSize(1);

        assertThat(again.replayed()).isEmpty();
    }

    @Test
    void an_instance_that_closes_in_order_leaves_what_waits_and_nothing_else() {
        MappedJournal posted = machine.start("one");
        settle(posted, anEntry(1).build());
        assertThat(drain(posted)).hasSize(1);
        posted.close();
        assertThat(machine.files(".segment")).isEmpty();

        MappedJournal waiting = machine.start("two");
        settle(waiting, anEntry(2).build());
        waiting.close();
        MappedJournal next = machine.start("three");
        assertThat(Machine.take(next)).extracting(LedgerEntry::id).isEqualTo(ids(2, 2));
        assertThat(next.backlog()).isEqualTo(1);
    }

    @Test
    void a_living_instances_journal_is_left_alone() {
        MappedJournal one = machine.start("one");
        settle(one, anEntry(1).build());

        MappedJournal two = machine.start("two");

        assertThat(drain(two)).isEmpty();
        assertThat(drain(one)).hasSize(1);
    }

    @Test
    void an_instance_of_the_same_name_does_not_write_into_the_old_journal() {
        settle(machine.start("one"), anEntry(1).build());
        Machine second = machine.afterKill();
        MappedJournal again = second.start("one");
        settle(again, anEntry(2).build());

        assertThat(drain(again)).extracting(LedgerEntry::id).isEqualTo(ids(1, 2));
    }

    @Test
    void entries_of_a_later_version_are_set_aside_and_do_not_stop_the_others() throws IOException {
        MappedJournal journal = machine.start("one");
        for (long number = 1; number <= 3; number++) {
            settle(journal, anEntry(number).build());
        }
        Machine second = machine.afterKill();
        Path segment = second.files(".segment").getFirst();
        Later.raise(segment, numbered(2));

        MappedJournal next = second.start("two");
        assertThat(drain(next))
                .extracting(LedgerEntry::id)
                .containsExactly(numbered(1), numbered(3));
        // Not everything that it spent is in the ledger.
        assertThat(next.replayed()).isEmpty();

        Path kept = second.files("one-" + segment.getFileName()).getFirst();
        assertThat(kept.getParent()).hasFileName("set-aside");
        assertThat(second.journals().resolve("one")).doesNotExist();
        assertThat(drain(second.afterKill().start("three"))).isEmpty();
        Later.lower(kept, numbered(2));
        assertThat(drain(second.afterKill().start("four")))
                .extracting(LedgerEntry::id)
                .isEqualTo(ids(2, 2));
    }

    @Test
    void a_segment_that_was_being_made_goes_with_its_directory() throws IOException {
        settle(machine.start("one"), anEntry(1).build());
        Machine second = machine.afterKill();
        Path segment = second.files(".segment").getFirst();
        Files.writeString(segment.resolveSibling("0000000000000099.segment.new"), "half");

        MappedJournal next = second.start("two");
        assertThat(drain(next)).hasSize(1);

        assertThat(next.replayed()).containsExactly("one");
        assertThat(next.replayed()).isEmpty();
        assertThat(second.journals().resolve("one")).doesNotExist();
    }

    @Test
    void a_file_that_is_no_segment_is_kept_and_does_not_stop_the_others() throws IOException {
        MappedJournal journal = machine.start("one");
        settle(journal, anEntry(1).build());
        Machine second = machine.afterKill();
        Path strange = second.files(".segment").getFirst().resolveSibling("0.segment");
        Files.writeString(strange, "no segment, but longer than the head of one. ".repeat(5));
        Files.writeString(strange.resolveSibling("1.segment"), "");

        MappedJournal next = second.start("two");
        assertThat(drain(next)).hasSize(1);

        assertThat(next.replayed()).isEmpty();
        assertThat(second.files(".damaged")).hasSize(2);
        assertThat(second.journals().resolve("one")).doesNotExist();
    }

    @Test
    void a_segment_whose_head_is_damaged_once_is_read_all_the_same() throws IOException {
        settle(machine.start("one"), anEntry(1).build());
        for (int at = 0; at < SegmentFile.HEAD; at++) {
            Machine second = machine.afterKill();
            overwrite(second.files(".segment").getFirst(), at);

            assertThat(drain(second.start("two"))).as("byte %d", at).hasSize(1);
            second.close();
        }
    }

    private static void overwrite(Path file, int at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThat(channel.write(ByteBuffer.wrap(new byte[] {(byte) 0xA5}), at)).isOne();
        }
    }

    private static List<UUID> ids(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(number -> anEntry(number).build().id())
                .toList();
    }
}
