package dev.tollgate.adapters.http.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.MockedFailure;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.entity.KeptText;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

class EnvelopeReaderTest {
    @Test
    void the_envelope_has_what_the_body_says_and_the_letter_is_the_body() {
        ModelCall call =
                read(
                        "{\"model\":\"g\\u0070t\",\"stream\":true,\"messages\":[],"
                                + "\"stream_options\":{\"x\":[{}],\"include_usage\":true}}");

        assertThat(call.model()).isEqualTo("gpt");
        assertThat(call.streaming()).isTrue();
        assertThat(call.streamUsage()).isTrue();
        assertThat(call.overrides()).isSameAs(CallOverrides.NONE);
        assertThat(call.letter().field("stream").orElseThrow().valueStart()).isEqualTo(29);
    }

    @Test
    void every_override_is_read_and_the_body_beats_the_headers() {
        CallHeaders.Collector headers = new CallHeaders.Collector(Forwarding.NOTHING);
        headers.line("x-litellm-num-retries", "9");
        headers.line("x-litellm-timeout", "9");
        headers.line("x-litellm-stream-timeout", "2.5");
        headers.line("x-litellm-tags", "c, d");
        headers.line("x-pass-x-trace", "t");
        headers.line("x-pass-authorization", "Bearer theirs");
        headers.line("anthropic-beta", "b");
        headers.line("user-agent", "py/1");
        headers.line("x-trace", "not asked for");
        headers.line("openai-organization", "not asked for");
        ModelCall call =
                read(
                        "{\"messages\":[],\"num_retries\":3,\"timeout\":1.5,\"request_timeout\":7,"
                            + "\"disable_fallbacks\":true,\"fallbacks\":[\"a\",{\"model\":\"b\","
                            + "\"messages\":[]}],\"context_window_fallbacks\":[{\"g\":[\"w\"]}],"
                            + "\"max_fallbacks\":2,"
                            + "\"tags\":[\"a\"],\"metadata\":{\"u\":1,\"tags\":[\"b\",\"a\"]},"
                            + "\"drop_params\":true,\"additional_drop_params\":[\"x.y\"],"
                            + "\"allowed_openai_params\":[\"z\"]}",
                        headers.done());

        CallOverrides overrides = call.overrides();
        assertThat(overrides.numRetries()).isEqualTo(3);
        assertThat(overrides.timeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(overrides.streamTimeout()).isEqualTo(Duration.ofMillis(2500));
        assertThat(overrides.disableFallbacks()).isTrue();
        assertThat(overrides.maxFallbacks()).isEqualTo(2);
        assertThat(overrides.fallbacks())
                .extracting(FallbackTarget::model)
                .containsExactly("a", "b");
        assertThat(overrides.contextWindowFallbacks()).containsExactly(FallbackTarget.of("w"));
        assertThat(overrides.tags()).containsExactly("a", "b", "c", "d");
        assertThat(overrides.dropParams()).isTrue();
        assertThat(overrides.additionalDropParams()).containsExactly("x.y");
        assertThat(overrides.allowedOpenaiParams()).containsExactly("z");
        assertThat(call.userAgent()).isEqualTo("py/1");
        assertThat(call.forwarded())
                .isEqualTo(HeaderLines.of("x-trace", "t", "anthropic-beta", "b"));
    }

    @Test
    void the_end_user_is_whoever_is_named_first() {
        String all =
                "\"litellm_metadata\":{\"user\":\"b\",\"tags\":[\"t\"]},\"metadata\":{\"user_id\":\"c\"},"
                    + "\"safety_identifier\":\"d\",\"messages\":[]}";
        ModelCall call = read("{" + all, CallHeaders.NONE);

        assertThat(call.attribution().customer()).isEqualTo("b");
        assertThat(call.tags()).containsExactly("t");
        assertThat(read("{\"user\":\"a\"," + all, CallHeaders.NONE).attribution().customer())
                .isEqualTo("a");
    }

    @Test
    void a_name_that_no_ledger_can_keep_is_read_as_one_that_can_be_kept() {
        String smile = "\uD83D\uDE00";
        ModelCall call =
                read(
                        "{\"user\":\"a\\u0000b\",\"metadata\":{\"tags\":[\"c\\ud800\"]},\"messages\":[]}",
                        CallHeaders.NONE);
        ModelCall cut =
                read(
                        "{\"user\":\"%s\",\"messages\":[]}".formatted("x" + smile.repeat(200)),
                        CallHeaders.NONE);

        assertThat(call.attribution().customer()).isEqualTo("a\uFFFDb");
        assertThat(call.tags()).containsExactly("c\uFFFD");
        assertThat(cut.attribution().customer())
                .startsWith("x" + smile)
                .matches(KeptText::isPossible);
    }

    @Test
    void headers_that_the_operator_names_say_who_the_end_user_is() {
        Forwarding rules = new Forwarding(false, Set.of(), false, "", List.of("x-mail", "x-user"));
        CallHeaders.Collector headers = new CallHeaders.Collector(rules);
        headers.line("x-user", "second");
        headers.line("x-mail", "first");
        CallHeaders mapped = headers.done();
        headers.line("x-litellm-end-user-id", "own");

        assertThat(mapped.customer()).isEqualTo("first");
        assertThat(headers.done().customer()).isEqualTo("own");
        assertThat(read("{\"user\":\"body\",\"messages\":[]}", mapped).attribution().customer())
                .isEqualTo("first");
    }

    @Test
    void what_cannot_be_a_call_names_the_field_at_fault() {
        record Case(String body, int status, String param, String fragment) {}
        for (Case each :
                List.of(
                        new Case("", 400, "messages", "/chat/completions: Missing required"),
                        new Case("{}", 400, "messages", "Missing required parameter: 'messages'."),
                        new Case("{\"messages\":null}", 400, "messages", "Missing required"),
                        new Case("[]", 400, "request_body", "must be a JSON object"),
                        new Case("null", 400, "request_body", "must be a JSON object"),
                        new Case("{\"messages\":\"x\"}", 400, "messages", "must be an array"),
                        new Case("{\"model\":1,\"messages\":[]}", 400, "model", "be a string"),
                        new Case("{\"stream\":\"yes\",\"messages\":[]}", 400, "stream", "boolean"),
                        new Case("{\"messages\":[]} x", 400, "request_body", "Invalid JSON"),
                        new Case("{\"messages\":[],}", 400, "request_body", "Invalid JSON"),
                        new Case("{\"messages\":[", 400, "request_body", "unexpected end"),
                        new Case("{\"a\":1,\"a\":2}", 400, "a", "Duplicate field: 'a'"),
                        new Case("{\"a\":1,\"\\u0061\":2}", 400, "a", "Duplicate"),
                        new Case("{\"messages\":[],\"N\":2}", 400, "N", "lower case"),
                        new Case(
                                "{\"messages\":[],\"Max_tokenſ\":2}", 400, "Max_tokenſ", "Unknown"),
                        new Case("{\"messages\":[],\"extra_body\":{\"N\":2}}", 400, "N", "lower"),
                        new Case("{\"messages\":[],\"timeout\":[]}", 400, "timeout", "seconds"),
                        new Case("{\"messages\":[],\"timeout\":-1}", 400, "timeout", "between"),
                        new Case("{\"messages\":[],\"timeout\":1e999}", 400, "timeout", "between"),
                        new Case("{\"messages\":[],\"num_retries\":1e9}", 400, "num_retries", "up"),
                        new Case("{\"messages\":[],\"tags\":\"a\"}", 400, "tags", "an array"),
                        new Case("{\"messages\":[],\"fallbacks\":[{}]}", 400, "fallbacks", "model"),
                        new Case(
                                "{\"messages\":[],\"fallbacks\":[{\"g\":[{\"h\":[\"x\"]}]}]}",
                                400,
                                "fallbacks",
                                "model"),
                        new Case(
                                "{\"messages\":[],\"fallbacks\":[\"\"]}",
                                400,
                                "fallbacks",
                                "an empty name"),
                        new Case(
                                "{\"messages\":[],\"fallbacks\":[{\"model\":\"b\","
                                        + "\"n\":1,\"n\":2}]}",
                                400,
                                "fallbacks",
                                "Duplicate field in 'fallbacks': 'n'."),
                        new Case(
                                "{\"messages\":[],\"fallbacks\":[{\"api_key\":\"x\","
                                        + "\"model\":\"b\"}]}",
                                401,
                                "fallbacks.api_key",
                                "api_key is not allowed in request body"),
                        new Case(
                                "{\"messages\":[],\"fallbacks\":[{\"model\":\"b\",\"messages\":\""
                                        + "x".repeat(1 << 20)
                                        + "\"}]}",
                                400,
                                "fallbacks",
                                "The parameters in 'fallbacks' are too many."),
                        new Case(
                                "{\"messages\":[],\"max_fallbacks\":-1}",
                                400,
                                "max_fallbacks",
                                "whole number"),
                        new Case(
                                "{\"api_base\":\"x\"}", 401, "api_base", "api_base is not allowed"),
                        new Case("{\"api_key\":\"x\"}", 401, "api_key", "Rejected Request"),
                        new Case(
                                "{\"mock_testing_fallbacks\":true}",
                                400,
                                "mock_testing_fallbacks",
                                "Mock testing request params are disabled"))) {
            Envelope.Rejected rejected =
                    (Envelope.Rejected) envelope(each.body(), CallHeaders.NONE);
            assertThat(rejected.status()).as(each.body()).isEqualTo(each.status());
            assertThat(rejected.param()).as(each.body()).isEqualTo(each.param());
            assertThat(rejected.message()).as(each.body()).contains(each.fragment());
        }
    }

    @Test
    void an_object_among_the_stand_ins_gives_its_other_fields_to_its_model() {
        ModelCall call =
                read(
                        "{\"messages\":[],\"fallbacks\":[{\"temperature\": 0"
                            + " ,\"model\":\"b\",\"stop\":[\"x\","
                            + " \"y\"],\"stream\":true,\"api_key\":null,"
                            + "\"m\\u0065ssages\":[{\"content\":\"é\"}]}],"
                            + "\"content_policy_fallbacks\":[{\"g\":[\"c\",{\"model\":\"d\",\"n\":1}],"
                            + "\"h\":[\"e\"]}]}");

        assertThat(call.overrides().fallbacks())
                .containsExactly(
                        new FallbackTarget(
                                "b",
                                Map.of(
                                        "temperature",
                                        "0",
                                        "stop",
                                        "[\"x\", \"y\"]",
                                        "messages",
                                        "[{\"content\":\"é\"}]")));
        assertThat(call.overrides().contentPolicyFallbacks())
                .containsExactly(
                        FallbackTarget.of("c"),
                        new FallbackTarget("d", Map.of("n", "1")),
                        FallbackTarget.of("e"));
    }

    @Test
    void failures_are_made_up_where_the_operator_allows_it_and_the_caller_asks_with_a_true_value() {
        Map<String, MockedFailure> names =
                Map.of(
                        "mock_testing_fallbacks", MockedFailure.FALLBACKS,
                        "mock_testing_context_fallbacks", MockedFailure.CONTEXT_WINDOW,
                        "mock_testing_context_window_fallbacks", MockedFailure.CONTEXT_WINDOW,
                        "mock_testing_content_policy_fallbacks", MockedFailure.CONTENT_POLICY,
                        "mock_testing_rate_limit_error", MockedFailure.RATE_LIMIT,
                        "mock_timeout", MockedFailure.TIMEOUT);
        names.forEach(
                (name, failure) -> {
                    for (String yes : List.of("true", "1", "\"yes\"", "[0]", "{\"a\":1}")) {
                        assertThat(mocked(name, yes))
                                .as("%s: %s", name, yes)
                                .containsExactly(failure);
                    }
                    for (String no : List.of("false", "null", "0", "0.0", "\"\"", "[ ]", "{}")) {
                        assertThat(mocked(name, no)).as("%s: %s", name, no).isEmpty();
                    }
                });
    }

    private static Set<MockedFailure> mocked(String name, String value) {
        String body = "{\"messages\":[],\"" + name + "\":" + value + "}";
        return ((Envelope.Read) envelope(new EnvelopeReader(true), body, CallHeaders.NONE))
                .call()
                .overrides()
                .mocked();
    }

    @Test
    void a_user_agent_alone_decides_nothing() {
        CallHeaders.Collector headers = new CallHeaders.Collector(Forwarding.NOTHING);
        headers.line("user-agent", "a".repeat(600));

        ModelCall call = read("{\"messages\":[]}", headers.done());

        assertThat(call.overrides()).isSameAs(CallOverrides.NONE);
        assertThat(call.userAgent()).isEqualTo("a".repeat(500));
    }

    @Test
    void headers_go_along_where_the_operator_says_so_but_never_a_key_or_a_word_about_the_way() {
        Forwarding everyModel = new Forwarding(true, Set.of(), true, "X-Our-Entry");
        List<String> kept =
                List.of(
                        "x-api-key",
                        "x-goog-api-key",
                        "x-our-entry",
                        "x-amz-security-token",
                        "x-auth-token",
                        "x-litellm-api-key",
                        "x-litellm-tags",
                        "x-stainless-os",
                        "x-forwarded-for",
                        "x-real-ip",
                        "authorization",
                        "cookie",
                        "accept",
                        "traceparent");
        CallHeaders.Collector headers = new CallHeaders.Collector(everyModel);
        headers.line("x-request-id", "1");
        headers.line("openai-beta", "2");
        headers.line("openai-organization", "3");
        headers.line("anthropic-beta", "4");
        headers.line("x-author", "5");
        kept.forEach(name -> headers.line(name, "never"));

        HeaderLines forwarded = read("{\"messages\":[]}", headers.done()).forwarded();

        assertThat(forwarded)
                .isEqualTo(
                        HeaderLines.of(
                                "openai-organization", "3",
                                "anthropic-beta", "4",
                                "x-request-id", "1",
                                "openai-beta", "2",
                                "x-author", "5"));
    }

    @Test
    void headers_go_along_with_calls_of_the_named_models_only() {
        Forwarding some = new Forwarding(false, Set.of("gpt", "claude/*"), false, "");
        CallHeaders.Collector headers = new CallHeaders.Collector(some);
        headers.line("x-trace", "t");
        CallHeaders lines = headers.done();

        assertThat(read("{\"model\":\"gpt\",\"messages\":[]}", lines).forwarded().size()).isOne();
        assertThat(read("{\"model\":\"claude/x\",\"messages\":[]}", lines).forwarded().size())
                .isOne();
        assertThat(read("{\"model\":\"gpt-4\",\"messages\":[]}", lines).forwarded().size())
                .isZero();
    }

    @Test
    void thousands_of_fields_are_refused_before_they_cost_anything() {
        StringBuilder body = new StringBuilder("{\"messages\":[]");
        for (int i = 0; i < 1000; i++) {
            body.append(",\"f").append(i).append("\":1");
        }
        assertThat(envelope(body.append('}').toString(), CallHeaders.NONE))
                .isInstanceOf(Envelope.Rejected.class);
    }

    @Test
    void a_byte_order_mark_is_tolerated_and_not_sent_on() {
        ModelCall call = read("\ufeff{\"messages\":[]}");

        assertThat(call.letter().size()).isEqualTo(15);
        assertThat(call.letter().field("messages").orElseThrow().start()).isEqualTo(1);
    }

    @Test
    void the_paths_model_beats_the_bodys() {
        Envelope read =
                new EnvelopeReader(false)
                        .read(
                                "{\"model\":\"b\",\"input\":\"x\"}"
                                        .getBytes(StandardCharsets.UTF_8),
                                Dialect.OPENAI_EMBEDDINGS,
                                "p",
                                CallHeaders.NONE,
                                "id",
                                Caller.MASTER);

        assertThat(((Envelope.Read) read).call().model()).isEqualTo("p");
    }

    private static ModelCall read(String body) {
        return read(body, CallHeaders.NONE);
    }

    private static ModelCall read(String body, CallHeaders headers) {
        return ((Envelope.Read) envelope(body, headers)).call();
    }

    private static Envelope envelope(String body, CallHeaders headers) {
        return envelope(new EnvelopeReader(false), body, headers);
    }

    private static Envelope envelope(EnvelopeReader reader, String body, CallHeaders headers) {
        return reader.read(
                body.getBytes(StandardCharsets.UTF_8),
                Dialect.OPENAI_CHAT,
                "",
                headers,
                "id",
                Caller.MASTER);
    }
}
