package dev.tollgate.adapters.providers.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.providers.Calls;
import dev.tollgate.adapters.providers.Deployments;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.port.out.ReplyStream.Step;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.Frame.Kind;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class MockRepliesTest {
    private final MockReplies mocks = new MockReplies(() -> Instant.ofEpochSecond(77), () -> "id");

    @Test
    void a_chat_call_is_answered_with_the_text_and_a_fixed_usage() {
        ProviderReply.Whole reply = whole("say \"é\"", Dialect.OPENAI_CHAT);

        assertThat(text(reply))
                .isEqualTo(
                        "{\"id\":\"chatcmpl-id\",\"object\":\"chat.completion\",\"created\":77,"
                                + "\"model\":\"group\",\"choices\":[{\"index\":0,\"message\":"
                                + "{\"role\":\"assistant\",\"content\":\"say \\\"é\\\"\"},"
                                + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":10,"
                                + "\"completion_tokens\":20,\"total_tokens\":30}}");
        assertThat(reply.usage()).isEqualTo(Usage.of(10, 20));
    }

    @Test
    void a_prompt_is_answered_as_a_text() {
        assertThat(text(whole("hi", Dialect.OPENAI_COMPLETIONS)))
                .contains("\"object\":\"text_completion\"", "\"text\":\"hi\",\"logprobs\":null");
    }

    @Test
    void an_embedding_depends_on_the_text_alone_and_has_no_output() {
        ProviderReply.Whole one = whole("one", Dialect.OPENAI_EMBEDDINGS);

        assertThat(text(one)).isEqualTo(text(whole("one", Dialect.OPENAI_EMBEDDINGS)));
        assertThat(text(one)).isNotEqualTo(text(whole("two", Dialect.OPENAI_EMBEDDINGS)));
        assertThat(text(one))
                .startsWith("{\"object\":\"list\",\"model\":\"group\",\"data\":[{")
                .endsWith("\"usage\":{\"prompt_tokens\":10,\"total_tokens\":10}}");
        assertThat(one.usage()).isEqualTo(Usage.of(10, 0));
    }

    @Test
    void a_stream_gives_three_characters_at_a_time_and_splits_no_pair() {
        List<Step.Event> events = events(Dialect.OPENAI_CHAT, "ab\ud83d\ude00cd", false);

        assertThat(events.stream().map(MockRepliesTest::data).map(MockRepliesTest::delta))
                .containsExactly(
                        "\"delta\":{\"role\":\"assistant\",\"content\":\"ab\ud83d\ude00\"}",
                        "\"delta\":{\"content\":\"cd\"}",
                        "\"delta\":{}");
        assertThat(events.stream().map(event -> event.frame().kind()))
                .containsExactly(Kind.CONTENT, Kind.CONTENT, Kind.FINISH);
    }

    @Test
    void a_stream_shows_its_usage_to_who_asked_for_it() {
        assertThat(data(events(Dialect.OPENAI_CHAT, "a", true).getLast()))
                .contains("\"choices\":[],\"usage\":{\"prompt_tokens\":10,")
                .endsWith("}\n\n");
        assertThat(events(Dialect.OPENAI_CHAT, "a", false))
                .noneMatch(event -> data(event).contains("usage"));
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI_CHAT", "OPENAI_COMPLETIONS"})
    void an_answer_is_called_what_its_bytes_call_it(Dialect dialect) {
        ProviderReply.Whole whole = whole("a", dialect);
        String name = "\"id\":\"%s\"".formatted(whole.id());
        assertThat(new String(whole.body(), StandardCharsets.UTF_8)).contains(name);
        assertThat(stream(call(dialect, true, false), "a").answerId()).isEqualTo(whole.id());
        assertThat(whole("a", Dialect.OPENAI_EMBEDDINGS).id()).isEmpty();
    }

    @Test
    void a_text_stream_speaks_of_texts() {
        assertThat(events(Dialect.OPENAI_COMPLETIONS, "ab", false))
                .allMatch(event -> data(event).contains("\"object\":\"text_completion\""))
                .first()
                .matches(event -> data(event).contains("\"text\":\"ab\",\"logprobs\":null"));
    }

    @Test
    void an_empty_piece_of_text_still_makes_a_complete_stream() {
        ReplyStream stream = stream(call(Dialect.OPENAI_CHAT, true, false), " ");
        assertThat(stream.usage()).isEqualTo(Usage.NONE);
        assertThat(stream.next()).isInstanceOf(Step.Event.class);
        assertThat(stream.usage()).isEqualTo(Usage.of(10, 20));
    }

    @ParameterizedTest
    @CsvSource({
        "litellm.RateLimitError, RATE_LIMIT, 429",
        "litellm.ContextWindowExceededError, CONTEXT_WINDOW, 400",
        "litellm.InternalServerError, INTERNAL, 500",
    })
    void three_texts_name_failures(String text, FailureKind kind, int status) {
        for (boolean streaming : List.of(false, true)) {
            ProviderReply reply =
                    mocks.answer(
                            call(Dialect.OPENAI_CHAT, streaming, false),
                            Deployments.of("openai").mocking(text).settings());

            assertThat(reply).isInstanceOf(ProviderReply.Failed.class);
            var failure = ((ProviderReply.Failed) reply).failure();
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure.message()).startsWith("this is a mock");
        }
    }

    private static ModelCall call(Dialect dialect, boolean streaming, boolean usage) {
        return Calls.call(dialect, "{\"model\":\"g\"}", streaming, usage, CallOverrides.NONE);
    }

    private ProviderReply.Whole whole(String text, Dialect dialect) {
        return (ProviderReply.Whole)
                mocks.answer(
                        call(dialect, false, false),
                        Deployments.of("openai").mocking(text).settings());
    }

    private ReplyStream stream(ModelCall call, String text) {
        return ((ProviderReply.Streaming)
                        mocks.answer(call, Deployments.of("openai").mocking(text).settings()))
                .stream();
    }

    private List<Step.Event> events(Dialect dialect, String text, boolean usage) {
        ReplyStream stream = stream(call(dialect, true, usage), text);
        List<Step.Event> events = new ArrayList<>();
        while (stream.next() instanceof Step.Event event) {
            events.add(event);
        }
        return events;
    }

    private static String data(Step.Event event) {
        return new String(
                event.frame().bytes(),
                event.frame().offset(),
                event.frame().length(),
                StandardCharsets.UTF_8);
    }

    private static String delta(String event) {
        int start = event.indexOf("\"delta\"");
        return event.substring(start, event.indexOf(",\"finish_reason\""));
    }

    private static String text(ProviderReply.Whole reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
