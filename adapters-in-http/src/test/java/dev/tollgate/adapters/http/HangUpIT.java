package dev.tollgate.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.http.Gateway.Connection;
import dev.tollgate.domain.call.Cancellation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class HangUpIT {
    private final Gateway gateway = new Gateway();
    private final CountDownLatch left = new CountDownLatch(1);

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void a_caller_who_leaves_a_plain_call_cancels_it() throws Exception {
        gateway.script = (_, _, cancellation) -> waitFor(cancellation);
        try (Connection connection = gateway.connect()) {
            connection.send(Gateway.post("/v1/chat/completions", Gateway.CHAT));
            gateway.called();
        }
        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_caller_who_leaves_a_silent_stream_cancels_it() throws Exception {
        gateway.script =
                (call, sink, cancellation) -> {
                    sink.start(Gateway.facts(call));
                    sink.frame(Gateway.frame("data: {}\n\n"));
                    waitFor(cancellation);
                };
        try (Connection connection = gateway.connect()) {
            connection.send(Gateway.post("/v1/chat/completions", Gateway.CHAT));
            connection.until("data: {}");
        }
        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void pipelined_requests_are_answered_in_order_also_while_a_call_is_watched() throws Exception {
        gateway.script =
                (call, sink, _) -> {
                    Thread.sleep(call.model().equals("slow") ? 900 : 0);
                    sink.whole(Gateway.facts(call), call.letter().bytes());
                };
        try (Connection connection = gateway.connect()) {
            connection.send(
                    Gateway.post("/v1/chat/completions", "{\"model\":\"slow\",\"messages\":[1]}"));
            gateway.called();
            Thread.sleep(600);
            String second = Gateway.post("/v1/chat/completions", "{\"messages\":[2]}");
            connection.send(second.substring(0, 30));
            Thread.sleep(50);
            connection.send(
                    second.substring(30)
                            + Gateway.post("/v1/chat/completions", "{\"messages\":[3]}"));
            for (int i = 1; i <= 3; i++) {
                assertThat(connection.answer().body()).contains("[" + i + "]");
            }
            connection.send(Gateway.post("/v1/chat/completions", "{\"messages\":[4]}"));
            assertThat(connection.answer().body()).contains("[4]");
        }
    }

    @Test
    void http_1_0_callers_are_served_and_their_connection_closes() throws Exception {
        try (Connection connection = gateway.connect()) {
            connection.send("GET /test HTTP/1.0\r\n\r\n");
            assertThat(connection.rest()).startsWith("HTTP/1.1 200").endsWith("\"/test\"}");
        }
        try (Connection connection = gateway.connect()) {
            connection.send(
                    Gateway.post("/v1/chat/completions", Gateway.CHAT, "Connection: keep-alive")
                            .replace("HTTP/1.1", "HTTP/1.0"));
            assertThat(connection.rest()).contains("connection: close").endsWith("1.50}");
        }
        gateway.script =
                (call, sink, _) -> {
                    sink.start(Gateway.facts(call));
                    sink.frame(Gateway.frame("data: {}\n\n"));
                    sink.complete();
                };
        try (Connection connection = gateway.connect()) {
            connection.send(
                    Gateway.post("/v1/chat/completions", Gateway.CHAT)
                            .replace("HTTP/1.1", "HTTP/1.0"));
            assertThat(connection.rest())
                    .doesNotContain("chunked")
                    .endsWith("\r\n\r\ndata: {}\n\ndata: [DONE]\n\n");
        }
    }

    private void waitFor(Cancellation cancellation) throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        cancellation.onCancel(cancelled::countDown);
        if (cancelled.await(30, TimeUnit.SECONDS)) {
            left.countDown();
        }
    }
}
