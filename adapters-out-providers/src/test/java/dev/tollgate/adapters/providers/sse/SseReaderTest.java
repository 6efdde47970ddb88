package dev.tollgate.adapters.providers.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class SseReaderTest {
    private static final String STREAM =
            "\uFEFFdata: {\"a\":\"h\u00E9\u20AC\"}\n\n"
                    + ": comment\r\n"
                    + "event: ping\r\n"
                    + "id: 7\r\n"
                    + "data:x\r\n\r\n"
                    + "data: one\r"
                    + "data:two\r"
                    + "data\r"
                    + "retry: 5\r\r"
                    + "event: empty\n\n"
                    + "data:  two spaces\n\n\n"
                    + "data: [DONE]\n\n";

    private static final List<String> EVENTS =
            List.of(
                    "|{\"a\":\"h\u00E9\u20AC\"}",
                    "ping|x",
                    "|one\ntwo\n",
                    "| two spaces",
                    "|[DONE]");

    @Test
    void a_stream_split_at_every_byte_gives_the_same_events() throws IOException {
        byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i <= bytes.length; i++) {
            InputStream in =
                    new SequenceInputStream(
                            new ByteArrayInputStream(bytes, 0, i),
                            new ByteArrayInputStream(bytes, i, bytes.length - i));
            assertThat(events(in)).as("split at %d", i).isEqualTo(EVENTS);
        }
    }

    @Test
    void bytes_that_come_one_by_one_give_the_same_events() throws IOException {
        InputStream single =
                new ByteArrayInputStream(STREAM.getBytes(StandardCharsets.UTF_8)) {
                    @Override
                    public synchronized int read(byte[] target, int offset, int length) {
                        return super.read(target, offset, Math.min(1, length));
                    }
                };
        assertThat(events(single)).isEqualTo(EVENTS);
    }

    @Test
    void data_at_the_end_without_an_empty_line_is_handed_out() throws IOException {
        for (String end : List.of("data: x\n", "data: x")) {
            assertThat(events(stream(end))).containsExactly("|x");
        }
    }

    @Test
    void a_line_that_belongs_to_no_event_is_an_error() {
        for (String line :
                List.of("garbage", "dat", " data: x", "<html>", "dbta: {}", "d-ta:[DONE]")) {
            SseReader reader = new SseReader(stream("data: a\n\n" + line + "\ndata: b\n\n"), 100);
            assertThatThrownBy(
                            () -> {
                                while (reader.next()) {}
                            })
                    .as(line)
                    .isInstanceOf(NotAnEvent.class);
        }
    }

    @Test
    void fields_that_nobody_defined_say_nothing() throws IOException {
        for (String line : List.of("unknown: field", "x:", ": comment", "evenT: x", "x-y_1: 2")) {
            assertThat(events(stream("data: a\n\n" + line + "\ndata: b\n\n")))
                    .as(line)
                    .containsExactly("|a", "|b");
        }
    }

    @Test
    void the_beginning_of_a_line_at_the_end_of_the_stream_is_passed_over() throws IOException {
        for (String end : List.of("dat", "garbage", "event: x")) {
            assertThat(events(stream("data: a\n\n" + end))).as(end).containsExactly("|a");
        }
    }

    @Test
    void an_event_that_the_end_of_the_stream_cuts_off_is_told_apart() throws IOException {
        SseReader reader = new SseReader(stream("data: a\n\ndata: b\n"), 100);
        assertThat(reader.next()).isTrue();
        assertThat(reader.cut()).isFalse();
        assertThat(reader.next()).isTrue();
        assertThat(reader.cut()).isTrue();
    }

    @Test
    void an_error_without_the_framing_of_events_is_an_error_event() throws IOException {
        for (String end : List.of("", "\n", "\n\n")) {
            assertThat(events(stream("data: a\n\nerror: {\"code\":500}" + end)))
                    .containsExactly("|a", "error|{\"code\":500}");
            assertThat(events(stream("data: a\n\n{\"error\":{}}" + end)))
                    .containsExactly("|a", "error|{\"error\":{}}");
        }
    }

    @Test
    void events_larger_than_the_buffer_are_read_and_larger_than_the_bound_refused()
            throws IOException {
        String big = "y".repeat(100_000);
        String text = "data: a\n\ndata: " + big + "\n\ndata: " + big + "\ndata: b\n\n";
        assertThat(events(stream(text))).containsExactly("|a", "|" + big, "|" + big + "\nb");

        for (String endless : List.of("data: " + big, "data: abc\n".repeat(20_000), ":" + big)) {
            SseReader reader = new SseReader(stream(endless), 50_000);
            assertThatThrownBy(reader::next).isInstanceOf(EventTooLarge.class);
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> events(InputStream in) throws IOException {
        SseReader reader = new SseReader(in, 1 << 20);
        List<String> events = new ArrayList<>();
        while (reader.next()) {
            byte[] data =
                    Arrays.copyOfRange(
                            reader.data(), reader.offset(), reader.offset() + reader.length());
            events.add(reader.event() + "|" + new String(data, StandardCharsets.UTF_8));
        }
        return events;
    }
}
