package dev.tollgate.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.bootstrap.e2e.ScriptedProvider.Script;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Whatever a provider does, the caller gets the right status in OpenAI's envelope, and neither the
/// gateway's inside nor a key of the provider's.
class BadProviderIT {
    private static final String CANARY = "sk-canary-7f3a9c";
    private static final String CHAT = "/v1/chat/completions";
    private static final List<String> MODELS = List.of("gpt", "claude");

    private static final ScriptedProvider PROVIDER = new ScriptedProvider();
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        int nobody;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = unused.getLocalPort();
        }
        gateway =
                RunningGateway.of(
                        """
                        model_list:
                          - model_name: gpt
                            litellm_params: {model: openai/gpt-4o, api_base: os.environ/UP, api_key: os.environ/KEY}
                          - model_name: claude
                            litellm_params: {model: anthropic/claude-sonnet-4-5, api_base: os.environ/UP, api_key: os.environ/KEY}
                          - model_name: hasty
                            litellm_params: {model: openai/gpt-4o, api_base: os.environ/UP, api_key: os.environ/KEY, timeout: 1, stream_timeout: 1}
                          - model_name: refusing
                            litellm_params: {model: openai/gpt-4o, api_base: os.environ/NOBODY, api_key: os.environ/KEY}
                          - model_name: unknown
                            litellm_params: {model: openai/gpt-4o, api_base: "http://does-not-exist.invalid/v1", api_key: os.environ/KEY}
                          - model_name: plain-not-tls
                            litellm_params: {model: openai/gpt-4o, api_base: os.environ/TLS_TO_PLAIN, api_key: os.environ/KEY}
                        router_settings: {num_retries: 0, disable_cooldowns: true}
                        """,
                        Map.of(
                                "KEY",
                                CANARY,
                                "UP",
                                PROVIDER.base(),
                                "NOBODY",
                                "http://127.0.0.1:" + nobody + "/v1",
                                "TLS_TO_PLAIN",
                                "https://127.0.0.1:" + PROVIDER.port() + "/v1"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        PROVIDER.close();
    }

    @AfterEach
    void nothing_was_told_and_the_next_call_is_served() throws Exception {
        PROVIDER.answering(peer -> peer.json(200, OpenAiReplies.chat("fine")));
        assertThat(ask("gpt", false).statusCode()).isEqualTo(200);
        assertThat(gateway.logged()).doesNotContain(CANARY);
    }

    private static HttpResponse<String> ask(String model, boolean streaming) throws Exception {
        return ask(gateway, model, streaming);
    }

    private static HttpResponse<String> ask(RunningGateway whom, String model, boolean streaming)
            throws Exception {
        return whom.post(CHAT, body(model, streaming));
    }

    private static String body(String model, boolean streaming) {
        return """
        {"model":"%s","stream":%s,"messages":[{"role":"user","content":"Hi"}]}\
        """
                .formatted(model, streaming);
    }

    private static void assertRefused(String what, int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(what + ": " + answer.body()).isEqualTo(status);
        Envelopes.assertRefusal(what, status, answer.body());
        assertNoSecret(what, answer);
    }

    private static void assertNoSecret(String what, HttpResponse<String> answer) {
        assertThat(answer.body()).as(what).doesNotContain(CANARY);
        assertThat(answer.headers().map().toString()).as(what).doesNotContain(CANARY);
        Envelopes.assertClean(what, answer.headers().map().toString());
    }

    /// Its key in the error, as some providers have it.
    private static final String ERROR =
            "{\"type\":\"error\",\"error\":{\"type\":\"odd\",\"message\":\"not with the key "
                    + CANARY
                    + "\",\"code\":\"odd_code\"}}";

    @ParameterizedTest
    @ValueSource(
            ints = {
                400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416,
                417, 418, 421, 422, 423, 424, 425, 426, 428, 429, 431, 451, 499, 500, 501, 502, 503,
                504, 505, 507, 511, 520, 522, 529, 599
            })
    void an_error_status_is_handed_on(int status) throws Exception {
        for (String body : List.of(ERROR, "<html><h1>Oops</h1></html>", "", "null", "[]", "{\"")) {
            PROVIDER.answering(
                    peer ->
                            peer.answer(
                                    status,
                                    body.startsWith("<") ? "text/html" : "application/json",
                                    body.getBytes(UTF_8)));
            for (boolean streaming : new boolean[] {false, true}) {
                assertRefused(status + " " + body, status, ask("gpt", streaming));
            }
            HttpResponse<String> claude = ask("claude", false);
            assertThat(claude.statusCode()).as(status + body).isGreaterThanOrEqualTo(400);
            assertRefused("claude " + status + body, claude.statusCode(), claude);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 203, 204, 205, 206, 300, 301, 302, 303, 304, 305, 307, 308, 399})
    void a_status_that_no_provider_should_give_is_no_answer(int status) throws Exception {
        String elsewhere = "location: " + PROVIDER.base() + "/elsewhere";
        boolean bodiless = status == 204 || status == 205 || status == 304;
        PROVIDER.answering(
                peer -> {
                    if (bodiless) {
                        peer.send("HTTP/1.1 " + status + " X\r\ncontent-length: 0\r\n\r\n");
                    } else {
                        peer.answer(status, "text/plain", "moved".getBytes(UTF_8), elsewhere);
                    }
                });

        for (String model : MODELS) {
            HttpResponse<String> answer = ask(model, false);

            assertThat(answer.statusCode()).as(model + answer.body()).isBetween(400, 599);
            assertRefused(model, answer.statusCode(), answer);
        }
        assertThat(PROVIDER.requests()).noneMatch(request -> request.contains("/elsewhere"));
    }

    static Stream<Arguments> wrecks() {
        return Stream.of(
                wreck("empty", peer -> peer.json(200, "")),
                wreck("blank", peer -> peer.json(200, "  \n")),
                wreck("HTML", peer -> peer.answer(200, "text/html", "<html>".getBytes(UTF_8))),
                wreck("no JSON", peer -> peer.json(200, "OK")),
                wreck("JSON null", peer -> peer.json(200, "null")),
                wreck("JSON array", peer -> peer.json(200, "[]")),
                wreck("cut off JSON", peer -> peer.json(200, "{\"id\":\"c\",\"choi")),
                wreck("deep", peer -> peer.json(200, "[".repeat(100_000))),
                wreck("error in a 200", peer -> peer.json(200, ERROR)),
                wreck(
                        "cut off gzip",
                        peer -> {
                            byte[] whole = gzip(OpenAiReplies.chat("x"));
                            peer.answer(
                                    200,
                                    "application/json",
                                    Arrays.copyOf(whole, whole.length / 2),
                                    "content-encoding: gzip");
                        }),
                wreck(
                        "no gzip at all",
                        peer ->
                                peer.answer(
                                        200,
                                        "application/json",
                                        OpenAiReplies.chat("x").getBytes(UTF_8),
                                        "content-encoding: gzip")),
                wreck(
                        "unknown coding",
                        peer ->
                                peer.answer(
                                        200,
                                        "application/json",
                                        "rubbish".getBytes(UTF_8),
                                        "content-encoding: rot13")),
                wreck("reset at once", ScriptedProvider.Peer::reset),
                wreck("closed at once", ScriptedProvider.Peer::end),
                wreck(
                        "reset within the head",
                        peer -> {
                            peer.send("HTTP/1.1 200 OK\r\ncontent-ty");
                            peer.reset();
                        }),
                wreck(
                        "closed behind the head",
                        peer -> {
                            peer.send("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n");
                            peer.end();
                        }),
                wreck(
                        "shorter than said",
                        peer -> {
                            peer.send("HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n");
                            peer.send(OpenAiReplies.chat("x"));
                            peer.end();
                        }),
                wreck(
                        "longer than said",
                        peer -> {
                            peer.send("HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n");
                            peer.send(OpenAiReplies.chat("x"));
                            peer.end();
                        }),
                wreck(
                        "broken chunks",
                        peer -> {
                            peer.send(
                                    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n");
                            peer.end();
                        }),
                wreck(
                        "no last chunk",
                        peer -> {
                            peer.send(
                                    "HTTP/1.1 200 OK\r\n"
                                            + "transfer-encoding: chunked\r\n\r\n"
                                            + "3\r\n"
                                            + "{\"a\r\n");
                            peer.end();
                        }),
                wreck(
                        "no HTTP",
                        peer -> {
                            peer.send("SSH-2.0-OpenSSH_9.2\r\n");
                            peer.end();
                        }),
                wreck(
                        "a head without end",
                        peer -> {
                            peer.send("HTTP/1.1 200 OK\r\n");
                            while (true) {
                                peer.send("x-more: " + "a".repeat(1000) + "\r\n");
                            }
                        }));
    }

    private static Arguments wreck(String what, Script script) {
        return Arguments.of(what, script);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrecks")
    void a_wrecked_answer_is_a_failure_of_the_provider(String what, Script script)
            throws Exception {
        PROVIDER.answering(script);

        for (String model : MODELS) {
            HttpResponse<String> answer = ask(model, false);

            assertThat(answer.statusCode()).as(model + answer.body()).isBetween(500, 504);
            assertRefused(model + " " + what, answer.statusCode(), answer);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrecks")
    void a_wrecked_stream_is_no_whole_one(String what, Script script) throws Exception {
        PROVIDER.answering(script);

        for (String model : MODELS) {
            HttpResponse<String> answer = ask(model, true);

            assertThat(answer.body()).as(model + " " + what).doesNotContain("data: [DONE]");
            if (answer.statusCode() == 200) {
                assertThat(answer.body()).as(model + " " + what).contains("data: {\"error\":");
                Envelopes.assertClean(what, answer.body());
            } else {
                assertRefused(model + " " + what, answer.statusCode(), answer);
            }
            assertNoSecret(what, answer);
        }
    }

    @Test
    void an_answer_without_end_is_given_up() throws Exception {
        byte[] more = " ".repeat(1 << 20).getBytes(UTF_8);
        PROVIDER.answering(
                peer -> {
                    peer.send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"a\":");
                    while (true) {
                        peer.send(more);
                    }
                });

        HttpResponse<String> answer = ask("gpt", false);

        assertRefused("endless", answer.statusCode(), answer);
        assertThat(answer.statusCode()).isBetween(500, 504);
    }

    @ParameterizedTest
    @ValueSource(strings = {"refusing", "unknown", "plain-not-tls"})
    void a_provider_that_cannot_be_reached_is_an_error_of_the_server(String model)
            throws Exception {
        for (boolean streaming : new boolean[] {false, true}) {
            assertRefused(model, 500, ask(model, streaming));
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_not_accepted(
            @org.junit.jupiter.api.io.TempDir Path folder) throws Exception {
        try (ServerSocket tls = selfSigned(folder)) {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    while (true) {
                                        try (var socket = tls.accept()) {
                                            int first = socket.getInputStream().read();
                                            assertThat(first).isNegative();
                                        }
                                    }
                                } catch (IOException _) {
                                    // The handshake failed, or the test is over.
                                }
                            });
            try (RunningGateway suspicious =
                    RunningGateway.of(
                            """
                            model_list:
                              - model_name: gpt
                                litellm_params: {model: openai/gpt-4o, api_base: os.environ/UP, api_key: os.environ/KEY}
                            router_settings: {num_retries: 0}
                            """,
                            Map.of(
                                    "KEY",
                                    CANARY,
                                    "UP",
                                    "https://127.0.0.1:" + tls.getLocalPort() + "/v1"))) {
                assertRefused("self-signed", 500, ask(suspicious, "gpt", false));
            }
        }
    }

    private static ServerSocket selfSigned(Path folder) throws Exception {
        Path store = folder.resolve("store");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made =
                new ProcessBuilder(
                                keytool,
                                "-genkeypair",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                "changeit",
                                "-alias",
                                "a",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=127.0.0.1",
                                "-ext",
                                "san=ip:127.0.0.1")
                        .redirectErrorStream(true)
                        .start();
        assertThat(made.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context.getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @Test
    void a_provider_that_stays_silent_is_given_up_in_time() throws Exception {
        PROVIDER.answering(ScriptedProvider.Peer::stall);

        for (boolean streaming : new boolean[] {false, true}) {
            assertRefused("stall", 408, ask("hasty", streaming));
        }
        assertThat(PROVIDER.wasLeftWithin(20)).isTrue();
    }

    @Test
    void a_provider_that_falls_silent_in_its_answer_is_given_up_in_time() throws Exception {
        PROVIDER.answering(
                peer -> {
                    peer.send("HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n{\"id\":");
                    peer.stall();
                });

        assertRefused("stall in the body", 408, ask("hasty", false));
    }

    @Test
    void a_stream_that_falls_silent_ends_with_an_error() throws Exception {
        PROVIDER.answering(
                peer -> {
                    peer.stream(OpenAiReplies.BROKEN_STREAM);
                    peer.stall();
                });

        try (RawCaller caller = new RawCaller(gateway.port())) {
            caller.send(RawCaller.post(CHAT, body("hasty", true).getBytes(UTF_8)));

            assertThat(caller.rest())
                    .startsWith("HTTP/1.1 200 ")
                    .contains("\"content\":\"Hel\"")
                    .contains("data: {\"error\":")
                    .doesNotContain("[DONE]");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void the_wait_that_a_provider_asks_for_is_handed_on(int status) throws Exception {
        PROVIDER.answering(peer -> peer.json(status, ERROR, "Retry-After: 17"));

        for (String model : MODELS) {
            HttpResponse<String> answer = ask(model, false);

            assertRefused(model, status, answer);
            assertThat(answer.headers().firstValue("retry-after")).as(model).contains("17");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"soon", "-5", "99999999999999999999", "", "Wed, 21 Oct 2015 07:28:00 GMT"})
    void a_wait_that_makes_no_sense_is_not_believed(String wait) throws Exception {
        PROVIDER.answering(peer -> peer.json(429, ERROR, "Retry-After: " + wait));

        assertRefused(wait, 429, ask("gpt", false));
    }

    static Stream<Arguments> framings() {
        String stream = OpenAiReplies.stream("Hel", "lo");
        return Stream.of(
                Arguments.of("as usual", stream),
                Arguments.of("CRLF", stream.replace("\n", "\r\n")),
                Arguments.of("CR", stream.replace("\n", "\r")),
                Arguments.of("no blank behind the colon", stream.replace("data: ", "data:")),
                Arguments.of("comments", ": hello\n\n" + stream.replace("\n\n", "\n\n: ping\n\n")),
                Arguments.of(
                        "names, ids and waits",
                        stream.replace("data: ", "event: message\nid: 7\nretry: 10\ndata: ")),
                Arguments.of("byte order mark", "\ufeff" + stream),
                Arguments.of("more blank lines", stream.replace("\n\n", "\n\n\n\n")),
                Arguments.of(
                        "two data lines", stream.replace(",\"choices\"", ",\ndata: \"choices\"")),
                Arguments.of("unknown fields", stream.replace("data: ", "x: y\ndata: ")),
                Arguments.of("no [DONE]", stream.replace("data: [DONE]\n\n", "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("framings")
    void events_are_understood_in_every_form_they_may_have(String what, String events)
            throws Exception {
        PROVIDER.answering(
                peer -> {
                    peer.stream(events);
                    peer.end();
                });

        HttpResponse<String> answer = ask("gpt", true);

        assertThat(answer.statusCode()).as(what + answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .as(what)
                .contains("\"content\":\"Hel\"")
                .contains("\"content\":\"lo\"")
                .doesNotContain("\"error\"")
                .endsWith("data: [DONE]\n\n");
    }
}
