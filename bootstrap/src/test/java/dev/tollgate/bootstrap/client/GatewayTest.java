package dev.tollgate.bootstrap.client;

import static dev.tollgate.application.testkit.ScriptedProvider.fails;
import static dev.tollgate.application.testkit.ScriptedProvider.stream;
import static dev.tollgate.application.testkit.ScriptedProvider.whole;
import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.adapters.http.envelope.EnvelopeReader;
import dev.tollgate.application.setup.ParallelLimits;
import dev.tollgate.application.testkit.ScriptedProvider;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.failure.FailureKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The client on the real application, around providers that do what a test says.
@Timeout(60)
class GatewayTest {
    private static final ChatRequest REQUEST = ChatRequest.of("chat", Message.user("Hello!"));
    private static final String HI =
            "{\"id\":\"a\",\"model\":\"m\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\","
                    + "\"message\":{\"role\":\"assistant\",\"content\":\"Hi\",\"odd\":1.50}}],"
                    + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}";

    private final TestGateway application =
            new TestGateway().with(aDeployment("east").coolingFor(Duration.ZERO)).withRetries(0);
    private final AtomicInteger restClosed = new AtomicInteger();

    private Gateway gateway() {
        return patientFor(Duration.ofMinutes(10));
    }

    private Gateway patientFor(Duration patience) {
        AtomicInteger ids = new AtomicInteger();
        return new Gateway(
                application.calls(),
                new EnvelopeReader(false),
                () -> "call-" + ids.incrementAndGet(),
                restClosed::incrementAndGet,
                patience,
                Failures::of);
    }

    private void answering(ScriptedProvider.Answer answer) {
        application.provider.always("east", answer);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts(ChatStream stream) {
        List<String> texts = new ArrayList<>();
        stream.forEach(chunk -> texts.add(chunk.text()));
        return texts;
    }

    @Test
    void a_whole_answer_is_read_and_kept_as_it_came() {
        answering(whole(HI));
        try (Gateway gateway = gateway()) {
            ChatAnswer answer = gateway.chat(REQUEST);

            assertThat(answer.text()).isEqualTo("Hi");
            assertThat(answer.finishReason()).isEqualTo("stop");
            assertThat(answer.usage().totalTokens()).isEqualTo(5);
            assertThat(answer.message().json().text()).contains("\"odd\":1.50");
            assertThat(answer.raw().text()).isEqualTo(HI);
            assertThat(answer.facts().deploymentId()).isEqualTo("east");
            assertThat(answer.facts().callId()).isEqualTo("call-1");
        }
    }

    @Test
    void a_call_is_retried_and_falls_over_as_over_http() {
        application.with(aDeployment("east"), aDeployment("west"));
        application.provider.always("east", fails(FailureKind.INTERNAL, 500));
        application.provider.always("west", whole(HI));
        try (Gateway gateway = gateway()) {
            for (int i = 0; i < 20; i++) {
                assertThat(gateway.chat(REQUEST.withRetries(1)).text()).isEqualTo("Hi");
            }
        }
        assertThat(application.provider.asked()).contains("east").endsWith("west");
    }

    private static final Map<FailureKind, Class<? extends GatewayException>> CLASSES =
            Map.ofEntries(
                    Map.entry(FailureKind.BAD_REQUEST, GatewayException.BadRequest.class),
                    Map.entry(FailureKind.UNSUPPORTED_PARAMS, GatewayException.BadRequest.class),
                    Map.entry(
                            FailureKind.CONTEXT_WINDOW,
                            GatewayException.ContextWindowExceeded.class),
                    Map.entry(
                            FailureKind.CONTENT_POLICY,
                            GatewayException.ContentPolicyViolation.class),
                    Map.entry(FailureKind.AUTHENTICATION, GatewayException.Authentication.class),
                    Map.entry(FailureKind.PERMISSION, GatewayException.PermissionDenied.class),
                    Map.entry(FailureKind.NOT_FOUND, GatewayException.NotFound.class),
                    Map.entry(FailureKind.TIMEOUT, GatewayException.Timeout.class),
                    Map.entry(FailureKind.UNPROCESSABLE, GatewayException.BadRequest.class),
                    Map.entry(FailureKind.RATE_LIMIT, GatewayException.RateLimited.class),
                    Map.entry(FailureKind.INTERNAL, GatewayException.ServerError.class),
                    Map.entry(FailureKind.BAD_GATEWAY, GatewayException.ServerError.class),
                    Map.entry(FailureKind.UNAVAILABLE, GatewayException.ProviderUnavailable.class),
                    Map.entry(FailureKind.API, GatewayException.ServerError.class),
                    Map.entry(FailureKind.CONNECTION, GatewayException.ProviderUnavailable.class),
                    Map.entry(FailureKind.MALFORMED_REPLY, GatewayException.ServerError.class));

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void every_kind_of_failure_has_its_exception_and_keeps_its_status(FailureKind kind) {
        answering(fails(kind, 555));
        try (Gateway gateway = gateway()) {
            assertThatThrownBy(() -> gateway.chat(REQUEST))
                    .isExactlyInstanceOf(CLASSES.get(kind))
                    .isInstanceOfSatisfying(
                            GatewayException.class, e -> assertThat(e.status()).isEqualTo(555))
                    .hasMessageContaining("scripted " + kind);
            assertThatThrownBy(() -> gateway.stream(REQUEST).close())
                    .as("a stream that fails before it begins")
                    .isExactlyInstanceOf(CLASSES.get(kind));
        }
    }

    @Test
    void any_other_status_below_500_is_the_requests_fault() {
        answering(fails(FailureKind.API, 418));
        try (Gateway gateway = gateway()) {
            assertThatThrownBy(() -> gateway.chat(REQUEST))
                    .isExactlyInstanceOf(GatewayException.BadRequest.class);
        }
    }

    @Test
    void a_rate_limit_tells_when_to_try_again() {
        answering(fails(FailureKind.RATE_LIMIT, 429, "7"));
        try (Gateway gateway = gateway()) {
            assertThatThrownBy(() -> gateway.chat(REQUEST))
                    .isInstanceOfSatisfying(
                            GatewayException.class,
                            e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(7)));
        }
    }

    @Test
    void a_model_that_nobody_serves_is_named() {
        try (Gateway gateway = gateway()) {
            assertThatThrownBy(() -> gateway.chat(REQUEST.withModel("gpt-9")))
                    .isExactlyInstanceOf(GatewayException.UnknownModel.class)
                    .hasMessageContaining("gpt-9");
        }
    }

    @Test
    void the_gateways_own_limits_hold() {
        application.withLimits(new ParallelLimits(1, 0));
        answering(new TestStream().endless());
        try (Gateway gateway = gateway();
                ChatStream _ = gateway.stream(REQUEST)) {
            assertThatThrownBy(() -> gateway.chat(REQUEST))
                    .isExactlyInstanceOf(GatewayException.RateLimited.class);
        }
    }

    @Test
    void a_deadline_that_passed_is_a_timeout() {
        application.withRetries(1);
        answering(
                (candidate, call, cancellation) -> {
                    application.passes(Duration.ofDays(1));
                    return fails(FailureKind.INTERNAL, 500).to(candidate, call, cancellation);
                });
        try (Gateway gateway = gateway()) {
            assertThatThrownBy(() -> gateway.chat(REQUEST))
                    .isExactlyInstanceOf(GatewayException.Timeout.class);
        }
    }

    @Test
    void a_group_that_cools_down_is_a_rate_limit() {
        application.with(aDeployment("east"));
        answering(fails(FailureKind.AUTHENTICATION, 401));
        try (Gateway gateway = gateway()) {
            assertThatThrownBy(() -> gateway.chat(REQUEST))
                    .isExactlyInstanceOf(GatewayException.Authentication.class);
            assertThatThrownBy(() -> gateway.chat(REQUEST))
                    .isExactlyInstanceOf(GatewayException.RateLimited.class);
        }
    }

    @Test
    void a_letter_that_cannot_become_a_call_names_the_field() {
        try (Gateway gateway = gateway()) {
            assertThatThrownBy(
                            () ->
                                    gateway.raw(
                                            Dialect.OPENAI_CHAT,
                                            bytes("{\"model\":\"chat\",\"messages\":7}")))
                    .isInstanceOfSatisfying(
                            GatewayException.BadRequest.class,
                            e -> assertThat(e.param()).isEqualTo("messages"));
            assertThatThrownBy(() -> gateway.chat(REQUEST.with("api_key", Json.of("sk-mine"))))
                    .isExactlyInstanceOf(GatewayException.Authentication.class)
                    .hasMessageNotContaining("sk-mine");
        }
        assertThat(application.provider.asked()).isEmpty();
    }

    @Test
    void an_answer_that_is_not_one_is_a_server_error() {
        for (String body : List.of("", "<html>", "[]", "{}", "{\"choices\":[]}", "{\"a\":")) {
            answering(whole(body));
            try (Gateway gateway = gateway()) {
                assertThatThrownBy(() -> gateway.chat(REQUEST))
                        .as(body)
                        .isExactlyInstanceOf(GatewayException.ServerError.class);
            }
        }
    }

    @Test
    void a_bug_of_the_gateway_is_a_server_error_with_its_cause() {
        answering(
                (_, _, _) -> {
                    throw new IllegalStateException("a bug");
                });
        try (Gateway gateway = gateway()) {
            assertThatThrownBy(() -> gateway.chat(REQUEST))
                    .isExactlyInstanceOf(GatewayException.ServerError.class)
                    .hasRootCauseMessage("a bug");
        }
    }

    @Test
    void a_raw_letter_and_its_answer_are_the_same_bytes() {
        byte[] letter = bytes(" { \"messages\" : [] , \"model\":\"chat\", \"x\" : 1.0 } ");
        List<byte[]> sent = new ArrayList<>();
        application.provider.always(
                "east",
                (candidate, call, cancellation) -> {
                    sent.add(call.letter().bytes());
                    return whole("not even JSON").to(candidate, call, cancellation);
                });
        try (Gateway gateway = gateway()) {
            assertThat(gateway.raw(Dialect.OPENAI_CHAT, letter)).isEqualTo(bytes("not even JSON"));
        }
        assertThat(sent).containsExactly(letter);
    }

    @Test
    void a_raw_stream_hands_over_the_events_as_they_came() {
        byte[] letter = bytes("{\"model\":\"chat\",\"messages\":[],\"stream\":true}");
        answering(stream(TestStream.says("a"), TestStream.says("b")));
        try (Gateway gateway = gateway();
                RawStream stream = gateway.rawStream(Dialect.OPENAI_CHAT, letter)) {
            assertThat(stream)
                    .containsExactly(TestStream.event("a").bytes(), TestStream.event("b").bytes());
            assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> gateway.raw(Dialect.OPENAI_CHAT, letter))
                    .isInstanceOf(GatewayException.BadRequest.class);
        }
    }

    @Test
    void a_stream_is_read_to_its_end() {
        answering(stream(TestStream.says("a"), TestStream.says("b"), TestStream.finishes()));
        try (Gateway gateway = gateway();
                ChatStream stream = gateway.stream(REQUEST)) {
            assertThat(texts(stream)).containsExactly("a", "b", "");
            assertThat(stream.facts().deploymentId()).isEqualTo("east");
        }
    }

    @Test
    void a_broken_stream_throws_after_what_was_said_and_whenever_it_is_asked_again() {
        answering(stream(TestStream.says("half"), ScriptedProvider.breaks()));
        List<String> read = new ArrayList<>();
        try (Gateway gateway = gateway();
                ChatStream stream = gateway.stream(REQUEST)) {
            var chunks = stream.iterator();
            assertThatThrownBy(() -> chunks.forEachRemaining(chunk -> read.add(chunk.text())))
                    .isExactlyInstanceOf(GatewayException.StreamBroken.class)
                    .hasCauseExactlyInstanceOf(GatewayException.ServerError.class);
            assertThatThrownBy(chunks::hasNext)
                    .isExactlyInstanceOf(GatewayException.StreamBroken.class);
        }
        assertThat(read).containsExactly("half");
    }

    @Test
    void an_event_that_cannot_be_read_breaks_the_stream_for_good() {
        answering(
                stream(
                        TestStream.says("half"),
                        TestStream.raw("data: {\"choices\":\n\n"),
                        TestStream.finishes()));
        try (Gateway gateway = gateway();
                ChatStream stream = gateway.stream(REQUEST)) {
            var chunks = stream.iterator();
            assertThatThrownBy(() -> chunks.forEachRemaining(_ -> {}))
                    .isExactlyInstanceOf(GatewayException.StreamBroken.class);
            assertThatThrownBy(chunks::hasNext)
                    .isExactlyInstanceOf(GatewayException.StreamBroken.class);
        }
    }

    @Test
    void a_reader_who_is_slow_holds_the_provider_back() {
        TestStream upstream = new TestStream();
        answering(upstream.endless());
        try (Gateway gateway = gateway();
                ChatStream stream = gateway.stream(REQUEST)) {
            var chunks = stream.iterator();
            for (int read = 0; read < 100; read++) {
                upstream.awaitPause();
                // One more is in the hand of whoever waits for room.
                assertThat(upstream.pulled()).isEqualTo(read + RunningCall.CAPACITY + 1);
                assertThat(chunks.next().text()).isEqualTo("x" + read);
            }
        }
    }

    @Test
    void a_reader_misses_nothing_however_the_two_sides_take_turns() {
        for (long seed = 0; seed < 20; seed++) {
            var random = TestGateway.seeded(seed);
            int length = random.nextInt(5 * RunningCall.CAPACITY);
            TestStream upstream = new TestStream();
            answering(upstream.ofLength(length));
            List<String> expected = new ArrayList<>();
            List<String> read = new ArrayList<>();
            try (Gateway gateway = gateway();
                    ChatStream stream = gateway.stream(REQUEST)) {
                for (ChatChunk chunk : stream) {
                    expected.add("x" + read.size());
                    read.add(chunk.text());
                    if (random.nextInt(4) == 0) {
                        Thread.yield();
                    }
                }
            }
            assertThat(read).as("seed %d", seed).hasSize(length).isEqualTo(expected);
        }
    }

    @Test
    void a_stream_that_nobody_reads_is_given_up() {
        TestStream upstream = new TestStream();
        answering(upstream.endless());
        try (Gateway gateway = patientFor(Duration.ZERO);
                ChatStream stream = gateway.stream(REQUEST)) {
            upstream.awaitClose();
            List<String> read = new ArrayList<>();
            assertThatThrownBy(() -> stream.forEach(chunk -> read.add(chunk.text())))
                    .isExactlyInstanceOf(GatewayException.StreamBroken.class)
                    .hasCauseExactlyInstanceOf(GatewayException.Timeout.class);
            assertThat(read).hasSize(RunningCall.CAPACITY);
        }
    }

    @Test
    void closing_a_stream_ends_it_upstream_and_for_its_reader() {
        TestStream upstream = new TestStream();
        answering(upstream.endless());
        try (Gateway gateway = gateway()) {
            ChatStream stream = gateway.stream(REQUEST);
            var chunks = stream.iterator();
            assertThat(chunks.next().text()).isEqualTo("x0");
            stream.close();
            upstream.awaitClose();
            // Waits for the call's end, which the reader does not hear of any more.
            gateway.close();

            assertThat(chunks.hasNext()).isFalse();
        }
    }

    @Test
    void a_stream_closed_by_another_thread_wakes_its_reader() throws InterruptedException {
        TestStream upstream = new TestStream();
        answering(upstream.silentAfter(1));
        try (Gateway gateway = gateway();
                ChatStream stream = gateway.stream(REQUEST)) {
            var chunks = stream.iterator();
            assertThat(chunks.next().text()).isEqualTo("x0");
            List<Boolean> more = new ArrayList<>();
            Thread reader = Thread.ofVirtual().start(() -> more.add(chunks.hasNext()));
            stream.close();
            assertThat(reader.join(Duration.ofSeconds(30))).isTrue();
            assertThat(more).containsExactly(false);
            upstream.awaitClose();
        }
    }

    @Test
    void an_interrupt_ends_a_plain_call_and_cancels_it_upstream() {
        TestStream upstream = new TestStream();
        application.provider.always("east", upstream.neverAnswers());
        try (Gateway gateway = gateway()) {
            Optional<RuntimeException> thrown =
                    interrupted(upstream::awaitAsked, () -> gateway.chat(REQUEST));
            assertThat(thrown).get().isExactlyInstanceOf(GatewayException.Cancelled.class);
            upstream.awaitClose();
        }
    }

    @Test
    void an_interrupt_ends_a_stream_for_good() {
        TestStream upstream = new TestStream();
        answering(upstream.silentAfter(1));
        try (Gateway gateway = gateway();
                ChatStream stream = gateway.stream(REQUEST)) {
            var chunks = stream.iterator();
            assertThat(chunks.next().text()).isEqualTo("x0");
            assertThat(interrupted(() -> {}, chunks::next))
                    .get()
                    .isExactlyInstanceOf(GatewayException.Cancelled.class);
            upstream.awaitClose();
            assertThatThrownBy(chunks::hasNext)
                    .as("the answer is not whole")
                    .isExactlyInstanceOf(GatewayException.Cancelled.class);
        }
    }

    /// What a step throws whose thread is interrupted once something has happened.
    private static Optional<RuntimeException> interrupted(Runnable when, Runnable step) {
        List<RuntimeException> thrown = new ArrayList<>();
        List<Boolean> flag = new ArrayList<>();
        Thread caller =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        step.run();
                                    } catch (RuntimeException e) {
                                        thrown.add(e);
                                    }
                                    flag.add(Thread.currentThread().isInterrupted());
                                });
        when.run();
        caller.interrupt();
        try {
            assertThat(caller.join(Duration.ofSeconds(30))).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("the test took too long", e);
        }
        assertThat(flag).containsExactly(true);
        return thrown.stream().findFirst();
    }

    @Test
    void closing_the_gateway_ends_a_stream_honestly() {
        TestStream upstream = new TestStream();
        answering(upstream.silentAfter(1));
        Gateway gateway = gateway();
        try (ChatStream stream = gateway.stream(REQUEST)) {
            upstream.awaitPause();
            gateway.close();

            List<String> read = new ArrayList<>();
            assertThatThrownBy(() -> stream.forEach(chunk -> read.add(chunk.text())))
                    .isExactlyInstanceOf(GatewayException.StreamBroken.class)
                    .hasCauseExactlyInstanceOf(GatewayException.GatewayClosed.class);
            assertThat(read).containsExactly("x0");
        }
        upstream.awaitClose();
    }

    @Test
    void closing_the_gateway_ends_a_plain_call() throws InterruptedException {
        TestStream upstream = new TestStream();
        application.provider.always("east", upstream.neverAnswers());
        Gateway gateway = gateway();
        List<RuntimeException> thrown = new ArrayList<>();
        Thread caller =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        gateway.chat(REQUEST);
                                    } catch (RuntimeException e) {
                                        thrown.add(e);
                                    }
                                });
        upstream.awaitAsked();
        gateway.close();
        assertThat(caller.join(Duration.ofSeconds(30))).isTrue();
        assertThat(thrown).hasExactlyElementsOfTypes(GatewayException.GatewayClosed.class);
    }

    @Test
    void a_closed_gateway_takes_no_calls_and_closes_what_it_stands_on_once() {
        Gateway gateway = gateway();
        gateway.close();
        gateway.close();
        assertThatThrownBy(() -> gateway.chat(REQUEST))
                .isExactlyInstanceOf(GatewayException.GatewayClosed.class);
        assertThat(restClosed).hasValue(1);
    }
}
