package dev.tollgate.application.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.memory.InMemoryEntities;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class AlertsTest {
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    private final InMemoryEntities entities = new InMemoryEntities(_ -> Map.of());
    private final Alerts here = new Alerts(entities);
    private final Alerts there = new Alerts(entities);

    private Entity raised(String id, Duration period) {
        return here.raise(id, Fields.NONE, Optional.of(NOON.plus(period)), NOON).orElseThrow();
    }

    private void told(String id, Duration period) {
        here.delivered(raised(id, period), List.of("pager"), true, NOON);
    }

    @Test
    void alerts_of_ended_periods_are_forgotten_however_many_older_ones_go_on() {
        for (int i = 0; i < 250; i++) {
            told("a%03d".formatted(i), Duration.ofDays(365));
        }
        told("b", Duration.ofDays(1));

        for (int i = 0; i < 3; i++) {
            here.forget(NOON.plus(Duration.ofDays(2)));
        }

        assertThat(entities.find(EntityKind.ALERT, List.of("a000", "a249", "b")))
                .extracting(Entity::id)
                .containsExactly("a000", "a249");
    }

    @Test
    void another_replica_sends_what_is_waiting_for_its_turn_and_each_is_sent_once() {
        raised("a", Duration.ofDays(1));
        raised("b", Duration.ofDays(1));
        Instant later = NOON.plus(Alerts.TAKEN);
        List<String> sent = new ArrayList<>();

        here.takeOver(
                () -> later,
                mine -> {
                    sent.add("here " + mine.id());
                    there.takeOver(() -> later, theirs -> sent.add("there " + theirs.id()));
                });

        assertThat(sent).containsExactly("here a", "there b");
    }
}
