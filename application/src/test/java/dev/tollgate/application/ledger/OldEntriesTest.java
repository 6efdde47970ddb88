package dev.tollgate.application.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.StorageUnavailable;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

class OldEntriesTest {
    private static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");

    private final List<LocalDate> asked = new ArrayList<>();
    private final List<Duration> rests = new ArrayList<>();
    private Duration kept = Duration.ofDays(30);
    private int parts = 1;

    /// Runs until the gateway closes, at the third rest.
    private void run() {
        new OldEntries(this::forget, () -> kept, () -> NOW, this::rest).run();
    }

    private boolean rest(Duration time) {
        rests.add(time);
        return rests.size() < 3;
    }

    private boolean forget(LocalDate day) {
        asked.add(day);
        return asked.size() < parts;
    }

    @Test
    void entries_are_forgotten_that_are_older_than_they_are_kept() {
        run();

        assertThat(asked).containsOnly(LocalDate.parse("2026-03-01"));
        assertThat(rests).containsOnly(OldEntries.BETWEEN);
    }

    @Test
    void what_is_not_done_at_once_goes_on_soon() {
        parts = 2;

        run();

        assertThat(asked).hasSize(2);
        assertThat(rests).containsExactly(OldEntries.BETWEEN, OldEntries.PAUSE, OldEntries.BETWEEN);
    }

    @Test
    void nothing_is_forgotten_where_entries_are_kept_for_ever() {
        kept = Duration.ZERO;

        run();

        assertThat(asked).isEmpty();
    }

    @Test
    void a_store_that_is_away_is_asked_again_later() {
        new OldEntries(
                        day -> {
                            asked.add(day);
                            throw new StorageUnavailable("away", new IllegalStateException());
                        },
                        () -> kept,
                        () -> NOW,
                        this::rest)
                .run();

        assertThat(asked).hasSize(2);
        assertThat(rests).containsOnly(OldEntries.BETWEEN);
    }
}
