package dev.tollgate.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tollgate.adapters.http.Gateway.Answer;
import dev.tollgate.adapters.http.Gateway.Connection;
import dev.tollgate.adapters.http.wire.WireLimits;
import dev.tollgate.application.port.in.CheckStorage;
import dev.tollgate.application.port.in.ReplySink;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.failure.CallFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.ref.WeakReference;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class LifeIT {
    private static final String READY = "GET /health/readiness HTTP/1.1\r\nHost: x\r\n\r\n";

    @Test
    void a_busy_port_is_told_by_its_number() {
        try (Gateway gateway = new Gateway()) {
            int port = gateway.server.port();
            CannotListen failure =
                    catchThrowableOfType(
                            CannotListen.class,
                            () -> new Gateway(_ -> HttpSettings.on("127.0.0.1", port, "1")));

            assertThat(failure.obstacle()).isEqualTo(CannotListen.Obstacle.PORT_BUSY);
            assertThat(failure.port()).isEqualTo(port);
        }
        CannotListen elsewhere =
                catchThrowableOfType(
                        CannotListen.class,
                        () -> new Gateway(_ -> HttpSettings.on("192.0.2.1", 0, "1")));
        assertThat(elsewhere.obstacle()).isEqualTo(CannotListen.Obstacle.ADDRESS);
    }

    @Test
    void while_it_drains_it_serves_but_says_that_it_is_not_ready_and_closes_connections()
            throws Exception {
        try (Gateway gateway = new Gateway();
                Connection kept = gateway.connect()) {
            kept.send(READY);
            assertThat(kept.answer().status()).isEqualTo(200);

            gateway.server.beginDrain();

            assertThat(gateway.ask(READY).status()).isEqualTo(503);
            assertThat(gateway.ask("GET /health/liveness HTTP/1.1\r\nHost: x\r\n\r\n").status())
                    .isEqualTo(200);
            kept.send(Gateway.post("/v1/chat/completions", Gateway.CHAT));
            Answer last = kept.answer();
            assertThat(last.status()).isEqualTo(200);
            assertThat(last.header("connection")).isEqualTo("close");
            assertThat(kept.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, true, 200, healthy, Not connected",
        "CONNECTED, true, 200, healthy, connected",
        "DISCONNECTED, false, 503, unhealthy, disconnected",
        "DISCONNECTED, true, 200, degraded, disconnected"
    })
    void readiness_tells_of_the_database(
            CheckStorage.Connection connection, boolean ready, int status, String word, String told)
            throws Exception {
        try (Gateway gateway = new Gateway()) {
            gateway.storage = new CheckStorage.Answer(connection, ready);

            Answer answer = gateway.ask(READY);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body())
                    .contains("\"status\":\"" + word + "\"", "\"db\":\"" + told + "\"");
        }
    }

    @Test
    void a_server_that_has_stopped_holds_nothing_of_its_gateway() throws Exception {
        WeakReference<Gateway> stopped = new WeakReference<>(stopped());

        for (int i = 0; i < 100 && stopped.get() != null; i++) {
            System.gc();
        }

        assertThat(stopped.get()).isNull();
    }

    private static Gateway stopped() throws Exception {
        try (Gateway gateway = new Gateway()) {
            assertThat(gateway.ask(READY).status()).isEqualTo(200);
            return gateway;
        }
    }

    @Test
    void a_stop_lets_running_calls_finish_and_then_takes_no_more() throws Exception {
        try (Gateway gateway = new Gateway()) {
            CountDownLatch finish = new CountDownLatch(1);
            gateway.script =
                    (call, sink, _) -> {
                        finish.await(30, TimeUnit.SECONDS);
                        sink.whole(Gateway.facts(call), Gateway.ANSWER);
                    };
            try (Connection connection = gateway.connect()) {
                connection.send(Gateway.post("/v1/chat/completions", Gateway.CHAT));
                gateway.called();
                CompletableFuture<Void> stopped =
                        CompletableFuture.runAsync(() -> gateway.server.stop(Duration.ZERO));
                awaitRefused(gateway);
                assertThat(stopped).isNotDone();
                finish.countDown();

                assertThat(connection.answer().status()).isEqualTo(200);
                stopped.get(20, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void what_still_runs_after_the_grace_is_cut_off_with_an_error() throws Exception {
        try (Gateway gateway = new Gateway(it -> it.withGrace(Duration.ofMillis(300)))) {
            gateway.script =
                    (call, sink, cancellation) -> {
                        sink.start(Gateway.facts(call));
                        sink.frame(Gateway.frame("data: {}\n\n"));
                        untilCancelled(cancellation);
                        if (cancellation.cause() == Cancellation.Cause.SHUTTING_DOWN) {
                            sink.broken(new CallFailure.ShuttingDown());
                        }
                    };
            try (Connection connection = gateway.connect()) {
                connection.send(Gateway.post("/v1/chat/completions", Gateway.CHAT));
                connection.until("data: {}");
                gateway.server.stop(Duration.ZERO);

                assertThat(connection.rest())
                        .contains("\"error\":{")
                        .contains("shutting down")
                        .doesNotContain("[DONE]");
            }
        }
    }

    @Test
    void a_caller_who_takes_nothing_is_cut_off() throws Exception {
        WireLimits limits =
                WireLimits.DEFAULT.withTimes(
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(20));
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        try (Gateway gateway = new Gateway(it -> it.withLimits(limits))) {
            gateway.script =
                    (call, sink, _) -> {
                        sink.start(Gateway.facts(call));
                        try {
                            while (true) {
                                sink.frame(Gateway.frame("data: " + "x".repeat(50_000) + "\n\n"));
                            }
                        } catch (ReplySink.CallerGone e) {
                            ended.complete(e);
                        }
                    };
            try (Connection connection = gateway.connect()) {
                connection.send(Gateway.post("/v1/chat/completions", Gateway.CHAT));

                assertThat(ended.get(20, TimeUnit.SECONDS))
                        .isInstanceOf(ReplySink.CallerGone.class);
            }
        }
    }

    @Test
    void an_idle_connection_is_closed() throws Exception {
        WireLimits limits =
                WireLimits.DEFAULT.withTimes(
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        Duration.ofMillis(300),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20));
        try (Gateway gateway = new Gateway(it -> it.withLimits(limits));
                Connection connection = gateway.connect()) {
            connection.send(READY);
            connection.answer();

            assertThat(connection.rest()).isEmpty();
        }
    }

    private static void awaitRefused(Gateway gateway) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < deadline) {
            try (Connection connection = gateway.connect()) {
                assertThat(connection.socket.isConnected()).isTrue();
            } catch (ConnectException _) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("the listener stayed open");
    }

    private static void untilCancelled(Cancellation cancellation) throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        cancellation.onCancel(cancelled::countDown);
        assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
