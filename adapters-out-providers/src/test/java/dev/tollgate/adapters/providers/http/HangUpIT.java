package dev.tollgate.adapters.providers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.providers.Calls;
import dev.tollgate.adapters.providers.Deployments;
import dev.tollgate.adapters.providers.http.ScriptedServer.Peer;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.port.out.ReplyStream.Step;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A caller who leaves, and attempts that are given up: the provider sees the close, and what was
/// used is told.
@Timeout(60)
class HangUpIT {
    /// The promised bound is a second; a busy machine gets a few.
    private static final long SOON = 5;

    private static final String BODY =
            "{\"model\":\"g\",\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}]}";
    private static final ModelCall PLAIN = Calls.chat(BODY);
    private static final ModelCall STREAM = Calls.chatStream(BODY);
    private static final long PROMPT = 4 + 3;
    private static final String CONTENT =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello world!\"}}]}\n\n";
    private static final String FINISH =
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private static final String USAGE =
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3}}\n\n";

    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch said = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);

    @Test
    void a_plain_attempt_that_nobody_waits_for_ends_upstream_and_is_billed_its_prompt()
            throws Exception {
        try (ScriptedServer server = saying("");
                Engine engine = Engine.to(server)) {
            leaveOnceSaid();
            ProviderReply reply = engine.ask(PLAIN, Engine.PATIENT, cancellation);

            assertThat(Engine.failureOf(reply).status()).isEqualTo(499);
            assertThat(usageOf(reply)).isEqualTo(Usage.estimate(PROMPT, 0));
            assertThat(left.await(SOON, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_stream_without_a_head_that_nobody_waits_for_ends_upstream() throws Exception {
        try (ScriptedServer server = saying("");
                Engine engine = Engine.to(server)) {
            leaveOnceSaid();
            ProviderReply reply = engine.ask(STREAM, Engine.PATIENT, cancellation);

            assertThat(usageOf(reply)).isEqualTo(Usage.estimate(PROMPT, 0));
            assertThat(left.await(SOON, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_stream_that_nobody_waits_for_ends_upstream_before_its_first_token_and_within_it()
            throws Exception {
        String head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";
        for (int events = 0; events < 3; events++) {
            CountDownLatch gone = new CountDownLatch(1);
            Cancellation own = new Cancellation();
            String answer = head + CONTENT.repeat(events);
            try (ScriptedServer server =
                            new ScriptedServer(
                                    (peer, _) -> {
                                        peer.read();
                                        peer.send(answer);
                                        untilGone(peer, gone);
                                    });
                    Engine engine = Engine.to(server);
                    ReplyStream stream = Engine.streamOf(engine.ask(STREAM, Engine.PATIENT, own))) {
                for (int i = 0; i < events; i++) {
                    assertThat(stream.next()).isInstanceOf(Step.Event.class);
                }
                Thread.ofVirtual().start(own::cancel);

                assertThat(stream.next()).isInstanceOf(Step.Broken.class);
                assertThat(stream.usage()).isEqualTo(Usage.estimate(PROMPT, 3L * events));
                assertThat(gone.await(SOON, TimeUnit.SECONDS)).as("%d events", events).isTrue();
            }
        }
    }

    @Test
    void who_leaves_after_the_finish_reason_is_billed_what_the_provider_reports() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                (peer, _) -> {
                                    peer.read();
                                    peer.streamHead();
                                    peer.chunk(CONTENT + FINISH);
                                    said.await();
                                    Thread.sleep(100);
                                    peer.chunk(USAGE);
                                    untilGone(peer, left);
                                });
                Engine engine = Engine.to(server);
                ReplyStream stream =
                        Engine.streamOf(engine.ask(STREAM, Engine.PATIENT, cancellation))) {
            stream.next();
            stream.next();
            cancellation.cancel();
            said.countDown();

            assertThat(stream.usage()).isEqualTo(Usage.of(9, 3));
            stream.close();
            assertThat(left.await(SOON, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void who_leaves_after_the_finish_reason_of_a_provider_that_reports_nothing_waits_no_longer()
            throws Exception {
        try (ScriptedServer server = saying(FINISH);
                Engine engine = Engine.to(server);
                ReplyStream stream =
                        Engine.streamOf(engine.ask(STREAM, Engine.PATIENT, cancellation))) {
            stream.next();
            cancellation.cancel();

            assertThat(stream.usage()).isEqualTo(Usage.estimate(PROMPT, 0));
            assertThat(stream.next()).isEqualTo(new Step.End());
        }
    }

    @Test
    void an_attempt_that_timed_out_is_billed_its_prompt_and_one_that_was_never_sent_nothing()
            throws Exception {
        try (ScriptedServer server = saying("");
                Engine engine = Engine.to(server)) {
            for (ModelCall call : new ModelCall[] {PLAIN, STREAM}) {
                ProviderReply reply =
                        engine.ask(
                                call,
                                Engine.limits(Duration.ofMillis(200), Duration.ofSeconds(30)),
                                new Cancellation());

                assertThat(Engine.failureOf(reply).kind()).isEqualTo(FailureKind.TIMEOUT);
                assertThat(usageOf(reply)).isEqualTo(Usage.estimate(PROMPT, 0));
            }
        }
        try (Engine engine = new Engine(Deployments.of("openai").base("http://127.0.0.1:1/v1"))) {
            assertThat(usageOf(engine.ask(PLAIN))).isEqualTo(Usage.NONE);
        }
    }

    /// Says this as a stream, or nothing at all, and then waits to be left.
    private ScriptedServer saying(String events) throws Exception {
        return new ScriptedServer(
                (peer, _) -> {
                    peer.read();
                    if (!events.isEmpty()) {
                        peer.streamHead();
                        peer.chunk(events);
                    }
                    said.countDown();
                    untilGone(peer, left);
                });
    }

    private static void untilGone(Peer peer, CountDownLatch gone) throws Exception {
        try {
            peer.stall();
        } finally {
            gone.countDown();
        }
    }

    private void leaveOnceSaid() {
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                said.await();
                            } catch (InterruptedException _) {
                                return;
                            }
                            cancellation.cancel();
                        });
    }

    private static Usage usageOf(ProviderReply reply) {
        return ((ProviderReply.Failed) reply).usage();
    }
}
