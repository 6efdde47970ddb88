package dev.tollgate.application.ledger;

import static dev.tollgate.application.testkit.contract.EntryDraft.anEntry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.memory.InMemoryJournal;
import dev.tollgate.application.port.out.Journal;
import dev.tollgate.application.port.out.Ledger;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.ledger.LedgerEntry;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

class LedgerPosterTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Journal journal = new InMemoryJournal(2_000, Duration.ofMillis(1));
    private final ScriptedLedger ledger = new ScriptedLedger();
    private final List<Duration> rests = new ArrayList<>();
    private Instant now = START;
    private int rounds;
    private final LedgerPoster poster =
            new LedgerPoster(journal, ledger, () -> now, this::rest, Duration.ofSeconds(5));

    private boolean rest(Duration length) {
        rests.add(length);
        return rounds-- > 0;
    }

    @Test
    void what_the_journal_holds_is_posted_in_its_order_and_leaves_it() {
        settle(1, 3);

        run(1);

        assertThat(ledger.batches).containsExactly(ids(1, 3));
        assertThat(journal.backlog()).isZero();
        assertThat(poster.figures().posted()).isEqualTo(3);
    }

    @Test
    void a_batch_has_five_hundred_entries_at_most_and_full_ones_follow_at_once() {
        settle(1, 1_100);

        run(3);

        assertThat(ledger.batches).extracting(List::size).containsExactly(500, 500, 100);
        assertThat(rests)
                .containsExactly(
                        Duration.ZERO, Duration.ZERO, Duration.ZERO, LedgerPoster.GATHERING);
    }

    @Test
    void while_the_store_is_away_it_is_tried_ever_more_rarely_and_nothing_leaves_the_journal() {
        settle(1, 2);
        ledger.failing(7, new StorageUnavailable("gone", new IllegalStateException()));

        run(7);

        assertThat(rests.subList(1, 8))
                .extracting(Duration::toMillis)
                .containsExactly(100L, 200L, 400L, 800L, 1_600L, 2_000L, 2_000L);
        assertThat(ledger.batches).containsExactly(ids(1, 2));
        assertThat(journal.backlog()).isZero();
    }

    @Test
    void what_fails_without_a_known_reason_is_tried_again_too() {
        settle(1, 2);
        ledger.failing(1, new IllegalStateException("a bug"));

        run(2);

        assertThat(ledger.batches).containsExactly(ids(1, 2));
        assertThat(poster.figures().failing()).isFalse();
    }

    @Test
    void rows_that_were_set_aside_are_posted_and_counted() {
        settle(1, 3);
        ledger.refused.add(anEntry(2).build().id());

        run(1);

        assertThat(poster.figures().posted()).isEqualTo(3);
        assertThat(poster.figures().setAside()).isEqualTo(1);
        assertThat(journal.backlog()).isZero();
    }

    @Test
    void the_lag_is_the_age_of_the_oldest_entry_that_waits() {
        settle(1, 2);
        ledger.failing(2, new StorageUnavailable("gone", new IllegalStateException()));
        now = START.plusSeconds(10);

        run(1);

        LedgerPoster.Figures away = poster.figures();
        assertThat(away.failing()).isTrue();
        assertThat(away.backlog()).isEqualTo(2);
        assertThat(away.lag()).isEqualTo(Duration.ofMillis(9_750));

        run(1);
        assertThat(poster.figures().lag()).isZero();
        assertThat(poster.figures().failing()).isFalse();
    }

    @Test
    void what_is_left_is_posted_when_the_gateway_closes() {
        settle(1, 1_100);

        run(0);

        assertThat(ledger.batches).extracting(List::size).containsExactly(500, 500, 100);
    }

    @Test
    void closing_does_not_wait_for_a_store_that_is_away() {
        settle(1, 2);
        ledger.failing(5, new StorageUnavailable("gone", new IllegalStateException()));

        run(0);

        assertThat(ledger.failures).hasSize(4);
        assertThat(journal.backlog()).isEqualTo(2);
    }

    @Test
    void closing_takes_no_longer_than_it_was_given() {
        settle(1, 1_100);
        ledger.onPost = () -> now = now.plusSeconds(3);

        run(0);

        assertThat(ledger.batches).hasSize(2);
        assertThat(journal.backlog()).isEqualTo(100);
    }

    @Test
    void an_attempt_that_still_runs_does_not_hold_up_closing() {
        Journal.Room running = journal.reserve().orElseThrow();
        running.open(new Journal.Opened(anEntry(1).build(), anEntry(1).build().charged()));

        run(0);

        assertThat(ledger.batches).isEmpty();
        assertThat(journal.backlog()).isEqualTo(1);
    }

    private void run(int times) {
        rounds = times;
        poster.run();
    }

    private void settle(long first, long last) {
        for (long number = first; number <= last; number++) {
            try (Journal.Room room = journal.reserve().orElseThrow()) {
                room.settled(anEntry(number).startedAt(START).build());
            }
        }
    }

    private static List<UUID> ids(long first, long last) {
        List<UUID> ids = new ArrayList<>();
        for (long number = first; number <= last; number++) {
            ids.add(anEntry(number).build().id());
        }
        return ids;
    }

    private static final class ScriptedLedger implements Ledger {
        private final List<List<UUID>> batches = new ArrayList<>();
        private final Deque<RuntimeException> failures = new ArrayDeque<>();
        private final List<UUID> refused = new ArrayList<>();
        private Runnable onPost = () -> {};

        void failing(int times, RuntimeException failure) {
            for (int i = 0; i < times; i++) {
                failures.add(failure);
            }
        }

        @Override
        public List<UUID> post(List<LedgerEntry> entries) {
            onPost.run();
            if (!failures.isEmpty()) {
                throw failures.remove();
            }
            List<UUID> ids = entries.stream().map(LedgerEntry::id).toList();
            batches.add(ids);
            return refused.stream().filter(ids::contains).toList();
        }
    }
}
