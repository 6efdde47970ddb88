package dev.tollgate.application.call;

import static dev.tollgate.application.testkit.ScriptedProvider.breaks;
import static dev.tollgate.application.testkit.ScriptedProvider.content;
import static dev.tollgate.application.testkit.ScriptedProvider.fails;
import static dev.tollgate.application.testkit.ScriptedProvider.finish;
import static dev.tollgate.application.testkit.ScriptedProvider.stream;
import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.setup.TranscriptRules;
import dev.tollgate.application.testkit.RecordingCaller;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Transcript;
import dev.tollgate.domain.failure.FailureKind;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

class KeptWordsTest {
    private final TestGateway gateway =
            new TestGateway()
                    .with(aDeployment("east").serving("chat"))
                    .keeping(new TranscriptRules(true, true));

    /// What is kept of the last call, once the scribe has brought it.
    private Optional<Transcript> kept() {
        gateway.scribe.run();
        return gateway.transcripts.of(gateway.journal.settled.getLast().call().id());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void a_letter_and_its_answer_are_kept() {
        gateway.asks("chat");

        Transcript said = kept().orElseThrow();
        assertThat(text(said.asked())).isEqualTo("{}");
        assertThat(text(said.answered())).isEqualTo("hello from east");
        assertThat(said.streamed()).isFalse();
    }

    @Test
    void of_a_stream_that_broke_what_was_sent_is_kept() {
        gateway.provider.next("east", stream(content("Hel"), content("lo"), breaks()));
        gateway.streams("chat");

        Transcript said = kept().orElseThrow();
        assertThat(text(said.answered())).isEqualTo("Hello");
        assertThat(said.streamed()).isTrue();
    }

    @Test
    void of_a_caller_who_left_what_they_were_sent_is_kept() {
        gateway.provider.next("east", stream(content("Hel"), content("lo"), finish()));
        gateway.asks(
                TestGateway.aCall("chat", true, CallOverrides.NONE),
                new RecordingCaller().hangingUpAfter(1));

        assertThat(text(kept().orElseThrow().answered())).isEqualTo("Hel");
    }

    @Test
    void of_a_call_that_failed_the_letter_is_kept() {
        gateway.withRetries(0).provider.next("east", fails(FailureKind.INTERNAL, 500));
        gateway.asks("chat");

        Transcript said = kept().orElseThrow();
        assertThat(text(said.asked())).isEqualTo("{}");
        assertThat(said.answered()).isEmpty();
    }

    @Test
    void a_call_that_asked_nobody_is_not_kept() {
        gateway.asks("unknown");
        assertThat(kept()).isEmpty();
    }

    @Test
    void without_the_setting_nothing_is_kept() {
        gateway.keeping(TranscriptRules.NOTHING).asks("chat");
        gateway.streams("chat");
        assertThat(kept()).isEmpty();
    }
}
