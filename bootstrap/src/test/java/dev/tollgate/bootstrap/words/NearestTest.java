package dev.tollgate.bootstrap.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class NearestTest {
    @Test
    void swapped_neighbours_are_one_slip() {
        assertThat(Nearest.distance("--prot", "--port")).isEqualTo(1);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    }

    @Test
    void nothing_is_suggested_for_what_resembles_nothing() {
        assertThat(Nearest.to("--frobnicate", List.of("--port", "--host"))).isEmpty();
        assertThat(Nearest.to("--hots", List.of("--port", "--host"))).hasValue("--host");
    }
}
