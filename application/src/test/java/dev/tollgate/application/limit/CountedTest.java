package dev.tollgate.application.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.limit.RateLimit;

import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

class CountedTest {
    @Test
    void who_stops_waiting_is_not_counted_as_waiting() {
        Counted counted =
                new Counted(new RateLimit(Subject.of(Scope.KEY, "k"), RateLimit.Kind.REQUESTS, 10));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> counted.awaitChange(TimeUnit.MINUTES.toNanos(1), false))
                .isInstanceOf(InterruptedException.class);

        assertThat(counted.part().waiting()).isZero();
    }
}
