package dev.tollgate.domain.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.access.Caller;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class ModelCallTest {
    private static final Letter LETTER =
            new Letter(
                    Dialect.OPENAI_CHAT,
                    "{\"n\":1}".getBytes(StandardCharsets.UTF_8),
                    List.of(new Field("n", 1, 5, 6)));

    private final ModelCall call =
            new ModelCall(
                    "id",
                    Caller.MASTER,
                    "chat",
                    true,
                    false,
                    CallOverrides.NONE,
                    OutputWish.UNSAID,
                    Attribution.NONE,
                    HeaderLines.of("anthropic-beta", "x"),
                    "a-program/1",
                    LETTER);

    @Test
    void a_call_with_other_fields_differs_in_its_letter_only() {
        ModelCall other = call.with(Map.of("n", "2"));

        assertThat(new String(other.letter().bytes(), StandardCharsets.UTF_8)).contains("\"n\":2");
        assertThat(other.with(LETTER)).isEqualTo(call);
    }

    @Test
    void a_call_with_the_usage_of_its_stream_differs_in_nothing_else() {
        ModelCall other = call.withStreamUsage();

        assertThat(other.streamUsage()).isTrue();
        assertThat(other.userAgent()).isEqualTo("a-program/1");
        assertThat(other.letter()).isSameAs(LETTER);
    }

    @Test
    void the_providers_faster_mode_is_asked_for_in_the_letter() {
        assertThat(call.with(Map.of("speed", "\"fast\"")).fastMode()).isTrue();
        assertThat(call.with(Map.of("speed", "\"standard\"")).fastMode()).isFalse();
        assertThat(call.with(Map.of("speed", "[\"fast\"]")).fastMode()).isFalse();
        assertThat(call.fastMode()).isFalse();
    }
}
