package dev.tollgate.adapters.http.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class DroppableTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "seed",
                "metadata.trace",
                "tools",
                "tools[*].input_examples",
                "tools[0].function.strict",
                "thinking"
            })
    void what_has_no_part_in_the_cost_may_be_left_out(String path) {
        assertThat(Droppable.of(List.of(path))).containsExactly(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_tokens",
                " max_tokens ",
                "max_tokens.",
                "max_tokens[",
                "max_completion_tokens",
                "service_tier",
                "stream_options",
                "stream_options.include_usage",
                "tools[*].max_uses",
                "tools[*].type",
                "tools[*].function.parameters.max_uses",
                "web_search_options.search_context_size",
                "search_parameters.mode",
                "thinking.budget_tokens"
            })
    void what_bounds_the_cost_stays_in(String path) {
        assertThat(Droppable.of(List.of("seed", path))).containsExactly("seed");
    }
}
