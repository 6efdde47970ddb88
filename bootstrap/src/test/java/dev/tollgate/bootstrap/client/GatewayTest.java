package dev.tollgate.bootstrap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.application.port.in.CallModel;
import dev.tollgate.application.port.in.ReplyFacts;
import dev.tollgate.application.port.in.ReplySink;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.Letter;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class GatewayTest {
    private static final ReplyFacts FACTS = ReplyFacts.none("call-1");
    private static final ChatRequest REQUEST = ChatRequest.of("chat", Message.user("Hello!"));

    private static Gateway over(CallModel calls) {
        Envelopes envelopes =
                (letter, dialect, id) ->
                        new ModelCall(
                                id,
                                Caller.MASTER,
                                "chat",
                                new String(letter, StandardCharsets.UTF_8)
                                        .contains("\"stream\":true"),
                                true,
                                CallOverrides.NONE,
                                HeaderLines.NONE,
                                new Letter(dialect, letter, List.of()));
        return new Gateway(calls, envelopes, () -> "call-1", () -> {}, Duration.ofMillis(50));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Frame said(String text) {
        return Frame.of(
                bytes(
                        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}\n\n"
                                .formatted(text)),
                Frame.Kind.CONTENT);
    }

    private static CallFailure failure(FailureKind kind, int status) {
        return new CallFailure.ProviderFailed(
                ProviderFailure.of(kind, status, "openai", "no"), "chat", 1, "");
    }

    @Test
    void a_whole_answer_is_read_and_kept_as_it_came() {
        String body =
                "{\"id\":\"a\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":"
                        + "{\"role\":\"assistant\",\"content\":\"Hi\",\"odd\":1.50}}],"
                        + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}";
        try (Gateway gateway = over((_, sink, _) -> sink.whole(FACTS, bytes(body)))) {
            ChatAnswer answer = gateway.chat(REQUEST);

            assertThat(answer.text()).isEqualTo("Hi");
            assertThat(answer.finishReason()).isEqualTo("stop");
            assertThat(answer.usage().totalTokens()).isEqualTo(5);
            assertThat(answer.message().json().text()).contains("\"odd\":1.50");
            assertThat(answer.raw().text()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void a_failure_keeps_its_status(FailureKind kind) {
        try (Gateway gateway = over((_, sink, _) -> sink.failed(FACTS, failure(kind, 429)))) {
            assertThatThrownBy(() -> gateway.chat(REQUEST))
                    .isInstanceOfSatisfying(
                            GatewayException.class, e -> assertThat(e.status()).isEqualTo(429));
        }
    }

    @Test
    void a_slow_reader_of_a_stream_misses_nothing() {
        CallModel calls =
                (_, sink, _) -> {
                    sink.start(FACTS);
                    for (int i = 0; i < RunningCall.CAPACITY; i++) {
                        sink.frame(said("x" + i));
                    }
                    sink.complete();
                };
        List<String> read = new ArrayList<>();
        try (Gateway gateway = over(calls);
                ChatStream stream = gateway.stream(REQUEST)) {
            stream.forEach(chunk -> read.add(chunk.text()));
        }
        assertThat(read).hasSize(RunningCall.CAPACITY).startsWith("x0", "x1");
    }

    @Test
    void a_broken_stream_throws_after_what_was_said() {
        CallModel calls =
                (_, sink, _) -> {
                    sink.start(FACTS);
                    sink.frame(said("half"));
                    sink.broken(failure(FailureKind.MALFORMED_REPLY, 502));
                };
        List<String> read = new ArrayList<>();
        try (Gateway gateway = over(calls);
                ChatStream stream = gateway.stream(REQUEST)) {
            assertThatThrownBy(() -> stream.forEach(chunk -> read.add(chunk.text())))
                    .isInstanceOf(GatewayException.StreamBroken.class);
        }
        assertThat(read).containsExactly("half");
    }

    @Test
    void a_stream_that_nobody_reads_is_given_up() {
        try (Gateway gateway = over((_, sink, _) -> endless(sink));
                ChatStream stream = gateway.stream(REQUEST)) {
            var chunks = stream.iterator();
            while (gateway.runningCalls() > 0) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> chunks.forEachRemaining(_ -> {}))
                    .isInstanceOf(GatewayException.StreamBroken.class);
        }
    }

    private static void endless(ReplySink sink) {
        sink.start(FACTS);
        try {
            while (true) {
                sink.frame(said("x"));
            }
        } catch (ReplySink.CallerGone _) {
            // As the application does: nobody is left to be told.
        }
    }

    @Test
    void closing_a_stream_cancels_the_call() throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        CallModel calls =
                (_, sink, cancellation) -> {
                    var _ = cancellation.onCancel(cancelled::countDown);
                    endless(sink);
                };
        try (Gateway gateway = over(calls)) {
            gateway.stream(REQUEST).close();
            assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_closed_gateway_takes_no_calls() {
        Gateway gateway = over((_, sink, _) -> sink.whole(FACTS, bytes("{}")));
        gateway.close();
        assertThatThrownBy(() -> gateway.chat(REQUEST))
                .isInstanceOf(GatewayException.GatewayClosed.class);
    }

    @Test
    void an_answer_that_is_not_one_is_a_server_error() {
        for (String body : List.of("", "<html>", "[]", "{}", "{\"choices\":[]}", "{\"a\":")) {
            try (Gateway gateway = over((_, sink, _) -> sink.whole(FACTS, bytes(body)))) {
                assertThatThrownBy(() -> gateway.chat(REQUEST))
                        .as(body)
                        .isInstanceOf(GatewayException.ServerError.class);
            }
        }
    }
}
