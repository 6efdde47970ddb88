package dev.tollgate.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;

class EntryIdsTest {
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");

    @Test
    void an_id_is_a_uuid_of_version_7_that_knows_its_time() {
        Random chance = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            UUID id = EntryIds.at(NOON, chance);

            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(EntryIds.timeOf(id)).isEqualTo(NOON);
        }
    }

    @Test
    void ids_are_in_the_order_of_time_as_text() {
        Random chance = new Random(7);
        String before = EntryIds.at(NOON.minusMillis(1), chance).toString();
        String then = EntryIds.at(NOON, chance).toString();
        String first = EntryIds.first(NOON).toString();

        assertThat(before).isLessThan(first);
        assertThat(first).isLessThan(then);
    }
}
