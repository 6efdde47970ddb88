package dev.tollgate.application.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.application.memory.InMemoryCooldownBoard;
import dev.tollgate.application.port.out.CooldownBoard;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.catalog.DeploymentId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

class CooldownExchangeTest {
    private static final Instant START = Instant.parse("2026-11-26T10:00:00Z");
    private static final DeploymentId EAST = new DeploymentId("east");
    private static final Duration LENGTH = Duration.ofSeconds(5);

    private Instant now = START;
    private long revision;
    private boolean away;
    private int asked;
    private final AtomicInteger nudged = new AtomicInteger();
    private final CooldownBoard kept = new InMemoryCooldownBoard(() -> now);
    private final Map<DeploymentId, Duration> heard = new HashMap<>();
    private final CooldownExchange one = exchange("one");
    private final CooldownExchange two = exchange("two");

    private CooldownExchange exchange(String instance) {
        return new CooldownExchange(
                instance,
                new Leaving(),
                () -> revision,
                () -> Duration.between(START, now).toNanos(),
                nudged::incrementAndGet);
    }

    /// A board that goes away and comes back.
    private final class Leaving implements CooldownBoard {
        @Override
        public void tell(String instance, Map<DeploymentId, Duration> left) {
            if (away) {
                throw new StorageUnavailable("away", new IllegalStateException());
            }
            kept.tell(instance, left);
            revision++;
        }

        @Override
        public News since(String instance, long seen) {
            asked++;
            return kept.since(instance, seen);
        }
    }

    private void tends(CooldownExchange exchange) {
        exchange.tend(heard::put);
    }

    @Test
    void what_cools_at_one_is_heard_by_the_other_once() {
        one.cooled(EAST, LENGTH);
        assertThat(nudged).hasValue(1);
        tends(one);
        assertThat(heard).isEmpty();
        tends(two);
        assertThat(heard).containsExactly(Map.entry(EAST, LENGTH));
        heard.clear();
        tends(two);
        assertThat(heard).isEmpty();
    }

    @Test
    void while_nothing_changes_in_the_store_nobody_is_asked() {
        tends(one);
        int once = asked;
        for (int i = 0; i < 100; i++) {
            tends(one);
        }
        assertThat(asked).isEqualTo(once);
    }

    @Test
    void what_could_not_be_told_is_told_later_with_the_time_that_is_left() {
        away = true;
        one.cooled(EAST, LENGTH);
        assertThatThrownBy(() -> tends(one)).isInstanceOf(StorageUnavailable.class);
        away = false;
        now = now.plusSeconds(2);
        tends(one);
        tends(two);
        assertThat(heard).containsExactly(Map.entry(EAST, LENGTH.minusSeconds(2)));
    }

    @Test
    void what_has_ended_before_it_could_be_told_is_not_told() {
        one.cooled(EAST, LENGTH);
        now = now.plus(LENGTH);
        tends(one);
        assertThat(revision).isZero();
    }
}
