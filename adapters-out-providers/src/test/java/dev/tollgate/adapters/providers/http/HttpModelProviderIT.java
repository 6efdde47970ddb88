package dev.tollgate.adapters.providers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.providers.Calls;
import dev.tollgate.adapters.providers.Deployments;
import dev.tollgate.application.port.out.AttemptLimits;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.port.out.ReplyStream.Step;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

@Timeout(60)
class HttpModelProviderIT {
    private static final String ANSWER =
            "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"hi\"}}],"
                + " \"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}}";
    private static final String BODY = "{ \"model\" : \"group\", \"messages\": [] }";
    private static final String CONTENT =
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}";
    private static final String FINISH =
            "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
    private static final String USAGE =
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3}}";
    private static final AttemptLimits SHORT =
            Engine.limits(Duration.ofMillis(300), Duration.ofSeconds(30));

    private static ScriptedServer answering(String body) throws IOException {
        return new ScriptedServer(
                (peer, _) -> {
                    while (peer.read()) {
                        peer.json(body);
                    }
                });
    }

    @Test
    void an_answer_comes_back_byte_for_byte_with_its_usage() throws Exception {
        try (ScriptedServer server = answering(ANSWER);
                Engine engine = Engine.to(server)) {
            ProviderReply reply = engine.ask(Calls.chat(BODY));

            assertThat(Engine.bodyOf(reply)).isEqualTo(ANSWER);
            assertThat(((ProviderReply.Whole) reply).usage()).isEqualTo(Usage.of(9, 3));
            assertThat(server.requests().getFirst())
                    .startsWith("POST /v1/chat/completions HTTP/1.1\r\n")
                    .contains("authorization: Bearer sk-upstream-secret\r\n")
                    .contains("user-agent: tollgate/")
                    .contains("content-type: application/json\r\n")
                    .endsWith("\r\n\r\n{ \"model\" : \"gpt-4o-mini\", \"messages\": [] }");
        }
    }

    @Test
    void a_connection_serves_one_call_after_the_other() throws Exception {
        try (ScriptedServer server = answering(ANSWER);
                Engine engine = Engine.to(server)) {
            for (int i = 0; i < 5; i++) {
                assertThat(Engine.bodyOf(engine.ask(Calls.chat(BODY)))).isEqualTo(ANSWER);
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_kept_connection_that_died_is_replaced_unseen() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (ScriptedServer server =
                        new ScriptedServer(
                                (peer, connection) -> {
                                    if (peer.read()) {
                                        peer.json(ANSWER);
                                    }
                                    if (connection == 1) {
                                        peer.reset();
                                        closed.countDown();
                                    } else {
                                        peer.stall();
                                    }
                                });
                Engine engine = Engine.to(server)) {
            assertThat(Engine.bodyOf(engine.ask(Calls.chat(BODY)))).isEqualTo(ANSWER);
            closed.await();
            assertThat(Engine.bodyOf(engine.ask(Calls.chat(BODY)))).isEqualTo(ANSWER);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_fresh_connection_that_dies_is_a_failure_and_not_tried_again() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                (peer, _) -> {
                                    peer.read();
                                    peer.reset();
                                });
                Engine engine = Engine.to(server)) {
            ProviderFailure failure = Engine.failureOf(engine.ask(Calls.chat(BODY)));

            assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION);
            assertThat(failure.status()).isEqualTo(500);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_stream_is_passed_on_event_by_event_and_its_usage_kept_back() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                (peer, _) -> {
                                    while (peer.read()) {
                                        peer.streamHead();
                                        peer.chunk("data: " + CONTENT + "\n\n");
                                        peer.chunk(": ping\r\n\r\ndata:" + FINISH + "\r\n\r");
                                        peer.chunk("\ndata: " + USAGE + "\n\ndata: [DONE]\n\n");
                                        peer.lastChunk();
                                    }
                                });
                Engine engine = Engine.to(server)) {
            for (int i = 0; i < 3; i++) {
                ReplyStream stream = Engine.streamOf(engine.ask(Calls.chatStream(BODY)));
                assertThat(Engine.drain(stream))
                        .containsExactly(
                                "data: " + CONTENT + "\n\n",
                                "data: " + FINISH + "\n\n",
                                new Step.End());
                assertThat(stream.usage()).isEqualTo(Usage.of(9, 3));
                stream.close();
            }
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.requests().getFirst())
                    .endsWith(
                            "{ \"model\" : \"gpt-4o-mini\", \"messages\":"
                                    + " [],\"stream_options\":{\"include_usage\":true} }");
        }
    }

    @Test
    void silence_after_the_finish_reason_ends_a_stream_well() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                (peer, _) -> {
                                    peer.read();
                                    peer.streamHead();
                                    peer.chunk("data: " + FINISH + "\n\n");
                                    peer.stall();
                                });
                Engine engine = Engine.to(server);
                ReplyStream stream = Engine.streamOf(engine.ask(Calls.chatStream(BODY)))) {
            assertThat(Engine.drain(stream)).last().isEqualTo(new Step.End());
        }
    }

    @Test
    void a_stream_without_a_finish_reason_is_broken() throws Exception {
        for (String ending : List.of("", "data: [DONE]\n\n", "data: {\"choices\":[{\"ind")) {
            try (ScriptedServer server =
                            new ScriptedServer(
                                    (peer, _) -> {
                                        peer.read();
                                        peer.streamHead();
                                        peer.chunk("data: " + CONTENT + "\n\n" + ending);
                                        peer.lastChunk();
                                    });
                    Engine engine = Engine.to(server);
                    ReplyStream stream = Engine.streamOf(engine.ask(Calls.chatStream(BODY)))) {
                assertThat(brokenKind(stream)).isEqualTo(FailureKind.MALFORMED_REPLY);
            }
        }
    }

    @Test
    void a_stream_that_is_cut_off_or_reset_is_broken() throws Exception {
        for (boolean reset : new boolean[] {true, false}) {
            try (ScriptedServer server =
                            new ScriptedServer(
                                    (peer, _) -> {
                                        peer.read();
                                        peer.streamHead();
                                        peer.chunk("data: " + CONTENT + "\n\n");
                                        if (reset) {
                                            Thread.sleep(100);
                                            peer.reset();
                                        }
                                    });
                    Engine engine = Engine.to(server);
                    ReplyStream stream = Engine.streamOf(engine.ask(Calls.chatStream(BODY)))) {
                assertThat(brokenKind(stream)).isEqualTo(FailureKind.MALFORMED_REPLY);
            }
        }
    }

    @Test
    void a_stalled_stream_times_out_though_it_sends_comments() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                (peer, _) -> {
                                    peer.read();
                                    peer.streamHead();
                                    peer.chunk("data: " + CONTENT + "\n\n");
                                    while (true) {
                                        peer.chunk(": still here\n\n");
                                        Thread.sleep(20);
                                    }
                                });
                Engine engine = Engine.to(server);
                ReplyStream stream =
                        Engine.streamOf(
                                engine.ask(Calls.chatStream(BODY), SHORT, new Cancellation()))) {
            assertThat(brokenKind(stream)).isEqualTo(FailureKind.TIMEOUT);
        }
    }

    @Test
    void a_slow_caller_does_not_use_up_the_providers_time() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                (peer, _) -> {
                                    peer.read();
                                    peer.streamHead();
                                    peer.chunk("data: " + CONTENT + "\n\n");
                                    peer.chunk("data: " + FINISH + "\n\ndata: [DONE]\n\n");
                                    peer.stall();
                                });
                Engine engine = Engine.to(server);
                ReplyStream stream =
                        Engine.streamOf(
                                engine.ask(Calls.chatStream(BODY), SHORT, new Cancellation()))) {
            assertThat(stream.next()).isInstanceOf(Step.Event.class);
            Thread.sleep(900);
            assertThat(Engine.drain(stream)).last().isEqualTo(new Step.End());
        }
    }

    @Test
    void a_plain_attempt_ends_in_time_however_its_bytes_trickle() throws Exception {
        List<ScriptedServer.Script> scripts =
                List.of(
                        (peer, _) -> {
                            peer.read();
                            peer.stall();
                        },
                        (peer, _) -> {
                            peer.read();
                            peer.send("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n{");
                            while (true) {
                                peer.send(" ");
                                Thread.sleep(20);
                            }
                        },
                        (peer, _) -> {
                            peer.read();
                            while (true) {
                                peer.send("HTTP/1.1 100 Continue\r\n\r\n");
                                Thread.sleep(20);
                            }
                        });
        for (ScriptedServer.Script script : scripts) {
            try (ScriptedServer server = new ScriptedServer(script);
                    Engine engine = Engine.to(server)) {
                ProviderFailure failure =
                        Engine.failureOf(engine.ask(Calls.chat(BODY), SHORT, new Cancellation()));

                assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
                assertThat(failure.status()).isEqualTo(408);
                assertThat(failure.message()).contains("no whole answer within 0.3 s");
            }
        }
    }

    @Test
    void a_cancelled_attempt_ends_at_once_and_closes_its_connection() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch hungUp = new CountDownLatch(1);
        try (ScriptedServer server =
                        new ScriptedServer(
                                (peer, _) -> {
                                    peer.read();
                                    asked.countDown();
                                    try {
                                        peer.stall();
                                    } finally {
                                        hungUp.countDown();
                                    }
                                });
                Engine engine = Engine.to(server)) {
            Cancellation cancellation = new Cancellation();
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    asked.await();
                                } catch (InterruptedException _) {
                                    return;
                                }
                                cancellation.cancel();
                            });
            ProviderReply reply = engine.ask(Calls.chat(BODY), Engine.PATIENT, cancellation);

            assertThat(Engine.failureOf(reply).status()).isEqualTo(499);
            hungUp.await();
        }
    }

    @Test
    void closing_a_stream_wakes_who_waits_for_it() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                (peer, _) -> {
                                    peer.read();
                                    peer.streamHead();
                                    peer.stall();
                                });
                Engine engine = Engine.to(server)) {
            ReplyStream stream = Engine.streamOf(engine.ask(Calls.chatStream(BODY)));
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    Thread.sleep(100);
                                } catch (InterruptedException _) {
                                    return;
                                }
                                stream.close();
                            });
            assertThat(stream.next()).isInstanceOf(Step.Broken.class);
        }
    }

    @Test
    void unusable_answers_are_failures() throws Exception {
        List<String> answers =
                List.of(
                        "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>",
                        "HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{\"choices\":[",
                        "HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{\"choices\":[",
                        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
                        "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
                        "HTTP/1.1 200 OK\r\ncontent-encoding: br\r\ncontent-length: 2\r\n\r\nab",
                        "HTTP/1.1 204 No Content\r\n\r\n",
                        "HTTP/1.1 302 Found\r\n"
                                + "location: http://10.0.0.1/x\r\n"
                                + "content-length: 0\r\n\r\n",
                        "SSH-2.0-OpenSSH_9.6\r\n",
                        "HTTP/1.1 200 OK\r\n");
        for (String answer : answers) {
            try (ScriptedServer server =
                            new ScriptedServer(
                                    (peer, _) -> {
                                        peer.read();
                                        peer.send(answer);
                                    });
                    Engine engine = Engine.to(server)) {
                ProviderFailure failure = Engine.failureOf(engine.ask(Calls.chat(BODY)));

                assertThat(failure.kind()).as(answer).isEqualTo(FailureKind.MALFORMED_REPLY);
                assertThat(failure.status()).isEqualTo(500);
                assertThat(failure.message()).doesNotContain("127.0.0.1", "10.0.0.1", "java");
            }
        }
    }

    @Test
    void a_compressed_answer_is_read_and_a_truncated_one_refused() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(ANSWER.getBytes(StandardCharsets.UTF_8));
        }
        byte[] all = zipped.toByteArray();
        for (int length : new int[] {all.length, all.length - 9, 5}) {
            byte[] sent = Arrays.copyOf(all, length);
            try (ScriptedServer server =
                            new ScriptedServer(
                                    (peer, _) -> {
                                        while (peer.read()) {
                                            peer.send(
                                                    "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: %d\r\n\r\n"
                                                            .formatted(sent.length));
                                            peer.send(sent);
                                        }
                                    });
                    Engine engine = Engine.to(server)) {
                ProviderReply reply = engine.ask(Calls.chat(BODY));
                if (length == all.length) {
                    assertThat(Engine.bodyOf(reply)).isEqualTo(ANSWER);
                } else {
                    assertThat(Engine.failureOf(reply).kind())
                            .isEqualTo(FailureKind.MALFORMED_REPLY);
                }
            }
        }
    }

    @Test
    void an_answer_beyond_the_bound_is_refused_unread() throws Exception {
        EngineOptions small = EngineOptions.DEFAULTS.withMaxReplyBytes(1000);
        for (String head :
                List.of(
                        "HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n",
                        "HTTP/1.1 200 OK\r\n\r\n")) {
            try (ScriptedServer server =
                            new ScriptedServer(
                                    (peer, _) -> {
                                        peer.read();
                                        peer.send(head);
                                        while (true) {
                                            peer.send(" ".repeat(1000));
                                        }
                                    });
                    Engine engine =
                            new Engine(Deployments.of("openai").base(server.base()), small)) {
                ProviderFailure failure = Engine.failureOf(engine.ask(Calls.chat(BODY)));
                assertThat(failure.message()).contains("larger than 1000 bytes");
            }
        }
    }

    @Test
    void nobody_listening_and_unknown_hosts_are_connection_errors() {
        for (String base : List.of("http://127.0.0.1:1/v1", "http://no-such-host.invalid/v1")) {
            try (Engine engine = new Engine(Deployments.of("openai").base(base))) {
                ProviderFailure failure = Engine.failureOf(engine.ask(Calls.chat(BODY)));

                assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION);
                assertThat(failure.message())
                        .startsWith("Connection error")
                        .doesNotContain("127.0.0.1", "no-such-host");
            }
        }
    }

    @Test
    void an_http_date_to_retry_after_becomes_seconds() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                (peer, _) -> {
                                    peer.read();
                                    peer.send(
                                            "HTTP/1.1 429 X\r\n"
                                                + "retry-after: Thu, 01 Jan 2099 00:00:00 GMT\r\n"
                                                + "connection: close\r\n"
                                                + "x-request-id: r1\r\n"
                                                + "content-length: 2\r\n\r\n"
                                                + "{}");
                                });
                Engine engine = Engine.to(server)) {
            ProviderFailure failure = Engine.failureOf(engine.ask(Calls.chat(BODY)));

            assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMIT);
            assertThat(failure.retryAfter().orElseThrow()).isGreaterThan(Duration.ofDays(1000));
            assertThat(failure.headers().first("x-request-id")).contains("r1");
            assertThat(failure.headers().first("connection")).isEmpty();
        }
    }

    @Test
    void calls_wait_for_a_place_in_a_full_pool() throws Exception {
        EngineOptions one = EngineOptions.DEFAULTS.withPoolSize(1);
        try (ScriptedServer server =
                        new ScriptedServer(
                                (peer, _) -> {
                                    while (peer.read()) {
                                        Thread.sleep(20);
                                        peer.json(ANSWER);
                                    }
                                });
                Engine engine = new Engine(Deployments.of("openai").base(server.base()), one)) {
            List<Thread> callers =
                    IntStream.range(0, 8)
                            .mapToObj(
                                    _ ->
                                            Thread.ofVirtual()
                                                    .start(() -> engine.ask(Calls.chat(BODY))))
                            .toList();
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(server.requests()).hasSize(8);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void closing_waits_for_the_last_call_and_later_attempts_still_work() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (ScriptedServer server =
                        new ScriptedServer(
                                (peer, _) -> {
                                    while (peer.read()) {
                                        asked.countDown();
                                        answer.await();
                                        peer.json(ANSWER);
                                    }
                                });
                Engine engine = Engine.to(server)) {
            Thread caller = Thread.ofVirtual().start(() -> engine.ask(Calls.chat(BODY)));
            asked.await();
            Thread closer = Thread.ofVirtual().start(engine::close);
            assertThat(closer.join(Duration.ofMillis(200))).isFalse();
            answer.countDown();
            closer.join();
            caller.join();

            assertThat(Engine.bodyOf(engine.ask(Calls.chat(BODY)))).isEqualTo(ANSWER);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void closing_waits_for_nobody_beyond_the_time_an_attempt_may_take() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer(
                        (peer, _) -> {
                            peer.read();
                            peer.streamHead();
                            peer.stall();
                        })) {
            Engine engine = Engine.to(server);
            ReplyStream forgotten =
                    Engine.streamOf(
                            engine.ask(
                                    Calls.chatStream(BODY),
                                    Engine.limits(Duration.ofMillis(300), Duration.ofMillis(400)),
                                    new Cancellation()));
            Thread closer = Thread.ofVirtual().start(engine::close);

            assertThat(closer.join(Duration.ofSeconds(10))).isTrue();
            forgotten.close();
        }
    }

    private static FailureKind brokenKind(ReplyStream stream) {
        List<Object> seen = Engine.drain(stream);
        if (seen.getLast() instanceof Step.Broken broken) {
            return broken.failure().kind();
        }
        throw new AssertionError("a broken stream expected: " + seen);
    }
}
