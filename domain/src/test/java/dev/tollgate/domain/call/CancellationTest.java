package dev.tollgate.domain.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

class CancellationTest {
    private final Cancellation cancellation = new Cancellation();
    private final AtomicInteger fired = new AtomicInteger();

    @Test
    void everybody_registered_is_told_once() {
        cancellation.onCancel(fired::incrementAndGet);
        cancellation.onCancel(fired::incrementAndGet);

        cancellation.cancel(Cancellation.Cause.SHUTTING_DOWN);
        cancellation.cancel();

        assertThat(fired).hasValue(2);
        assertThat(cancellation.cause()).isEqualTo(Cancellation.Cause.SHUTTING_DOWN);
    }

    @Test
    void who_comes_late_is_told_at_once() {
        cancellation.cancel();

        cancellation.onCancel(fired::incrementAndGet);

        assertThat(fired).hasValue(1);
    }

    @Test
    void who_took_back_is_not_told() {
        cancellation.onCancel(fired::incrementAndGet).close();

        cancellation.cancel();

        assertThat(fired).hasValue(0);
    }
}
