package dev.tollgate.adapters.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.providers.Calls;
import dev.tollgate.adapters.providers.Deployments;
import dev.tollgate.adapters.providers.directory.ProviderDirectory;
import dev.tollgate.adapters.providers.protocol.StreamTranslation;
import dev.tollgate.adapters.providers.protocol.StreamTranslation.Translated;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.domain.call.Frame.Kind;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

class OpenAiReplyTest {
    private final Deployments deployment = Deployments.of("openai");
    private final OpenAiProtocol protocol =
            new OpenAiProtocol(ProviderDirectory.load(), new OpenAiAddress());
    private final StreamTranslation stream =
            protocol.stream(Calls.chatStream("{}"), deployment.settings());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"error\":{\"message\":\"m\",\"code\":\"context_length_exceeded\"}} |"
                        + " CONTEXT_WINDOW | 400",
                "400 |"
                    + " {\"error\":{\"message\":\"m\",\"code\":\"content_filter\",\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\"}}}"
                    + " | CONTENT_POLICY | 400",
                "401 | {\"error\":{\"message\":\"Incorrect\"}} | AUTHENTICATION | 401",
                "403 | {} | PERMISSION | 403",
                "413 | {} | BAD_REQUEST | 413",
                "429 | {\"message\":\"slow\"} | RATE_LIMIT | 429",
                "500 | <html>oops</html> | INTERNAL | 500",
                "504 | gone | TIMEOUT | 504",
                "529 | {\"detail\":\"busy\"} | API | 529",
            })
    void statuses_and_words_of_an_error_give_its_class(
            int status, String body, FailureKind kind, int answered) {
        ProviderFailure failure =
                protocol.failure(
                        deployment.settings(),
                        status,
                        HeaderLines.NONE,
                        body.getBytes(StandardCharsets.UTF_8));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(answered);
        assertThat(failure.message()).doesNotContain("<html>").isNotBlank();
    }

    @Test
    void a_key_that_comes_back_in_an_error_is_masked() {
        byte[] body =
                "{\"error\":{\"message\":\"bad key sk-upstream-secret\"}}"
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(protocol.failure(deployment.settings(), 401, HeaderLines.NONE, body).message())
                .isEqualTo("bad key ***");
    }

    @Test
    void chunks_are_told_apart_and_the_usage_chunk_is_kept_back() {
        assertThat(kind("{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}"))
                .isEqualTo(Kind.OTHER);
        assertThat(kind("{\"choices\":[{\"delta\":{\"tool_calls\":[{}]}}]}"))
                .isEqualTo(Kind.CONTENT);
        assertThat(stream.finished()).isFalse();
        assertThat(kind("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}"))
                .isEqualTo(Kind.FINISH);
        assertThat(stream.finished()).isTrue();
        assertThat(
                        event(
                                "{\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"prompt_tokens_details\":{\"cached_tokens\":4},\"completion_tokens_details\":{\"reasoning_tokens\":2}}}"))
                .isEqualTo(Translated.NOTHING);
        assertThat(stream.usage()).isEqualTo(new Usage(true, 9, 3, 4, 0, 0, 0, 0, 2));
        assertThat(event("[DONE]").end()).isTrue();
    }

    @Test
    void a_stream_is_called_what_its_first_chunk_with_a_name_calls_it() {
        event("{\"id\":\"\",\"choices\":[]}");
        assertThat(stream.answerId()).isEmpty();
        event("{\"choices\":[],\"id\":\"chatcmpl-1\"}");
        event("{\"id\":\"chatcmpl-2\",\"choices\":[{\"delta\":{\"id\":\"call_1\"}}]}");
        assertThat(stream.answerId()).isEqualTo("chatcmpl-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"chatcmpl-1\",\"choices\":[{\"id\":\"x\"}]} | chatcmpl-1",
                "{\"choices\":[],\"id\":\"a\\u0062\"} | ab",
                "{\"choices\":[]} | ''",
                "{\"id\":7,\"choices\":[]} | ''",
            })
    void a_whole_answer_is_called_what_it_calls_itself(String body, String id) {
        ProviderReply reply =
                protocol.whole(
                        Calls.chat("{}"),
                        deployment.settings(),
                        HeaderLines.NONE,
                        body.getBytes(StandardCharsets.UTF_8));
        assertThat(((ProviderReply.Whole) reply).id()).isEqualTo(id);
    }

    @Test
    void a_choice_that_goes_on_after_its_finish_reason_is_not_done_until_it_says_so_again() {
        event(chunk(0, "\"stop\""));
        assertThat(kind("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"more\"}}]}"))
                .isEqualTo(Kind.CONTENT);
        assertThat(stream.finished()).isFalse();

        event(chunk(0, "\"length\""));
        assertThat(stream.finished()).isTrue();
    }

    @Test
    void a_provider_that_says_done_is_believed_where_a_finish_reason_was_given() {
        event(chunk(0, "\"stop\""));
        event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"more\"}}]}");
        assertThat(event("[DONE] ").end()).isTrue();
        assertThat(stream.finished()).isTrue();
    }

    @Test
    void a_stream_is_finished_when_all_choices_are() {
        StreamTranslation two =
                protocol.stream(
                        Calls.chatStream("{\"n\":2,\"messages\":[]}"), deployment.settings());
        event(two, "", chunk(0, "null"));
        event(two, "", chunk(0, "\"stop\""));
        assertThat(two.finished()).as("one of two that were asked for").isFalse();
        event(two, "", chunk(1, "null"));
        assertThat(two.finished()).isFalse();
        event(two, "", chunk(1, "\"stop\""));
        assertThat(two.finished()).isTrue();

        event(chunk(70, "null"));
        event(chunk(80, "\"stop\""));
        assertThat(stream.finished()).as("not all that have begun").isFalse();
        event(chunk(70, "\"stop\""));
        assertThat(stream.finished()).isTrue();
    }

    @Test
    void a_provider_that_gives_fewer_choices_than_asked_for_is_done_when_it_says_so() {
        StreamTranslation two =
                protocol.stream(
                        Calls.chatStream("{\"n\":2,\"messages\":[]}"), deployment.settings());
        event(two, "", chunk(0, "\"stop\""));
        event(two, "", "[DONE]");
        assertThat(two.finished()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | {\"error\":{\"message\":\"m\",\"type\":\"rate_limit_error\"}} | RATE_LIMIT |"
                        + " 429",
                "'' | {\"error\":{\"message\":\"m\",\"code\":503},\"choices\":[{\"finish_reason\":\"error\"}]}"
                    + " | UNAVAILABLE | 503",
                "'' | {\"error\":\"overloaded\"} | INTERNAL | 500",
                "'' | {\"object\":\"error\",\"message\":\"m\",\"code\":400} | BAD_REQUEST | 400",
                "'' | {\"message\":\"m\",\"code\":\"429\"} | RATE_LIMIT | 429",
                "'' | {\"detail\":\"m\"} | INTERNAL | 500",
                "error | {\"message\":\"m\",\"code\":\"context_length_exceeded\"} | CONTEXT_WINDOW"
                        + " | 400",
                "error | Something broke | INTERNAL | 500",
            })
    void an_error_within_a_stream_keeps_its_status_and_kind(
            String name, String data, FailureKind kind, int status) {
        ProviderFailure failure = event(stream, name, data).failure().orElseThrow();

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(status);
    }

    @Test
    void what_was_received_is_a_token_for_each_piece_and_for_every_four_bytes() {
        event("{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
        assertThat(stream.received()).isZero();
        for (int i = 0; i < 5; i++) {
            event("{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}");
        }
        assertThat(stream.received()).isEqualTo(5);
        event("{\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}".formatted("b".repeat(95)));
        assertThat(stream.received()).isEqualTo(25);
        event(
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"%s\"}}]}}]}"
                        .formatted("c".repeat(100)));
        assertThat(stream.received()).isBetween(48L, 54L);
    }

    @Test
    void an_error_event_fails_with_its_own_code() {
        ProviderFailure failure =
                event("{\"error\":{\"message\":\"slow down\",\"code\":429}}")
                        .failure()
                        .orElseThrow();
        assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMIT);
        assertThat(event("{\"choices\":[").failure().orElseThrow().kind())
                .isEqualTo(FailureKind.MALFORMED_REPLY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"finish_reason\":\"content_filter\"}] | true",
                "[{\"finish_reason\":\"stop\"},{\"finish_reason\":\"content_filter\",\"x\":1}] |"
                        + " true",
                "[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"content_filter\"}}] |"
                        + " false",
                "[{\"finish_reason\":null}, 1, null] | false",
                "[] | false",
            })
    void an_answer_that_the_content_filter_ended_says_so(String choices, boolean refused) {
        ProviderReply reply =
                protocol.whole(
                        Calls.chat("{}"),
                        deployment.settings(),
                        HeaderLines.NONE,
                        "{\"choices\":%s}".formatted(choices).getBytes(StandardCharsets.UTF_8));

        assertThat(((ProviderReply.Whole) reply).refused()).isEqualTo(refused);
    }

    private Kind kind(String data) {
        return event(data).frames().getFirst().kind();
    }

    private static String chunk(int index, String reason) {
        return "{\"choices\":[{\"index\":%d,\"delta\":{},\"finish_reason\":%s}]}"
                .formatted(index, reason);
    }

    private Translated event(String data) {
        return event(stream, "", data);
    }

    private static Translated event(StreamTranslation stream, String name, String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        return stream.event(name, bytes, 0, bytes.length);
    }
}
