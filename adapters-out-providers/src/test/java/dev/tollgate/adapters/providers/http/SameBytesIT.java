package dev.tollgate.adapters.providers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.providers.Calls;
import dev.tollgate.adapters.providers.OddJson;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.port.out.ReplyStream.Step;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/// What goes over the wire is what was written, in both directions.
@Timeout(60)
class SameBytesIT {
    private final AtomicReference<String> answer = new AtomicReference<>("");

    @Test
    void a_letter_and_its_answer_keep_every_byte_but_the_models_name() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                (peer, _) -> {
                                    while (peer.read()) {
                                        peer.json(answer.get());
                                    }
                                });
                Engine engine = Engine.to(server)) {
            for (int seed = 0; seed < 60; seed++) {
                Random random = new Random(seed);
                String before = fields(random) + "\"model\"" + OddJson.space(random) + ":";
                String after = OddJson.space(random) + "," + fields(random).substring(1);
                String end = "\"last\":" + OddJson.value(random, 3) + OddJson.space(random) + "}";
                after = after.replace("\"x", "\"y") + end;
                answer.set(fields(random) + "\"choices\":[" + OddJson.value(random, 2) + "]}");

                String body = Engine.bodyOf(engine.ask(Calls.chat(before + "\"g\"" + after)));

                assertThat(body).as("seed %d", seed).isEqualTo(answer.get());
                assertThat(server.requests().getLast())
                        .as("seed %d", seed)
                        .endsWith("\r\n\r\n" + before + "\"gpt-4o-mini\"" + after);
            }
        }
    }

    @Test
    void the_data_of_an_event_keeps_every_byte() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                (peer, _) -> {
                                    while (peer.read()) {
                                        peer.streamHead();
                                        peer.chunk("data: " + answer.get() + "\n\n");
                                        peer.chunk("data: [DONE]\n\n");
                                        peer.lastChunk();
                                    }
                                });
                Engine engine = Engine.to(server)) {
            for (int seed = 0; seed < 60; seed++) {
                // A line break would end the data's line.
                String fields = fields(new Random(seed)).replace("\n", " ");
                answer.set(
                        fields
                                + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\\u0061\"},"
                                + " \"finish_reason\" :\"stop\"}]}");

                try (ReplyStream stream =
                        Engine.streamOf(engine.ask(Calls.chatStream("{\"model\":\"g\"}")))) {
                    assertThat(Engine.drain(stream))
                            .as("seed %d", seed)
                            .containsExactly("data: " + answer.get() + "\n\n", new Step.End());
                }
            }
        }
    }

    /// The beginning of an object, up to the place of its next field.
    private static String fields(Random random) {
        StringBuilder text = new StringBuilder("{").append(OddJson.space(random));
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            text.append(OddJson.field(random, i));
        }
        return text.toString();
    }
}
