package dev.tollgate.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.http.Gateway.Answer;
import dev.tollgate.adapters.http.Gateway.Connection;
import dev.tollgate.adapters.http.wire.WireLimits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;

class FramingIT {
    private static final String HEAD =
            "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk-master\r\n";
    private static final List<String> TRICKS =
            List.of(
                    HEAD + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                    HEAD + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                    HEAD + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
                    HEAD + "Content-Length: +2\r\n\r\n{}",
                    HEAD + "Content-Length: -2\r\n\r\n{}",
                    HEAD + "Content-Length: 2, 2\r\n\r\n{}",
                    HEAD + "Content-Length: 99999999999999999999\r\n\r\n{}",
                    HEAD + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                    HEAD + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                    HEAD + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                    HEAD + "Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n",
                    HEAD + "Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n{}\r\n0\r\n\r\n",
                    HEAD + "X-A: b\r\n folded\r\nContent-Length: 2\r\n\r\n{}",
                    HEAD + "X A: b\r\nContent-Length: 2\r\n\r\n{}",
                    HEAD + "no colon\r\n\r\n",
                    HEAD + "X-Big: " + "a".repeat(100_000) + "\r\n\r\n",
                    "GET / HTTP/1.1\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                    "nonsense\r\n\r\n",
                    "GET /\r\n\r\n",
                    "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                    "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                    "GET /\u0001 HTTP/1.1\r\nHost: x\r\n\r\n");

    private static final Duration SHORT = Duration.ofMillis(400);

    private final Gateway gateway =
            new Gateway(
                    settings ->
                            settings.withLimits(
                                    WireLimits.DEFAULT
                                            .withBodies(100_000, 250_000)
                                            .withTimes(
                                                    SHORT,
                                                    SHORT,
                                                    Duration.ofSeconds(60),
                                                    Duration.ofSeconds(60),
                                                    Duration.ofMillis(300))));

    @AfterEach
    void close() {
        gateway.close();
    }

    /// All at once: each connection is kept for a second before it ends.
    @Test
    void tricks_with_the_framing_get_a_client_error_and_end_the_connection() throws Exception {
        List<Future<?>> tries = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String request : TRICKS) {
                tries.add(
                        threads.submit(
                                () -> {
                                    tryTrick(request);
                                    return request;
                                }));
            }
        }
        for (Future<?> each : tries) {
            each.get();
        }
        assertThat(gateway.calls).isEmpty();
    }

    private void tryTrick(String request) throws Exception {
        try (Connection connection = gateway.connect()) {
            connection.send(request);
            Answer answer = connection.answer();
            assertThat(answer.status())
                    .as(request.substring(0, Math.min(200, request.length())))
                    .isBetween(400, 499);
            assertThat(answer.body())
                    .contains("\"error\":{")
                    .doesNotContain("helidon", "Exception");
            assertThat(connection.rest()).isEmpty();
        }
    }

    @Test
    void a_body_in_chunks_is_read() throws Exception {
        Answer answer =
                gateway.ask(
                        HEAD
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + "5\r\n{\"mes\r\n10\r\nsages\":[]}      \r\n0\r\n\r\n");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(gateway.called().letter().size()).isEqualTo(21);
    }

    @Test
    void a_body_over_the_limit_is_refused_by_its_length_and_by_its_chunks() throws Exception {
        assertThat(gateway.ask(HEAD + "Content-Length: 100001\r\n\r\n").status()).isEqualTo(413);
        assertThat(
                        gateway.ask(
                                        HEAD
                                                + "Transfer-Encoding: chunked\r\n\r\n186a1\r\n"
                                                + "x".repeat(1000))
                                .status())
                .isEqualTo(413);
    }

    @Test
    void a_compressed_body_is_read_within_the_same_limit() throws Exception {
        assertThat(zipped("{\"messages\":[]}")).isEqualTo(200);
        assertThat(zipped(" ".repeat(100_001))).isEqualTo(413);
        assertThat(
                        gateway.ask(
                                        Gateway.post(
                                                "/v1/chat/completions",
                                                "{}",
                                                "Content-Encoding: gzip"))
                                .status())
                .isEqualTo(400);
        assertThat(
                        gateway.ask(
                                        Gateway.post(
                                                "/v1/chat/completions",
                                                "{}",
                                                "Content-Encoding: br"))
                                .status())
                .isEqualTo(415);
    }

    private int zipped(String text) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        try (Connection connection = gateway.connect()) {
            connection.send(
                    HEAD + "Content-Encoding: gzip\r\nContent-Length: " + out.size() + "\r\n\r\n");
            connection.socket.getOutputStream().write(out.toByteArray());
            return connection.answer().status();
        }
    }

    @Test
    void slow_heads_and_slow_bodies_are_ended() throws Exception {
        for (String start : List.of("GET / HT", HEAD + "Content-Length: 10\r\n\r\n{")) {
            try (Connection connection = gateway.connect()) {
                connection.send(start);
                assertThat(connection.answer().status()).isEqualTo(408);
                assertThat(connection.rest()).isEmpty();
            }
        }
    }

    @Test
    void bodies_in_flight_are_bounded_in_sum_and_given_back() throws Exception {
        String body = "{\"messages\":[]}" + " ".repeat(99_000);
        var held = new java.util.concurrent.CountDownLatch(1);
        gateway.script =
                (call, sink, _) -> {
                    held.await();
                    sink.whole(Gateway.facts(call), Gateway.ANSWER);
                };
        try (Connection one = gateway.connect();
                Connection two = gateway.connect()) {
            one.send(Gateway.post("/v1/chat/completions", body));
            two.send(Gateway.post("/v1/chat/completions", body));
            gateway.called();
            gateway.called();
            Answer refused = gateway.ask(Gateway.post("/v1/chat/completions", body));
            held.countDown();

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("1");
            assertThat(one.answer().status()).isEqualTo(200);
            assertThat(two.answer().status()).isEqualTo(200);
        }
        assertThat(gateway.ask(Gateway.post("/v1/chat/completions", body)).status()).isEqualTo(200);
    }

    @Test
    void an_expectation_is_met_only_for_a_known_caller() throws Exception {
        try (Connection connection = gateway.connect()) {
            connection.send(HEAD + "Expect: 100-continue\r\nContent-Length: 15\r\n\r\n");
            assertThat(connection.until("\r\n\r\n")).startsWith("HTTP/1.1 100");
            connection.send("{\"messages\":[]}");
            assertThat(connection.answer().status()).isEqualTo(200);
        }
        assertThat(
                        gateway.ask(
                                        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n"
                                                + "Expect: 100-continue\r\n"
                                                + "Content-Length: 15\r\n\r\n")
                                .status())
                .isEqualTo(401);
    }
}
