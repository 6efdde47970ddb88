package dev.tollgate.adapters.providers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.providers.protocol.StreamTranslation;
import dev.tollgate.adapters.providers.protocol.StreamTranslation.Translated;
import dev.tollgate.domain.failure.FailureKind;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// When an answer of Claude is whole, and when it only looks so.
class BrokenStreamsTest {
    private static final String TEXT_START =
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}";
    private static final String TEXT =
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello"
                + " world\"}}";
    private static final String TOOL_START =
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}}";
    private static final String INPUT =
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\"}}";
    private static final String BLOCK_STOP = "{\"type\":\"content_block_stop\",\"index\":0}";
    private static final String STOPPED =
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":3}}";
    private static final String STOP = "{\"type\":\"message_stop\"}";

    private final StreamTranslation stream =
            CallFixture.PROTOCOL.stream(
                    CallFixture.aCall("{\"messages\":[],\"stream\":true}"),
                    CallFixture.aDeployment());

    @Test
    void a_stop_reason_makes_an_answer_whole_without_message_stop() {
        send(TEXT_START, TEXT, BLOCK_STOP);
        assertThat(stream.finished()).isFalse();
        send(STOPPED);
        assertThat(stream.finished()).isTrue();
    }

    @Test
    void an_answer_that_ends_within_a_block_is_not_whole() {
        send(TEXT_START, TEXT, STOPPED);
        assertThat(stream.finished()).isFalse();
        send(BLOCK_STOP);
        assertThat(stream.finished()).isTrue();
    }

    @Test
    void message_stop_ends_a_block_of_text_but_not_a_tools_input() {
        send(TEXT_START, TEXT, STOPPED, STOP);
        assertThat(stream.finished()).isTrue();
    }

    @Test
    void message_stop_within_a_tools_input_is_no_end() {
        send(TOOL_START, INPUT, STOPPED, STOP);
        assertThat(stream.finished()).isFalse();
    }

    @Test
    void content_after_the_stop_reason_is_a_failure() {
        send(TEXT_START, TEXT, BLOCK_STOP, STOPPED);
        assertThat(send(TEXT_START).failure().orElseThrow().kind())
                .isEqualTo(FailureKind.MALFORMED_REPLY);
    }

    @Test
    void an_event_that_names_two_types_is_damaged() {
        assertThat(named("content_block_stop", TEXT_START).failure()).isPresent();
        for (String name : List.of("", "message", "content_block_start")) {
            assertThat(named(name, TEXT_START).failure()).as(name).isEmpty();
        }
    }

    @Test
    void a_delta_whose_type_is_not_its_own_is_damaged_and_one_yet_to_come_is_passed_over() {
        send(TEXT_START);
        assertThat(send(TEXT.replace("text_delta", "text_dflta")).failure()).isPresent();
        assertThat(send(TEXT.replace("text_delta\",\"text", "new_delta\",\"new")).failure())
                .isEmpty();
    }

    @Test
    void what_was_received_is_guessed_from_the_length_of_its_text() {
        send(TEXT_START, TEXT);
        assertThat(stream.received()).isEqualTo(3);
        send(TEXT.replace("Hello world", "\u20ac\u20ac\u20ac"), TEXT.replace("Hello world", "x"));
        assertThat(stream.received()).isEqualTo(6);
    }

    private Translated send(String... events) {
        Translated last = Translated.NOTHING;
        for (String event : events) {
            last = named("", event);
        }
        return last;
    }

    private Translated named(String name, String event) {
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        return stream.event(name, bytes, 0, bytes.length);
    }
}
