package dev.tollgate.application.testkit.contract;

import static dev.tollgate.application.testkit.contract.EntryDraft.anEntry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.application.port.out.Journal;
import dev.tollgate.application.port.out.Journal.Opened;
import dev.tollgate.application.port.out.Journal.Room;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.money.Usd;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/// The rules of a [Journal].
public interface JournalContract {
    /// An empty one that waits for entries as long as it is asked to.
    Journal waiting();

    /// An empty one that does not wait for entries for longer than a moment, and which some
    /// thousands of entries fill.
    Journal journal();

    @Test
    default void a_settled_entry_is_given_until_it_is_posted() throws InterruptedException {
        Journal journal = journal();
        LedgerEntry entry = anEntry(1).build();
        settle(journal, entry);

        assertThat(journal.unposted(10)).containsExactly(entry);
        assertThat(journal.unposted(10)).containsExactly(entry);

        journal.posted(List.of(entry.id()));
        assertThat(journal.unposted(10)).isEmpty();
    }

    @Test
    default void an_attempt_that_runs_is_no_entry_yet() throws InterruptedException {
        Journal journal = journal();
        Room room = journal.reserve().orElseThrow();
        room.open(opened(1));

        assertThat(journal.unposted(10)).isEmpty();

        room.settled(anEntry(1).costing(5).build());
        room.close();
        assertThat(journal.unposted(10)).containsExactly(anEntry(1).costing(5).build());
    }

    @Test
    default void a_refused_calls_entry_needs_no_attempt() throws InterruptedException {
        Journal journal = journal();
        LedgerEntry refused = anEntry(1).attempt(0).ending(Status.REFUSED, "429").build();
        settle(journal, refused);

        assertThat(journal.unposted(10)).containsExactly(refused);
    }

    @Test
    default void entries_come_in_the_order_in_which_they_were_settled()
            throws InterruptedException {
        Journal journal = journal();
        for (long number = 1; number <= 5; number++) {
            settle(journal, anEntry(number).build());
        }

        assertThat(journal.unposted(3)).extracting(LedgerEntry::id).isEqualTo(ids(1, 3));
        journal.posted(ids(1, 3));
        assertThat(journal.unposted(3)).extracting(LedgerEntry::id).isEqualTo(ids(4, 5));
    }

    @Test
    default void what_was_given_but_not_posted_is_given_again() throws InterruptedException {
        Journal journal = journal();
        for (long number = 1; number <= 5; number++) {
            settle(journal, anEntry(number).build());
        }
        assertThat(journal.unposted(3)).hasSize(3);

        journal.posted(ids(2, 2));

        List<UUID> rest = new ArrayList<>();
        for (List<LedgerEntry> next = journal.unposted(3);
                !next.isEmpty();
                next = journal.unposted(3)) {
            List<UUID> given = next.stream().map(LedgerEntry::id).toList();
            rest.addAll(given);
            journal.posted(given);
        }
        assertThat(rest).containsExactly(id(1), id(3), id(4), id(5));
    }

    @Test
    default void an_attempt_whose_room_is_closed_without_an_end_is_charged_what_was_reserved()
            throws InterruptedException {
        Journal journal = journal();
        try (Room room = journal.reserve().orElseThrow()) {
            room.open(opened(1));
        }

        List<LedgerEntry> given = journal.unposted(10);

        assertThat(given).extracting(LedgerEntry::id).containsExactly(id(1));
        assertThat(given.getFirst().outcome().status()).isEqualTo(Status.INTERRUPTED);
        assertThat(given.getFirst().cost()).contains(new Usd(77));
    }

    @Test
    default void a_room_is_for_one_attempt() throws InterruptedException {
        Journal journal = journal();
        Room room = journal.reserve().orElseThrow();
        room.open(opened(1));
        assertThatThrownBy(() -> room.open(opened(2))).isInstanceOf(IllegalStateException.class);

        room.settled(anEntry(1).build());
        assertThatThrownBy(() -> room.settled(anEntry(2).build()))
                .isInstanceOf(IllegalStateException.class);
        room.close();
        room.close();

        assertThat(journal.unposted(10)).extracting(LedgerEntry::id).isEqualTo(ids(1, 1));
    }

    @Test
    default void a_full_journal_gives_no_room_but_takes_what_it_gave_room_for()
            throws InterruptedException {
        Journal journal = journal();
        Deque<Room> rooms = fill(journal);
        assertThat(journal.reserve()).isEmpty();

        long number = 0;
        for (Room room : rooms) {
            room.open(opened(++number));
            room.settled(anEntry(number).build());
            room.close();
        }

        assertThat(postAll(journal)).isEqualTo(ids(1, number));
    }

    @Test
    default void closing_rooms_makes_room() {
        Journal journal = journal();
        Deque<Room> rooms = fill(journal);
        rooms.forEach(Room::close);

        assertThat(fill(journal)).hasSameSizeAs(rooms);
    }

    @Test
    default void posting_makes_room() throws InterruptedException {
        Journal journal = journal();
        long number = 0;
        for (Optional<Room> room = journal.reserve(); room.isPresent(); room = journal.reserve()) {
            room.get().settled(anEntry(++number).build());
            room.get().close();
        }

        assertThat(postAll(journal)).hasSize((int) number);
        assertThat(journal.reserve()).isPresent();
    }

    @Test
    default void the_backlog_counts_entries_and_running_attempts() {
        Journal journal = journal();
        assertThat(journal.backlog()).isZero();

        Room running = journal.reserve().orElseThrow();
        running.open(opened(1));
        settle(journal, anEntry(2).build());
        assertThat(journal.backlog()).isEqualTo(2);

        running.settled(anEntry(1).build());
        assertThat(journal.backlog()).isEqualTo(2);

        journal.posted(List.of());
        assertThat(journal.backlog()).isEqualTo(2);
    }

    @Test
    default void what_is_posted_is_no_backlog() throws InterruptedException {
        Journal journal = journal();
        settle(journal, anEntry(1).build());

        assertThat(postAll(journal)).hasSize(1);

        assertThat(journal.backlog()).isZero();
    }

    @Test
    default void a_journal_that_nobody_abandoned_has_nobody_to_tell_of()
            throws InterruptedException {
        Journal journal = journal();
        settle(journal, anEntry(1).build());

        assertThat(postAll(journal)).hasSize(1);

        assertThat(journal.replayed()).isEmpty();
    }

    @Test
    default void who_waits_is_woken_by_an_entry() throws Exception {
        Journal journal = waiting();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<LedgerEntry>> given = threads.submit(() -> untilGiven(journal));
            settle(journal, anEntry(1).build());

            assertThat(given.get()).extracting(LedgerEntry::id).isEqualTo(ids(1, 1));
        }
    }

    @Test
    default void many_calls_at_once_are_each_given_once_and_in_their_own_order()
            throws InterruptedException {
        Journal journal = journal();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long call = 1; call <= 100; call++) {
                long first = call * 10;
                threads.execute(() -> walk(journal, first));
            }
        }

        List<UUID> given = postAll(journal);

        assertThat(given).hasSize(300).doesNotHaveDuplicates();
        for (long call = 1; call <= 100; call++) {
            assertThat(given).containsSubsequence(ids(call * 10, call * 10 + 2));
        }
    }

    private static void walk(Journal journal, long first) {
        for (long number = first; number < first + 3; number++) {
            try (Room room = journal.reserve().orElseThrow()) {
                room.open(opened(number));
                room.settled(anEntry(number).ofCall(first).build());
            }
        }
    }

    private static List<LedgerEntry> untilGiven(Journal journal) throws InterruptedException {
        List<LedgerEntry> given = journal.unposted(10);
        while (given.isEmpty()) {
            given = journal.unposted(10);
        }
        return given;
    }

    private static void settle(Journal journal, LedgerEntry entry) {
        try (Room room = journal.reserve().orElseThrow()) {
            room.settled(entry);
        }
    }

    private static Deque<Room> fill(Journal journal) {
        Deque<Room> rooms = new ArrayDeque<>();
        for (Optional<Room> room = journal.reserve(); room.isPresent(); room = journal.reserve()) {
            rooms.add(room.get());
        }
        return rooms;
    }

    private static List<UUID> postAll(Journal journal) throws InterruptedException {
        List<UUID> all = new ArrayList<>();
        for (List<LedgerEntry> next = journal.unposted(500);
                !next.isEmpty();
                next = journal.unposted(500)) {
            List<UUID> given = next.stream().map(LedgerEntry::id).toList();
            all.addAll(given);
            journal.posted(given);
        }
        return all;
    }

    private static Opened opened(long number) {
        return new Opened(anEntry(number).build(), new Usd(77));
    }

    private static UUID id(long number) {
        return anEntry(number).build().id();
    }

    private static List<UUID> ids(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(JournalContract::id).toList();
    }
}
