package dev.tollgate.adapters.providers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.providers.http.Replay.Ending;
import dev.tollgate.adapters.providers.http.Replay.Outcome;
import dev.tollgate.adapters.providers.http.Replay.Piece;
import dev.tollgate.domain.call.Frame.Kind;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Recorded streams that are cut, reset, stalled and damaged at every byte: what the caller gets is
/// whole, or broken and says so.
class StreamFaultsTest {
    /// What a byte is replaced by. A colon is left out: at the start of a line it makes a comment
    /// of it, and nobody can tell that one was not meant.
    private static final int[] REPLACEMENTS = {
        'X', ' ', '\n', '\r', 0, '"', '\\', '{', '}', '[', ',', '0', 0xFF
    };

    static Stream<Recording> recordings() {
        return Recording.all().stream().flatMap(r -> Stream.of(r, r.withCrLf()));
    }

    /// Fewer, for what tries every byte in many ways.
    static Stream<Recording> someRecordings() {
        return Stream.concat(
                Recording.all().stream(),
                Stream.of(
                        Recording.of("openai-no-usage", "openai", "").withCrLf(),
                        Recording.of("anthropic-text", "anthropic", "").withCrLf()));
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void an_undisturbed_stream_is_whole_however_it_is_split(Recording recording) {
        Outcome first = Replay.whole(recording);
        assertThat(first.whole()).isTrue();
        assertThat(first.answer().getLast().kind()).isEqualTo(Kind.FINISH);
        for (int seed = 0; seed < 50; seed++) {
            Outcome other =
                    Replay.of(recording, recording.bytes().length, Ending.CLOSED, new Random(seed));
            assertThat(other).as("seed %d", seed).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @MethodSource("someRecordings")
    void a_stream_that_ends_at_any_byte_is_whole_or_broken(Recording recording) {
        Outcome all = Replay.whole(recording);
        for (Ending ending : Ending.values()) {
            int whole = 0;
            for (int length = 0; length < recording.bytes().length; length++) {
                Outcome outcome = Replay.of(recording, length, ending, new Random(length));
                String where = "%s after %d bytes".formatted(ending, length);
                assertThat(all.beginsWith(outcome.frames())).as(where).isTrue();
                if (outcome.whole()) {
                    whole++;
                    assertThat(outcome.answer()).as(where).isEqualTo(all.answer());
                } else {
                    assertThat(whole).as("%s, though less was whole", where).isZero();
                    assertThat(outcome.failure().orElseThrow().kind())
                            .as(where)
                            .isEqualTo(
                                    ending == Ending.STALLED
                                            ? FailureKind.TIMEOUT
                                            : FailureKind.MALFORMED_REPLY);
                }
            }
            int behindTheAnswer = recording.bytes().length - endOfAnswer(recording);
            assertThat(whole).as("%s", ending).isBetween(0, behindTheAnswer + 4);
        }
    }

    /// A byte inside a text or a name can become another one that is as good: nobody can tell. The
    /// stream has the same events then, the damaged one among them as it came; none is swallowed.
    @ParameterizedTest
    @MethodSource("someRecordings")
    void a_damaged_byte_breaks_the_stream_or_changes_what_one_event_says(Recording recording) {
        Outcome all = Replay.whole(recording);
        int broken = 0;
        for (int at = 0; at < recording.bytes().length; at++) {
            byte original = recording.bytes()[at];
            // A third of them at each byte; the next byte takes the next third.
            for (int i = at % 3; i < REPLACEMENTS.length; i += 3) {
                broken += damaged(recording, all, at, (byte) REPLACEMENTS[i]) ? 1 : 0;
            }
            broken += damaged(recording, all, at, (byte) (original ^ 1)) ? 1 : 0;
            broken += damaged(recording, all, at, (byte) (original ^ 0x80)) ? 1 : 0;
        }
        assertThat(broken).isGreaterThan(recording.bytes().length);
    }

    private static boolean damaged(Recording recording, Outcome all, int at, byte replacement) {
        byte[] bytes = recording.bytes().clone();
        if (replacement == ':' && (at == 0 || bytes[at - 1] == '\n' || bytes[at - 1] == '\r')) {
            return false;
        }
        bytes[at] = replacement;
        Outcome outcome =
                Replay.of(recording.with(bytes), bytes.length, Ending.CLOSED, new Random(at));
        if (!outcome.whole()) {
            return true;
        }
        Supplier<String> where =
                () -> "byte %d becomes %d: %s".formatted(at, replacement & 0xFF, outcome.frames());
        assertThat(outcome.frames().getLast().kind() == Kind.CONTENT).as(where).isFalse();
        if (recording.openAi()) {
            assertThat(outcome.frames()).as(where).hasSameSizeAs(all.frames());
            assertThat(differing(all.frames(), outcome.frames())).as(where).isLessThan(2);
        } else {
            assertThat(outcome.frames().size())
                    .as(where)
                    .isGreaterThanOrEqualTo(all.frames().size());
        }
        return false;
    }

    private static int differing(List<Piece> one, List<Piece> other) {
        int count = 0;
        for (int i = 0; i < one.size(); i++) {
            count += one.get(i).equals(other.get(i)) ? 0 : 1;
        }
        return count;
    }

    @ParameterizedTest
    @MethodSource("someRecordings")
    void a_line_that_does_not_belong_there_breaks_the_stream_wherever_it_stands(
            Recording recording) {
        Outcome all = Replay.whole(recording);
        for (String garbage : List.of("\ngarbage\n", "garbage", "\n<html>\n", "\n\n\u0000\n\n")) {
            byte[] inserted = garbage.getBytes(StandardCharsets.UTF_8);
            for (int at = 0; at < recording.bytes().length; at++) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                bytes.write(recording.bytes(), 0, at);
                bytes.writeBytes(inserted);
                bytes.write(recording.bytes(), at, recording.bytes().length - at);
                Outcome outcome =
                        Replay.of(
                                recording.with(bytes.toByteArray()),
                                bytes.size(),
                                Ending.CLOSED,
                                new Random(at));
                if (outcome.whole() && at < endOfStream(recording)) {
                    // Only a word in the middle of a text or a name can pass.
                    assertThat(garbage).as("at %d", at).isEqualTo("garbage");
                    assertThat(outcome.frames().size())
                            .as("at %d", at)
                            .isGreaterThanOrEqualTo(all.frames().size());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("someRecordings")
    void
            a_stream_that_breaks_has_its_usage_estimated_and_a_whole_one_as_far_as_nothing_was_reported(
                    Recording recording) {
        Usage reported = Replay.whole(recording).usage();
        assertThat(reported.estimated()).isEqualTo(recording.name().contains("no-usage"));
        for (Ending ending : Ending.values()) {
            long last = 0;
            for (int length = 0; length < recording.bytes().length; length += 7) {
                Outcome outcome = Replay.of(recording, length, ending, new Random(length));
                if (outcome.whole()) {
                    continue;
                }
                String where = "%s after %d bytes".formatted(ending, length);
                Usage usage = outcome.usage();
                boolean answered = !outcome.answer().isEmpty();
                if (answered || ending == Ending.STALLED) {
                    assertThat(usage.reported()).as(where).isTrue();
                    // Five words and the frame of a message, where nothing was reported.
                    assertThat(usage.inputTokens()).as(where).isIn(9L, reported.inputTokens());
                    // Anthropic reports the prompt and a first token at once.
                    boolean begun = usage.inputTokens() == reported.inputTokens();
                    assertThat(usage.estimated())
                            .as(where)
                            .isEqualTo(recording.openAi() || !begun || usage.outputTokens() > 1);
                }
                assertThat(usage.outputTokens()).as(where).isGreaterThanOrEqualTo(last);
                last = usage.outputTokens();
            }
            assertThat(last).as("%s", ending).isPositive();
        }
    }

    @Test
    void a_provider_that_fails_before_it_says_a_word_has_used_nothing() {
        Recording recording = Recording.of("openai-text", "openai", "");
        assertThat(Replay.of(recording, 10, Ending.RESET, new Random(1)).usage())
                .isEqualTo(Usage.NONE);
        assertThat(Replay.of(recording, 10, Ending.STALLED, new Random(1)).usage())
                .isEqualTo(Usage.estimate(9, 0));
    }

    /// From where on the provider has said that there is no more.
    private static int endOfStream(Recording recording) {
        String text = new String(recording.bytes(), StandardCharsets.ISO_8859_1);
        int last = Math.max(text.indexOf("[DONE]"), text.lastIndexOf("message_stop"));
        int end = text.replace('\r', '\n').indexOf('\n', Math.max(0, last));
        return last < 0 ? text.length() : end;
    }

    /// Where the event with the last finish reason ends, its empty line left out.
    private static int endOfAnswer(Recording recording) {
        String text = new String(recording.bytes(), StandardCharsets.ISO_8859_1);
        int reason =
                text.lastIndexOf(recording.openAi() ? "finish_reason\":\"" : "stop_reason\":\"");
        return text.indexOf('}', text.indexOf("\n", reason) - 3);
    }
}
