package dev.tollgate.application.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.StorageUnavailable;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

class MendedRollUpsTest {
    private static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");

    private final List<LocalDate> asked = new ArrayList<>();
    private final List<Duration> rests = new ArrayList<>();

    /// Until the gateway closes, at the third rest.
    private boolean rest(Duration time) {
        rests.add(time);
        return rests.size() < 3;
    }

    @Test
    void the_last_days_are_looked_at_soon_after_the_start_and_then_by_the_hour() {
        new MendedRollUps(
                        day -> {
                            asked.add(day);
                            return 1;
                        },
                        () -> NOW,
                        this::rest)
                .run();

        assertThat(asked)
                .containsExactly(LocalDate.parse("2026-03-24"), LocalDate.parse("2026-03-24"));
        assertThat(rests)
                .containsExactly(MendedRollUps.FIRST, MendedRollUps.BETWEEN, MendedRollUps.BETWEEN);
    }

    @Test
    void a_store_that_is_away_is_asked_again_later() {
        new MendedRollUps(
                        day -> {
                            asked.add(day);
                            throw new StorageUnavailable("away", new IllegalStateException());
                        },
                        () -> NOW,
                        this::rest)
                .run();

        assertThat(asked).hasSize(2);
    }
}
