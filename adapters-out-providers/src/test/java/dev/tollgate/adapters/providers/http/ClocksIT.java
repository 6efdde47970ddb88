package dev.tollgate.adapters.providers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.providers.Calls;
import dev.tollgate.adapters.providers.Deployments;
import dev.tollgate.adapters.providers.http.ScriptedServer.Peer;
import dev.tollgate.adapters.providers.http.ScriptedServer.Script;
import dev.tollgate.application.port.out.AttemptLimits;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.port.out.ReplyStream.Step;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Each clock of an attempt, alone: the others have all the time there is.
@Timeout(60)
class ClocksIT {
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration LATE = Duration.ofSeconds(40);
    private static final String BODY = "{\"model\":\"g\",\"messages\":[]}";
    private static final ModelCall PLAIN = Calls.chat(BODY);
    private static final ModelCall STREAM = Calls.chatStream(BODY);
    private static final String ROLE =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\n\n";
    private static final String CONTENT =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\n";
    private static final String FINISH =
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

    private static final AttemptLimits CONNECT =
            new AttemptLimits(LATE, LATE, SOON, Duration.ZERO, Duration.ZERO);
    private static final AttemptLimits FIRST_BYTE =
            new AttemptLimits(LATE, LATE, LATE, SOON, Duration.ZERO);
    private static final AttemptLimits FIRST_TOKEN =
            new AttemptLimits(LATE, LATE, LATE, Duration.ZERO, SOON);
    private static final AttemptLimits GAP =
            new AttemptLimits(SOON, LATE, LATE, Duration.ZERO, LATE);
    private static final AttemptLimits TOTAL =
            new AttemptLimits(LATE, SOON, LATE, Duration.ZERO, LATE);

    @Test
    void a_server_that_never_shakes_hands_is_no_connection_in_time() throws Exception {
        try (ScriptedServer server = new ScriptedServer((peer, _) -> peer.stall());
                Engine engine = to(server.base().replace("http:", "https:"))) {
            for (ModelCall call : List.of(PLAIN, STREAM)) {
                assertThat(failed(engine, call, CONNECT))
                        .isEqualTo(
                                "Request timed out: no connection to the provider within 0.3 s.");
            }
        }
    }

    @Test
    void a_host_that_takes_no_connection_is_no_connection_in_time() throws Exception {
        List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Engine engine = to("http://127.0.0.1:" + full.getLocalPort() + "/v1")) {
            for (int i = 0; i < 4; i++) {
                SocketChannel channel = SocketChannel.open();
                waiting.add(channel);
                channel.configureBlocking(false);
                channel.connect(full.getLocalSocketAddress());
            }
            assertThat(failed(engine, PLAIN, CONNECT))
                    .isEqualTo("Request timed out: no connection to the provider within 0.3 s.");
        } finally {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
    }

    @Test
    void a_plain_answer_has_a_clock_for_its_first_byte_where_one_is_set() throws Exception {
        try (ScriptedServer server =
                        answering(
                                peer -> {
                                    peer.send("HTTP/1.1 100 Continue\r\n\r\n");
                                    peer.stall();
                                });
                Engine engine = to(server.base())) {
            assertThat(failed(engine, PLAIN, FIRST_BYTE))
                    .isEqualTo("Request timed out: no first byte of an answer within 0.3 s.");
        }
    }

    @Test
    void the_first_bytes_clock_stops_at_the_head_and_none_runs_for_streams() throws Exception {
        Script late =
                (peer, _) -> {
                    peer.read();
                    peer.send("HTTP/1.1 200 OK\r\ncontent-length: 14\r\n\r\n");
                    Thread.sleep(3 * SOON.toMillis());
                    peer.send("{\"choices\":[]}");
                };
        try (ScriptedServer server = new ScriptedServer(late);
                Engine engine = to(server.base())) {
            assertThat(Engine.bodyOf(engine.ask(PLAIN, FIRST_BYTE, new Cancellation())))
                    .isEqualTo("{\"choices\":[]}");
        }
        try (ScriptedServer server =
                        answering(
                                peer -> {
                                    Thread.sleep(3 * SOON.toMillis());
                                    peer.streamHead();
                                    peer.chunk(CONTENT + FINISH);
                                    peer.lastChunk();
                                });
                Engine engine = to(server.base())) {
            assertThat(drained(engine, FIRST_BYTE)).endsWith(new Step.End());
        }
    }

    @Test
    void neither_head_nor_comments_nor_roles_nor_pings_are_a_first_token() throws Exception {
        for (String noise : List.of("", ": working\n\n", ROLE, "event: ping\ndata: {}\n\n")) {
            try (ScriptedServer server =
                            answering(
                                    peer -> {
                                        peer.streamHead();
                                        while (!noise.isEmpty()) {
                                            peer.chunk(noise);
                                            Thread.sleep(20);
                                        }
                                        peer.stall();
                                    });
                    Engine engine = to(server.base())) {
                assertThat(broken(drained(engine, FIRST_TOKEN)))
                        .as(noise)
                        .isEqualTo("Request timed out: no token within 0.3 s.");
            }
        }
    }

    @Test
    void a_stream_without_a_head_has_the_first_tokens_clock() throws Exception {
        try (ScriptedServer server = answering(Peer::stall);
                Engine engine = to(server.base())) {
            assertThat(failed(engine, STREAM, FIRST_TOKEN))
                    .isEqualTo("Request timed out: no token within 0.3 s.");
            assertThat(failed(engine, STREAM, Engine.limits(SOON, LATE)))
                    .isEqualTo("Request timed out: no token within 0.3 s.");
        }
    }

    @Test
    void a_first_token_stops_its_clock() throws Exception {
        for (String first : List.of(CONTENT, FINISH)) {
            try (ScriptedServer server =
                            answering(
                                    peer -> {
                                        peer.streamHead();
                                        peer.chunk(ROLE + first);
                                        Thread.sleep(2 * SOON.toMillis());
                                        peer.chunk(FINISH);
                                        peer.lastChunk();
                                    });
                    Engine engine = to(server.base())) {
                assertThat(drained(engine, FIRST_TOKEN)).as(first).endsWith(FINISH, new Step.End());
            }
        }
    }

    @Test
    void after_the_first_token_the_gap_counts_and_comments_do_not_fill_it() throws Exception {
        for (String noise : List.of("", ": still here\n\n")) {
            try (ScriptedServer server =
                            answering(
                                    peer -> {
                                        peer.streamHead();
                                        Thread.sleep(2 * SOON.toMillis());
                                        for (int i = 0; i < 6; i++) {
                                            peer.chunk(CONTENT);
                                            Thread.sleep(SOON.toMillis() / 3);
                                        }
                                        while (!noise.isEmpty()) {
                                            peer.chunk(noise);
                                            Thread.sleep(20);
                                        }
                                        peer.stall();
                                    });
                    Engine engine = to(server.base())) {
                List<Object> seen = drained(engine, GAP);
                assertThat(seen).hasSize(7);
                assertThat(broken(seen))
                        .isEqualTo("Request timed out: no data for 0.3 s after the last event.");
            }
        }
    }

    @Test
    void the_total_ends_a_stream_that_never_ends() throws Exception {
        try (ScriptedServer server =
                        answering(
                                peer -> {
                                    peer.streamHead();
                                    while (true) {
                                        peer.chunk(CONTENT);
                                        Thread.sleep(20);
                                    }
                                });
                Engine engine = to(server.base())) {
            assertThat(broken(drained(engine, TOTAL)))
                    .isEqualTo(
                            "Request timed out: not through within the 0.3 s that were left for"
                                    + " it.");
        }
    }

    private interface Answer {
        void give(Peer peer) throws Exception;
    }

    private static ScriptedServer answering(Answer answer) throws Exception {
        return new ScriptedServer(
                (peer, _) -> {
                    peer.read();
                    answer.give(peer);
                });
    }

    private static Engine to(String base) {
        return new Engine(Deployments.of("openai").base(base).anyCertificate());
    }

    private static String failed(Engine engine, ModelCall call, AttemptLimits limits) {
        return timeout(Engine.failureOf(engine.ask(call, limits, new Cancellation())));
    }

    private static List<Object> drained(Engine engine, AttemptLimits limits) {
        ProviderReply reply = engine.ask(STREAM, limits, new Cancellation());
        try (ReplyStream stream = Engine.streamOf(reply)) {
            return Engine.drain(stream);
        }
    }

    private static String broken(List<Object> seen) {
        if (seen.getLast() instanceof Step.Broken(ProviderFailure failure)) {
            return timeout(failure);
        }
        throw new AssertionError("a broken stream expected: " + seen);
    }

    private static String timeout(ProviderFailure failure) {
        assertThat(failure.kind()).as(failure.message()).isEqualTo(FailureKind.TIMEOUT);
        assertThat(failure.status()).isEqualTo(408);
        return failure.message();
    }
}
