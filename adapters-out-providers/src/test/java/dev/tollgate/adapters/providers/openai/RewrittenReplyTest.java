package dev.tollgate.adapters.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.providers.Calls;
import dev.tollgate.adapters.providers.Deployments;
import dev.tollgate.adapters.providers.directory.ProviderDirectory;
import dev.tollgate.adapters.providers.protocol.StreamTranslation;
import dev.tollgate.adapters.providers.protocol.StreamTranslation.Translated;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// Answers that change on their way because a deployment merges reasoning, or because a prompt was
/// asked of a chat model.
class RewrittenReplyTest {
    private final OpenAiProtocol protocol =
            new OpenAiProtocol(ProviderDirectory.load(), new OpenAiAddress());

    @Test
    void reasoning_goes_into_the_content_between_tags() {
        assertThat(
                        whole(
                                Deployments.of("openai").mergingReasoning(),
                                chat(false),
                                "{\"choices\":[{\"index\":0,\"message\":{\"reasoning_content\":"
                                        + "\"hm\",\"content\":\"4\"}}],\"x\":1}"))
                .isEqualTo(
                        "{\"choices\":[{\"index\":0,\"message\":"
                                + "{\"content\":\"<think>hm</think>4\"}}],\"x\":1}");
    }

    @Test
    void an_answer_without_reasoning_keeps_its_content_when_merging() {
        assertThat(
                        whole(
                                Deployments.of("openai").mergingReasoning(),
                                chat(false),
                                "{\"choices\":[{\"message\":{\"content\":null}},7],\"x\":1}"))
                .isEqualTo("{\"choices\":[{\"message\":{\"content\":null}},7],\"x\":1}");
    }

    @Test
    void the_tags_open_and_close_once_for_each_choice_of_a_stream() {
        assertThat(
                        streamed(
                                Deployments.of("openai").mergingReasoning(),
                                chat(true),
                                delta(0, "{\"reasoning\":\"a\"}"),
                                delta(1, "{\"content\":\"x\"}"),
                                delta(0, "{\"reasoning_content\":\"b\"}"),
                                delta(0, "{\"content\":\"4\"}"),
                                delta(0, "{\"content\":\"2\"}")))
                .containsExactly(
                        delta(0, "{\"content\":\"<think>a\"}"),
                        delta(1, "{\"content\":\"x\"}"),
                        delta(0, "{\"content\":\"b\"}"),
                        delta(0, "{\"content\":\"</think>4\"}"),
                        delta(0, "{\"content\":\"2\"}"));
    }

    @Test
    void a_tag_is_closed_before_tools_are_called_and_at_the_end() {
        assertThat(
                        streamed(
                                Deployments.of("openai").mergingReasoning(),
                                chat(true),
                                delta(0, "{\"reasoning\":\"a\"}"),
                                delta(0, "{\"tool_calls\":[{\"index\":0}]}")))
                .last()
                .isEqualTo(delta(0, "{\"tool_calls\":[{\"index\":0}],\"content\":\"</think>\"}"));
        assertThat(
                        streamed(
                                Deployments.of("openai").mergingReasoning(),
                                chat(true),
                                delta(0, "{\"reasoning\":\"a\"}"),
                                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}"))
                .last()
                .isEqualTo(
                        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"</think>\"},"
                                + "\"finish_reason\":\"stop\"}]}");
    }

    @Test
    void a_chat_answer_to_a_prompt_becomes_a_text_answer() {
        String body =
                "{\"id\":\"c\",\"object\":\"chat.completion\",\"choices\":[{\"index\":1,"
                        + "\"message\":{\"role\":\"assistant\",\"content\":\"hi\"},"
                        + "\"finish_reason\":\"length\"},{\"message\":{\"content\":null}}],"
                        + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}";
        ProviderReply.Whole reply =
                (ProviderReply.Whole)
                        protocol.whole(
                                prompt(false),
                                Deployments.of("groq").settings(),
                                HeaderLines.NONE,
                                bytes(body));

        assertThat(new String(reply.body(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"id\":\"c\",\"object\":\"text_completion\",\"choices\":["
                                + "{\"text\":\"hi\",\"index\":1,\"logprobs\":null,"
                                + "\"finish_reason\":\"length\"},"
                                + "{\"text\":\"\",\"index\":0,\"logprobs\":null,"
                                + "\"finish_reason\":null}],"
                                + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}");
        assertThat(reply.usage()).isEqualTo(Usage.of(3, 2));
    }

    @Test
    void a_chat_stream_for_a_prompt_becomes_a_text_stream() {
        assertThat(
                        streamed(
                                Deployments.of("groq"),
                                prompt(true),
                                "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":"
                                        + "[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}",
                                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}"))
                .containsExactly(
                        "{\"id\":\"c\",\"object\":\"text_completion\",\"choices\":"
                                + "[{\"text\":\"hi\",\"index\":0,\"logprobs\":null,"
                                + "\"finish_reason\":null}]}",
                        "{\"choices\":[{\"text\":\"\",\"index\":0,\"logprobs\":null,"
                                + "\"finish_reason\":\"stop\"}],\"object\":\"text_completion\"}");
    }

    private static ModelCall chat(boolean streaming) {
        return streaming ? Calls.chatStream("{}") : Calls.chat("{}");
    }

    private static ModelCall prompt(boolean streaming) {
        return Calls.call(Dialect.OPENAI_COMPLETIONS, "{}", streaming, false, CallOverrides.NONE);
    }

    private static String delta(int index, String delta) {
        return "{\"choices\":[{\"index\":%d,\"delta\":%s}]}".formatted(index, delta);
    }

    private String whole(Deployments deployment, ModelCall call, String body) {
        ProviderReply reply =
                protocol.whole(call, deployment.settings(), HeaderLines.NONE, bytes(body));
        return new String(((ProviderReply.Whole) reply).body(), StandardCharsets.UTF_8);
    }

    private List<String> streamed(Deployments deployment, ModelCall call, String... chunks) {
        StreamTranslation stream = protocol.stream(call, deployment.settings());
        return Stream.of(chunks)
                .map(RewrittenReplyTest::bytes)
                .map(data -> stream.event("", data, 0, data.length))
                .map(Translated::frames)
                .flatMap(List::stream)
                .map(RewrittenReplyTest::data)
                .toList();
    }

    private static String data(Frame frame) {
        String text =
                new String(frame.bytes(), frame.offset(), frame.length(), StandardCharsets.UTF_8);
        assertThat(text).startsWith("data: ").endsWith("\n\n");
        return text.substring(6, text.length() - 2);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
