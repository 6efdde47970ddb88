package dev.tollgate.adapters.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class AnswerWatchTest {
    private long now = 5;
    private final AnswerWatch watch = new AnswerWatch(() -> now);

    private void passes(Duration time) {
        now += time.toNanos();
    }

    @Test
    void who_can_wait_does_not_wait_for_a_database_that_is_known_to_be_silent() {
        watch.silent();
        passes(AnswerWatch.SILENT);
        watch.silent();
        assertThat(watch.patience(Database.PATIENTLY)).isEqualTo(Database.PATIENTLY);

        passes(Duration.ofNanos(1));

        assertThat(watch.patience(Database.PATIENTLY)).isEqualTo(Database.AT_ONCE);
    }

    @Test
    void with_its_first_answer_everybody_has_patience_again() {
        watch.silent();
        passes(AnswerWatch.SILENT.multipliedBy(2));

        watch.answered();

        assertThat(watch.patience(Database.PATIENTLY)).isEqualTo(Database.PATIENTLY);
        watch.silent();
        assertThat(watch.patience(Database.PATIENTLY)).isEqualTo(Database.PATIENTLY);
    }

    @Test
    void nobody_waits_longer_than_they_have_time() {
        Duration little = Duration.ofMillis(50);
        assertThat(watch.patience(little)).isEqualTo(little);
        watch.silent();
        passes(AnswerWatch.SILENT.multipliedBy(2));
        assertThat(watch.patience(little)).isEqualTo(little);
    }

    @Test
    void a_question_may_queue_here_unless_the_database_is_known_to_be_silent() {
        watch.silent();
        assertThat(watch.queueing()).isEqualTo(AnswerWatch.QUEUEING);

        passes(AnswerWatch.SILENT.plusNanos(1));

        assertThat(watch.queueing()).isZero();
        watch.answered();
        assertThat(watch.queueing()).isEqualTo(AnswerWatch.QUEUEING);
    }
}
