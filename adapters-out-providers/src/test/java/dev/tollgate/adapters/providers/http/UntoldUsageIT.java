package dev.tollgate.adapters.providers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.providers.Calls;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.usage.ServiceTier;
import dev.tollgate.domain.usage.Terms;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;

/// Providers that answer and do not say what it used: nobody is served for nothing.
@Timeout(60)
class UntoldUsageIT {
    private static final String BODY =
            "{\"model\":\"g\",\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}]}";
    private static final long PROMPT = 4 + 3;

    @Test
    void a_whole_answer_is_estimated_at_the_tier_that_served_it() throws Exception {
        String answer =
                """
                {"service_tier":"flex","choices":[{"index":0,"message":
                {"role":"assistant","content":"sixteen letters.","reasoning_content":"hm"}}]}\
                """;
        try (ScriptedServer server = answering(answer);
                Engine engine = Engine.to(server)) {
            ProviderReply reply = engine.ask(Calls.chat(BODY));

            assertThat(Engine.bodyOf(reply)).isEqualTo(answer);
            assertThat(((ProviderReply.Whole) reply).usage())
                    .isEqualTo(Usage.estimate(PROMPT, 5).with(Terms.of(ServiceTier.FLEX)));
        }
    }

    @Test
    void a_completion_and_an_embedding_are_estimated() throws Exception {
        String completion = "{\"choices\":[{\"index\":0,\"text\":\"eight ch\"}]}";
        String embedding = "{\"data\":[{\"index\":0,\"embedding\":[0.25,0.5]}]}";
        try (ScriptedServer server = answering(completion);
                Engine engine = Engine.to(server)) {
            assertThat(usage(engine, Dialect.OPENAI_COMPLETIONS, "prompt"))
                    .isEqualTo(Usage.estimate(3, 2));
        }
        try (ScriptedServer server = answering(embedding);
                Engine engine = Engine.to(server)) {
            assertThat(usage(engine, Dialect.OPENAI_EMBEDDINGS, "input"))
                    .isEqualTo(Usage.estimate(3, 0));
        }
    }

    @Test
    void a_stream_that_ends_well_is_estimated() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                (peer, _) -> {
                                    peer.read();
                                    peer.streamHead();
                                    peer.chunk(chunk("{\"content\":\"Hello world!\"}", "null"));
                                    peer.chunk(chunk("{}", "\"stop\""));
                                    peer.chunk("data: [DONE]\n\n");
                                    peer.lastChunk();
                                });
                Engine engine = Engine.to(server);
                ReplyStream stream = Engine.streamOf(engine.ask(Calls.chatStream(BODY)))) {
            Engine.drain(stream);

            assertThat(stream.usage()).isEqualTo(Usage.estimate(PROMPT, 3));
        }
    }

    @Test
    void a_whole_answer_in_the_place_of_a_stream_is_a_failure_that_is_billed() throws Exception {
        String answer = "{\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3}}";
        try (ScriptedServer server = answering(answer);
                Engine engine = Engine.to(server)) {
            ProviderReply reply = engine.ask(Calls.chatStream(BODY));

            assertThat(((ProviderReply.Failed) reply).usage()).isEqualTo(Usage.of(9, 3));
        }
    }

    private static Usage usage(Engine engine, Dialect dialect, String field) {
        String body = "{\"model\":\"g\",\"" + field + "\":\"one two three\"}";
        return ((ProviderReply.Whole)
                        engine.ask(Calls.call(dialect, body, false, false, CallOverrides.NONE)))
                .usage();
    }

    private static String chunk(String delta, String reason) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n"
                .formatted(delta, reason);
    }

    private static ScriptedServer answering(String body) throws IOException {
        return new ScriptedServer(
                (peer, _) -> {
                    while (peer.read()) {
                        peer.json(body);
                    }
                });
    }
}
