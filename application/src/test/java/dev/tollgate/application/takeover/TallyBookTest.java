package dev.tollgate.application.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class TallyBookTest {
    @Test
    void what_is_not_told_one_by_one_is_counted_whatever_was_told_before() {
        TallyBook tally = new TallyBook();
        for (int i = 0; i < 100; i++) {
            tally.remark("key " + i, "taken without its name");
        }
        tally.refused("key x", "odd");

        List<String> remarks = tally.tally().remarks();

        assertThat(remarks).hasSize(101).endsWith("… and more like these, 101 in all");
    }
}
