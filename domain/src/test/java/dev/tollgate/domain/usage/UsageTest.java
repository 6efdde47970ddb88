package dev.tollgate.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

class UsageTest {
    @Test
    void an_answer_that_broke_off_unreported_is_estimated_whole() {
        assertThat(Usage.NONE.completed(() -> 12, 3)).isEqualTo(Usage.estimate(12, 3));
        assertThat(Usage.estimate(12, 3).estimated()).isTrue();
    }

    @Test
    void a_reported_prompt_stands_and_only_the_output_is_completed() {
        Usage begun = new Usage(true, 100, 1, 40, 0, 0, 0, 0, 0);

        assertThat(begun.completed(() -> fail("the prompt was reported"), 7))
                .isEqualTo(new Usage(true, 100, 7, 40, 0, 0, 0, 0, 0).asEstimate());
    }

    @Test
    void a_report_that_covers_what_was_received_is_no_estimate() {
        assertThat(Usage.of(100, 7).completed(() -> fail("the prompt was reported"), 7))
                .isEqualTo(Usage.of(100, 7));
        assertThat(Usage.of(100, 7).estimated()).isFalse();
    }
}
