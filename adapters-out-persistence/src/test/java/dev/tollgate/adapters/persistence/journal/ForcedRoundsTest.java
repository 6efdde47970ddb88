package dev.tollgate.adapters.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.application.port.out.StorageUnavailable;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class ForcedRoundsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ForcedRounds rounds = new ForcedRounds();

    @Test
    void who_waits_hastens_a_round_and_goes_on_after_it() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> waiting = threads.submit(rounds::await);
            assertThat(rounds.begin(LONG)).isTrue();
            rounds.end(true);

            assertThat(waiting.get()).isNull();
        }
    }

    @Test
    void a_round_that_had_begun_is_not_enough() throws Exception {
        assertThat(rounds.begin(Duration.ZERO)).isTrue();
        Future<?> waiting;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            waiting = threads.submit(rounds::await);
            while (rounds.waiting() == 0) {
                Thread.onSpinWait();
            }
            rounds.end(true);
            assertThat(rounds.begin(LONG)).isTrue();
            rounds.end(false);
        }

        assertThatThrownBy(waiting::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StorageUnavailable.class);
    }

    @Test
    void the_last_round_serves_those_who_wait_and_nobody_after_it() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> waiting = threads.submit(rounds::await);
            while (rounds.waiting() == 0) {
                Thread.onSpinWait();
            }
            rounds.close();
            assertThat(rounds.begin(LONG)).isFalse();
            rounds.end(true);
            assertThat(waiting.get()).isNull();
        }

        assertThatThrownBy(rounds::await).isInstanceOf(StorageUnavailable.class);
    }
}
