package dev.tollgate.application.call;

import static dev.tollgate.application.testkit.ScriptedProvider.content;
import static dev.tollgate.application.testkit.ScriptedProvider.stream;
import static dev.tollgate.application.testkit.TestGateway.aCall;
import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.application.port.in.ReplyFacts;
import dev.tollgate.application.port.in.ReplySink;
import dev.tollgate.application.port.out.AttemptClaim;
import dev.tollgate.application.port.out.CallLog;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.testkit.RecordingCaller;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// Calls that a bug gets in the way of, wherever: they are logged once, leave nothing behind, and
/// their callers are told one end.
class BrokenCallsTest {
    private static final String BUG = "a bug";

    private final TestGateway gateway = new TestGateway();

    @BeforeEach
    void one_deployment_that_takes_one_call_at_a_time() {
        gateway.with(aDeployment("east").atOnce(1));
    }

    @AfterEach
    void nothing_is_left_and_the_next_call_is_answered() {
        assertThat(gateway.provider.claims()).noneMatch(AttemptClaim::open);
        assertThat(gateway.desk.leakedClaims()).isZero();
        assertThat(gateway.desk.running()).isZero();
        assertThat(gateway.state("east").inFlight()).isZero();
        assertThat(gateway.log).hasSize(1);
        assertThat(gateway.asks("chat").heard()).containsExactly("whole:hello from east");
    }

    private static IllegalStateException bug() {
        return new IllegalStateException(BUG);
    }

    private void breaks(boolean streaming, ReplySink caller) {
        assertThatThrownBy(
                        () ->
                                gateway.calls()
                                        .call(
                                                aCall("chat", streaming, CallOverrides.NONE),
                                                caller,
                                                new dev.tollgate.domain.call.Cancellation()))
                .hasMessage(BUG);
    }

    private CallLog.Entry logged() {
        return gateway.log.getFirst();
    }

    private void isLoggedAsBug(String... attempts) {
        assertThat(logged().failure()).containsInstanceOf(CallFailure.Bug.class);
        assertThat(logged().attempts())
                .extracting(CallLog.Attempt::failure)
                .containsExactly(attempts);
    }

    @Test
    void a_provider_that_throws_is_a_failed_call() {
        gateway.provider.next(
                "east",
                (_, _, _) -> {
                    throw bug();
                });
        RecordingCaller caller = new RecordingCaller();

        breaks(false, caller);

        assertThat(caller.heard()).containsExactly("failed");
        assertThat(caller.failure())
                .isInstanceOfSatisfying(
                        CallFailure.Bug.class, told -> assertThat(told.cause()).hasMessage(BUG));
        isLoggedAsBug("bug");
    }

    @Test
    void a_stream_that_throws_before_its_first_content_is_a_failed_call() {
        gateway.provider.next("east", throwing(new ArrayList<>()));
        RecordingCaller caller = new RecordingCaller();

        breaks(true, caller);

        assertThat(caller.heard()).containsExactly("failed");
        isLoggedAsBug("bug");
    }

    @Test
    void a_stream_that_throws_later_is_told_broken_and_billed() {
        gateway.provider.next("east", throwing(new ArrayList<>(List.of(content("Hel")))));
        RecordingCaller caller = new RecordingCaller();

        breaks(true, caller);

        assertThat(caller.heard()).containsExactly("start", "Hel", "broken");
        isLoggedAsBug("bug");
        assertThat(logged().attempts().getFirst().usage()).isEqualTo(Usage.of(10, 5));
    }

    @Test
    void a_sink_that_throws_at_a_frame_is_told_broken_and_the_stream_billed() {
        gateway.provider.next("east", stream(content("Hel"), content("lo")));
        Throwing caller = new Throwing("frame");

        breaks(true, caller);

        assertThat(caller.told).containsExactly("start", "frame", "broken");
        isLoggedAsBug("bug");
        assertThat(logged().attempts().getFirst().usage().outputTokens()).isEqualTo(5);
    }

    @Test
    void a_sink_that_throws_at_its_end_is_told_no_second_one() {
        Throwing caller = new Throwing("whole");

        breaks(false, caller);

        assertThat(caller.told).containsExactly("whole");
        assertThat(logged().failure()).isEmpty();
    }

    @Test
    void a_sink_that_throws_at_the_end_of_a_stream_is_told_no_second_one() {
        Throwing caller = new Throwing("complete");

        breaks(true, caller);

        assertThat(caller.told).endsWith("complete");
        assertThat(logged().failure()).isEmpty();
    }

    @Test
    void a_sink_that_cannot_be_told_of_the_bug_either_hides_nothing() {
        gateway.provider.next(
                "east",
                (_, _, _) -> {
                    throw bug();
                });
        Throwing caller = new Throwing("failed");

        breaks(false, caller);

        assertThat(caller.told).containsExactly("failed");
        assertThat(logged().failure())
                .hasValueSatisfying(
                        failure ->
                                assertThat(((CallFailure.Bug) failure).cause().getSuppressed())
                                        .hasSize(1));
    }

    /// A stream of these events that then throws, once it was paid for.
    private static dev.tollgate.application.testkit.ScriptedProvider.Answer throwing(
            List<ReplyStream.Step> steps) {
        return (_, _, _) ->
                new ProviderReply.Streaming(
                        HeaderLines.NONE,
                        new ReplyStream() {
                            @Override
                            public Step next() {
                                if (steps.isEmpty()) {
                                    throw bug();
                                }
                                return steps.removeFirst();
                            }

                            @Override
                            public Usage usage() {
                                return Usage.of(10, 5);
                            }

                            @Override
                            public String answerId() {
                                return "";
                            }

                            @Override
                            public void close() {}
                        });
    }

    /// Writes down what it is told, and throws at one word.
    private static final class Throwing implements ReplySink {
        private final List<String> told = new ArrayList<>();
        private final String at;

        Throwing(String at) {
            this.at = at;
        }

        private void hears(String word) {
            told.add(word);
            if (word.equals(at)) {
                throw bug();
            }
        }

        @Override
        public void whole(ReplyFacts facts, byte[] body) {
            hears("whole");
        }

        @Override
        public void failed(ReplyFacts facts, CallFailure failure) {
            hears("failed");
        }

        @Override
        public void start(ReplyFacts facts) {
            hears("start");
        }

        @Override
        public void frame(Frame frame) {
            hears("frame");
        }

        @Override
        public void complete() {
            hears("complete");
        }

        @Override
        public void broken(CallFailure failure) {
            hears("broken");
        }
    }
}
