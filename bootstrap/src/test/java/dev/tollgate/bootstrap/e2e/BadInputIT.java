package dev.tollgate.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Map;
import java.util.stream.Stream;

/// Whatever comes in: a clear refusal, no hang, nothing of the inside, and the next call is served.
class BadInputIT {
    private static final String CHAT = "/v1/chat/completions";
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private static final String GOOD = "{\"model\":\"gpt\"," + MESSAGES + "}";

    private static final ScriptedProvider PROVIDER = new ScriptedProvider();
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        PROVIDER.answering(peer -> peer.json(200, OpenAiReplies.chat("fine")));
        gateway =
                RunningGateway.of(
                        """
                        model_list:
                          - model_name: gpt
                            litellm_params: {model: openai/gpt-4o, api_base: os.environ/UP, api_key: sk-up}
                        """,
                        Map.of("UP", PROVIDER.base() + "/v1"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        PROVIDER.close();
    }

    @AfterEach
    void the_next_call_is_served() throws Exception {
        assertThat(gateway.post(CHAT, GOOD).statusCode()).isEqualTo(200);
        Envelopes.assertClean("log", gateway.logged());
    }

    private static Arguments body(String what, int status, String body) {
        return Arguments.of(what, status, body.getBytes(UTF_8));
    }

    private static Arguments field(String json) {
        return body(json, 400, "{\"model\":\"gpt\"," + MESSAGES + "," + json + "}");
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                body("empty", 400, ""),
                body("blank", 400, " \n\t "),
                body("empty object", 400, "{}"),
                body("array", 400, "[" + GOOD + "]"),
                body("string", 400, "\"gpt\""),
                body("null", 400, "null"),
                body("number", 400, "42"),
                body("cut off", 400, GOOD.substring(0, GOOD.length() - 1)),
                body("cut off in a string", 400, "{\"model\":\"gp"),
                body("two documents", 400, GOOD + GOOD),
                body("rubbish behind", 400, GOOD + "x"),
                body("single quotes", 400, GOOD.replace('"', '\'')),
                body("comment", 400, "/* hi */" + GOOD),
                body("trailing comma", 400, "{\"model\":\"gpt\"," + MESSAGES + ",}"),
                body("NaN", 400, "{\"model\":\"gpt\"," + MESSAGES + ",\"temperature\":NaN}"),
                body("form", 400, "model=gpt&messages=Hi"),
                body("HTML", 400, "<html><body>model</body></html>"),
                body("byte order mark of UTF-16", 400, "\ufffe{}"),
                body("deep arrays", 400, deep("[", "]")),
                body("deep objects", 400, deep("{\"a\":", "}")),
                body(
                        "deep and never closed",
                        400,
                        "{\"model\":\"gpt\",\"x\":" + "[".repeat(100_000)),
                body("only brackets", 400, "[".repeat(100_000)),
                body("model twice", 400, "{\"model\":\"gpt\",\"model\":\"gpt\"," + MESSAGES + "}"),
                body(
                        "model twice, once in escapes",
                        400,
                        "{\"model\":\"gpt\",\"\\u006dodel\":\"gpt\"," + MESSAGES + "}"),
                body(
                        "messages twice",
                        400,
                        "{\"model\":\"gpt\"," + MESSAGES + "," + MESSAGES + "}"),
                body("no model", 400, "{" + MESSAGES + "}"),
                body("no messages", 400, "{\"model\":\"gpt\"}"),
                body("model null", 400, "{\"model\":null," + MESSAGES + "}"),
                body("model number", 400, "{\"model\":7," + MESSAGES + "}"),
                body("model list", 400, "{\"model\":[\"gpt\"]," + MESSAGES + "}"),
                body("model object", 400, "{\"model\":{\"a\":1}," + MESSAGES + "}"),
                body("model empty", 400, "{\"model\":\"\"," + MESSAGES + "}"),
                body("model unknown", 400, "{\"model\":\"nope\"," + MESSAGES + "}"),
                body("model with NUL", 400, "{\"model\":\"g\\u0000pt\"," + MESSAGES + "}"),
                body(
                        "model with line break",
                        400,
                        "{\"model\":\"gpt\\r\\nx: y\"," + MESSAGES + "}"),
                body(
                        "model of 100,000 letters",
                        400,
                        "{\"model\":\"" + "m".repeat(100_000) + "\"," + MESSAGES + "}"),
                body("raw NUL", 400, "{\"model\":\"gpt\0\"," + MESSAGES + "}"),
                body("NUL before", 400, "\0" + GOOD),
                body("lone surrogate as model", 400, "{\"model\":\"\\ud800\"," + MESSAGES + "}"),
                body("bad escape", 400, "{\"model\":\"gpt\\q\"," + MESSAGES + "}"),
                Arguments.of("broken UTF-8", 400, broken(0xC3)),
                Arguments.of("overlong UTF-8", 400, broken(0xC0, 0xAF)),
                Arguments.of("surrogate in UTF-8", 400, broken(0xED, 0xA0, 0x80)),
                Arguments.of("byte FF", 400, broken(0xFF)),
                Arguments.of(
                        "UTF-16", 400, GOOD.getBytes(java.nio.charset.StandardCharsets.UTF_16)),
                body("too large", 413, " ".repeat((int) RunningGateway.BODY_LIMIT + 1)),
                field("\"max_tokens\":" + "9".repeat(10_000)),
                field("\"temperature\":-0." + "9".repeat(10_000)),
                field("\"stream\":{}"),
                field("\"stream\":[true]"),
                field("\"stream_options\":7"),
                field("\"stream_options\":[]"),
                field("\"num_retries\":\"many\""),
                field("\"num_retries\":-1"),
                field("\"num_retries\":1e999999"),
                field("\"timeout\":\"soon\""),
                field("\"timeout\":-1"),
                field("\"timeout\":{}"),
                field("\"stream_timeout\":[]"),
                field("\"fallbacks\":\"gpt\""),
                field("\"fallbacks\":[7]"),
                field("\"fallbacks\":{\"a\":1}"),
                field("\"context_window_fallbacks\":7"),
                field("\"content_policy_fallbacks\":7"),
                field("\"tags\":7"),
                field("\"disable_fallbacks\":{}"),
                field("\"drop_params\":[]"),
                field("\"additional_drop_params\":7"),
                field("\"allowed_openai_params\":7"),
                field("\"mock_timeout\":true"),
                field("\"mock_testing_fallbacks\":true"),
                body("messages no list", 400, "{\"model\":\"gpt\",\"messages\":7}"),
                body("messages null", 400, "{\"model\":\"gpt\",\"messages\":null}"));
    }

    private static String deep(String open, String close) {
        return "{\"model\":\"gpt\","
                + MESSAGES
                + ",\"x\":"
                + open.repeat(100_000)
                + "1"
                + close.repeat(100_000)
                + "}";
    }

    private static byte[] broken(int... bytes) {
        StringBuilder odd = new StringBuilder();
        for (int b : bytes) {
            odd.append((char) b);
        }
        return GOOD.replace("Hi", odd).getBytes(ISO_8859_1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void a_body_that_is_no_request_is_refused(String what, int status, byte[] body)
            throws Exception {
        RawCaller.Answer answer = RawCaller.ask(gateway.port(), RawCaller.post(CHAT, body));

        assertThat(answer.status()).as(what + ": " + answer.body()).isEqualTo(status);
        Envelopes.assertRefusal(what, status, answer.body());
        Envelopes.assertClean(what, answer.head());
        assertThat(answer.body()).hasSizeLessThan(10_000);
    }

    static Stream<String> routes() {
        return Stream.of(
                CHAT,
                "/chat/completions",
                "/v1/completions",
                "/v1/embeddings",
                "/engines/gpt/chat/completions",
                "/openai/deployments/gpt/chat/completions",
                "/utils/token_counter");
    }

    @ParameterizedTest
    @MethodSource("routes")
    void every_route_refuses_what_is_no_object(String route) throws Exception {
        for (String body :
                new String[] {"", "[]", "null", "\"x\"", "{", "\0", "[".repeat(100_000)}) {
            RawCaller.Answer answer =
                    RawCaller.ask(gateway.port(), RawCaller.post(route, body.getBytes(UTF_8)));

            String what = route + " " + (body.length() > 9 ? "brackets" : body);
            assertThat(answer.status()).as(what + answer.body()).isBetween(400, 499);
            Envelopes.assertClean(what, answer.body());
        }
    }

    /// What the gateway does not read is the provider's to judge: it arrives as it was sent.
    @Test
    void odd_values_of_the_letter_reach_the_provider_unchanged() throws Exception {
        for (String odd :
                new String[] {
                    "\"temperature\":1e999999",
                    "\"max_tokens\":1e999999",
                    "\"max_tokens\":-1",
                    "\"max_tokens\":\"many\"",
                    "\"n\":{}",
                    "\"user\":\"\\ud800\"",
                    "\"x\":\"\\u0000\"",
                    "\"x\":{\"a\":1,\"a\":2}"
                }) {
            RawCaller.Answer answer =
                    RawCaller.ask(
                            gateway.port(),
                            RawCaller.post(
                                    CHAT,
                                    ("{\"model\":\"gpt\"," + MESSAGES + "," + odd + "}")
                                            .getBytes(UTF_8)));

            assertThat(answer.status()).as(odd).isEqualTo(200);
            assertThat(PROVIDER.requests().getLast()).contains(odd);
        }
    }

    static Stream<Arguments> framings() {
        String auth = "Host: x\r\nAuthorization: Bearer " + RunningGateway.KEY + "\r\n";
        String post = "POST " + CHAT + " HTTP/1.1\r\n" + auth;
        int n = GOOD.length();
        return Stream.of(
                Arguments.of("no such route", "POST /v1/nope HTTP/1.1\r\n" + auth + "\r\n"),
                Arguments.of("wrong method", "GET " + CHAT + " HTTP/1.1\r\n" + auth + "\r\n"),
                Arguments.of("made-up method", "BREW " + CHAT + " HTTP/1.1\r\n" + auth + "\r\n"),
                Arguments.of(
                        "method in lower case", "post " + CHAT + " HTTP/1.1\r\n" + auth + "\r\n"),
                Arguments.of("path climbing", "GET /../../etc/passwd HTTP/1.1\r\n" + auth + "\r\n"),
                Arguments.of("broken percent", "GET /v1/%zz HTTP/1.1\r\n" + auth + "\r\n"),
                Arguments.of("encoded NUL", "GET /v1/models/%00 HTTP/1.1\r\n" + auth + "\r\n"),
                Arguments.of("no host", "GET /v1/nope HTTP/1.1\r\n\r\n"),
                Arguments.of(
                        "length and chunks",
                        post
                                + "Content-Length: "
                                + n
                                + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of(
                        "two lengths",
                        post + "Content-Length: 3\r\nContent-Length: " + n + "\r\n\r\n" + GOOD),
                Arguments.of("signed length", post + "Content-Length: +" + n + "\r\n\r\n" + GOOD),
                Arguments.of("negative length", post + "Content-Length: -1\r\n\r\n" + GOOD),
                Arguments.of("length no number", post + "Content-Length: ten\r\n\r\n" + GOOD),
                Arguments.of("huge length", post + "Content-Length: 99999999999999999999\r\n\r\n"),
                Arguments.of("length over the limit", post + "Content-Length: 999999999\r\n\r\n"),
                Arguments.of(
                        "bad chunk size", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + GOOD),
                Arguments.of(
                        "huge chunk size",
                        post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" + GOOD),
                Arguments.of("unknown coding", post + "Transfer-Encoding: rot13\r\n\r\n" + GOOD),
                Arguments.of(
                        "coding twice",
                        post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of("folded header", post + "X-A: b\r\n c\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of(
                        "blank before the colon",
                        post + "Content-Length : " + n + "\r\n\r\n" + GOOD),
                Arguments.of("header without colon", post + "nonsense\r\n\r\n"),
                Arguments.of("NUL in a header", post + "X-A: a\0b\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("huge header", post + "X-A: " + "a".repeat(200_000) + "\r\n\r\n"),
                Arguments.of("many headers", post + "X-A: b\r\n".repeat(20_000) + "\r\n"),
                Arguments.of("long path", "GET /" + "a".repeat(200_000) + " HTTP/1.1\r\n\r\n"),
                Arguments.of("no HTTP", "hello there\r\n\r\n"),
                Arguments.of("TLS", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\r\n\r\n"),
                Arguments.of("HTTP/9", "GET / HTTP/9.9\r\nHost: x\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("framings")
    void a_request_of_odd_form_is_refused(String what, String request) throws Exception {
        int before = PROVIDER.requests().size();
        RawCaller.Answer answer = RawCaller.ask(gateway.port(), request);

        assertThat(answer.status()).as(what + answer.head()).isBetween(400, 499);
        Envelopes.assertRefusal(what, answer.status(), answer.body());
        assertThat(PROVIDER.requests()).hasSize(before);
    }

    @Test
    void a_request_behind_a_refused_one_is_not_smuggled_in() throws Exception {
        String hidden =
                "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(CHAT, RunningGateway.KEY, GOOD.length(), GOOD);
        int before = PROVIDER.requests().size();
        try (RawCaller caller = new RawCaller(gateway.port())) {
            caller.send(
                    "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n%s"
                            .formatted(CHAT, hidden));

            assertThat(caller.answer().status()).isBetween(400, 499);
            assertThat(caller.rest()).doesNotContain("HTTP/1.1 200");
        } catch (java.net.SocketException _) {
            // Cut off, with what was not read: as good.
        }
        assertThat(PROVIDER.requests()).hasSize(before);
    }

    @Test
    void a_stranger_is_refused_whatever_the_body() throws Exception {
        for (String body : new String[] {"", "[]", GOOD, "[".repeat(100_000)}) {
            String request =
                    "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk-wrong-%s\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(CHAT, "canary", body.length(), body);

            RawCaller.Answer answer = RawCaller.ask(gateway.port(), request);

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).doesNotContain("sk-wrong-canary");
        }
        assertThat(gateway.logged()).doesNotContain("sk-wrong-canary");
    }
}
