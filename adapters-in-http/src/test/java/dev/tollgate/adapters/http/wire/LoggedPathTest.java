package dev.tollgate.adapters.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoggedPathTest {
    @Test
    void a_path_is_logged_without_the_key_in_it() {
        assertThat(WireRouting.withoutKeys("/key/sk-secret_1/regenerate"))
                .isEqualTo("/key/sk-…/regenerate");
        assertThat(WireRouting.withoutKeys("/key/%73k%2Dsecret/reset_spend"))
                .isEqualTo("/key/sk-…/reset_spend");
        assertThat(WireRouting.withoutKeys("/v1/models/task-1")).isEqualTo("/v1/models/task-1");
    }
}
