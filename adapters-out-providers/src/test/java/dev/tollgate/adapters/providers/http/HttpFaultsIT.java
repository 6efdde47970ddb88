package dev.tollgate.adapters.providers.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;

import dev.tollgate.adapters.providers.Calls;
import dev.tollgate.adapters.providers.Deployments;
import dev.tollgate.application.port.out.AttemptLimits;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.port.out.ReplyStream.Step;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;

/// A server that misbehaves, over plain connections and over TLS.
@Timeout(60)
class HttpFaultsIT {
    private static final String ANSWER =
            "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"hi\"}}]}";
    private static final String CHUNK =
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}";
    private static final String BODY = "{\"model\":\"g\",\"messages\":[]}";
    private static final ModelCall PLAIN = Calls.chat(BODY);
    private static final ModelCall STREAM = Calls.chatStream(BODY);
    private static final AttemptLimits SHORT =
            Engine.limits(Duration.ofMillis(300), Duration.ofSeconds(30));

    private static WireMockServer server;

    @BeforeAll
    static void start() {
        server = new WireMockServer(wireMockConfig().dynamicPort().dynamicHttpsPort());
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @BeforeEach
    void forget() {
        server.resetAll();
    }

    @Test
    void a_sound_server_answers_plain_and_streamed_calls() {
        try (Engine engine = to(http())) {
            given(json());
            assertThat(Engine.bodyOf(engine.ask(PLAIN))).isEqualTo(ANSWER);
            given(events());
            assertThat(drained(engine.ask(STREAM)))
                    .containsExactly("data: " + CHUNK + "\n\n", new Step.End());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EMPTY_RESPONSE, CONNECTION",
        "CONNECTION_RESET_BY_PEER, CONNECTION",
        "RANDOM_DATA_THEN_CLOSE, MALFORMED_REPLY",
        "MALFORMED_RESPONSE_CHUNK, MALFORMED_REPLY",
    })
    void a_fault_is_a_failure_of_the_provider_however_the_answer_was_wanted(
            Fault fault, FailureKind kind) {
        given(aResponse().withFault(fault));
        for (ModelCall call : List.of(PLAIN, STREAM)) {
            try (Engine engine = to(http())) {
                ProviderFailure failure = failure(engine.ask(call));

                assertThat(failure.kind()).as("streaming: %s", call.streaming()).isEqualTo(kind);
                assertThat(failure.status()).isEqualTo(500);
                assertThat(failure.message()).doesNotContain("127.0.0.1", "Exception");
            }
        }
    }

    @Test
    void an_engine_that_met_a_fault_serves_the_next_call() {
        try (Engine engine = to(http())) {
            for (Fault fault : Fault.values()) {
                given(aResponse().withFault(fault));
                failure(engine.ask(PLAIN));
                given(json());
                assertThat(Engine.bodyOf(engine.ask(PLAIN))).as("%s", fault).isEqualTo(ANSWER);
            }
        }
    }

    @Test
    void an_answer_that_is_late_is_a_timeout_for_both_kinds_of_call() {
        try (Engine engine = to(http())) {
            given(json().withFixedDelay(20_000));
            for (ModelCall call : List.of(PLAIN, STREAM)) {
                ProviderFailure failure =
                        Engine.failureOf(engine.ask(call, SHORT, new Cancellation()));

                assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
                assertThat(failure.status()).isEqualTo(408);
                assertThat(failure.message()).contains("within 0.3 s");
            }
        }
    }

    @Test
    void events_in_small_late_pieces_are_put_together() {
        try (Engine engine = to(http())) {
            given(events().withChunkedDribbleDelay(9, 200));
            assertThat(drained(engine.ask(STREAM)))
                    .containsExactly("data: " + CHUNK + "\n\n", new Step.End());
        }
    }

    @Test
    void a_stream_gets_the_headers_its_protocol_makes_of_them() {
        given(events().withHeader("anthropic-ratelimit-requests-remaining", "7"));
        Deployments anthropic = Deployments.of("anthropic").model("claude").base(http());
        try (Engine engine = new Engine(anthropic)) {
            ProviderReply.Streaming reply =
                    (ProviderReply.Streaming)
                            engine.ask(
                                    Calls.chatStream(
                                            "{\"model\":\"g\",\"stream\":true,\"messages\":"
                                                    + "[{\"role\":\"user\",\"content\":\"a\"}]}"));
            reply.stream().close();

            assertThat(reply.headers().first("x-ratelimit-remaining-requests")).contains("7");
        }
    }

    @Test
    void a_certificate_nobody_vouches_for_is_refused_and_says_so() {
        given(json());
        try (Engine engine = to(https())) {
            ProviderFailure failure = Engine.failureOf(engine.ask(PLAIN));

            assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION);
            assertThat(failure.message())
                    .isEqualTo(
                            "Connection error: no trusted TLS connection to the provider could be"
                                    + " made.");
            assertThat(server.getAllServeEvents()).isEmpty();
        }
    }

    @Test
    void a_deployment_may_take_any_certificate() {
        given(json());
        try (Engine engine = new Engine(Deployments.of("openai").base(https()).anyCertificate())) {
            assertThat(Engine.bodyOf(engine.ask(PLAIN))).isEqualTo(ANSWER);
        }
    }

    @Test
    void tls_to_a_port_without_it_is_a_connection_error() {
        given(json());
        try (Engine engine = to(http().replace("http:", "https:"))) {
            ProviderFailure failure = Engine.failureOf(engine.ask(PLAIN));

            assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION);
            assertThat(failure.message()).startsWith("Connection error: no trusted TLS");
        }
    }

    private static ResponseDefinitionBuilder json() {
        return aResponse().withHeader("content-type", "application/json").withBody(ANSWER);
    }

    private static ResponseDefinitionBuilder events() {
        return aResponse()
                .withHeader("content-type", "text/event-stream")
                .withBody("data: " + CHUNK + "\n\ndata: [DONE]\n\n");
    }

    private static void given(ResponseDefinitionBuilder response) {
        server.stubFor(post(WireMock.anyUrl()).willReturn(response));
    }

    /// The failure of a call, told at once or as the first thing in a stream.
    private static ProviderFailure failure(ProviderReply reply) {
        if (reply instanceof ProviderReply.Streaming streaming) {
            Object last = drained(streaming).getLast();
            return ((Step.Broken) last).failure();
        }
        return Engine.failureOf(reply);
    }

    private static List<Object> drained(ProviderReply reply) {
        try (ReplyStream stream = Engine.streamOf(reply)) {
            return Engine.drain(stream);
        }
    }

    private static Engine to(String base) {
        return new Engine(Deployments.of("openai").base(base));
    }

    private static String http() {
        return "http://127.0.0.1:" + server.port() + "/v1";
    }

    private static String https() {
        return "https://localhost:" + server.httpsPort() + "/v1";
    }
}
