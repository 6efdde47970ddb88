package dev.tollgate.adapters.http.manage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class StreamedAnswerTest {
    private static String of(String... events) {
        String stream = "data: " + String.join("\n\ndata: ", events) + "\n\n";
        return StreamedAnswer.of(stream.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String chunk(String delta, String more) {
        return "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":%s%s}]}".formatted(delta, more);
    }

    @Test
    void texts_are_joined_and_the_rest_is_as_it_was_said_last() {
        assertThat(
                        of(
                                chunk(
                                        "{\"role\":\"assistant\",\"content\":\"\"}",
                                        ",\"finish_reason\":null"),
                                chunk("{\"content\":\"Hel\"}", ",\"finish_reason\":null"),
                                chunk("{\"content\":\"lo\"}", ",\"finish_reason\":null"),
                                chunk("{}", ",\"finish_reason\":\"stop\""),
                                "{\"id\":\"c\",\"choices\":[],\"usage\":{\"total_tokens\":3}}",
                                "[DONE]"))
                .isEqualTo(
                        "{\"id\":\"c\",\"usage\":{\"total_tokens\":3},\"choices\":[{\"index\":0,"
                                + "\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},"
                                + "\"finish_reason\":\"stop\"}]}");
    }

    @Test
    void calls_of_tools_are_joined_by_their_index() {
        assertThat(
                        of(
                                chunk(
                                        "{\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"function\":"
                                                + "{\"name\":\"f\",\"arguments\":\"{\\\"a\"}}]}",
                                        ""),
                                chunk(
                                        "{\"tool_calls\":[{\"index\":0,\"function\":"
                                            + "{\"arguments\":\"\\\":1}\"}},{\"index\":1,\"id\":\"u\"}]}",
                                        "")))
                .contains(
                        "\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"function\":{\"name\":\"f\","
                                + "\"arguments\":\"{\\\"a\\\":1}\"}},{\"index\":1,\"id\":\"u\"}]");
    }

    @Test
    void an_event_that_was_cut_in_two_is_left_out() {
        assertThat(of(chunk("{\"content\":\"Hi\"}", ""), "{\"id\":\"c\",\"cho"))
                .contains("\"content\":\"Hi\"");
    }

    @Test
    void events_of_another_shape_are_shown_one_by_one() {
        assertThat(of("{\"type\":\"message_start\"}", "{\"type\":\"message_stop\"}"))
                .isEqualTo("[{\"type\":\"message_start\"},{\"type\":\"message_stop\"}]");
    }
}
