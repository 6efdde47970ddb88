package dev.tollgate.application.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.memory.InMemoryTranscripts;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.application.port.out.Transcripts;
import dev.tollgate.application.setup.TranscriptRules;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.Letter;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.call.Transcript;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

class ScribeTest {
    private static final TranscriptRules ALL = new TranscriptRules(true, true);
    private static final UUID CALL = new UUID(7, 7);

    private final InMemoryTranscripts store = new InMemoryTranscripts();
    private final Scribe scribe = new Scribe(store, _ -> false);

    private static ModelCall call(int bytes) {
        return TestGateway.aCall("chat", false, CallOverrides.NONE)
                .with(new Letter(Dialect.OPENAI_CHAT, new byte[bytes], List.of()));
    }

    private Dictation listening(int bytes) {
        return scribe.listen(call(bytes), ALL);
    }

    private Transcript kept(UUID call) {
        scribe.run();
        return store.of(call).orElseThrow();
    }

    @Test
    void events_are_kept_in_their_order() {
        Dictation dictation = listening(3);
        dictation.frame(new Frame(new byte[] {1, 2, 3}, 1, 2, Frame.Kind.CONTENT));
        dictation.frame(Frame.of(new byte[] {4}, Frame.Kind.FINISH));
        dictation.ended(CALL);

        Transcript said = kept(CALL);

        assertThat(said.asked()).hasSize(3);
        assertThat(said.answered()).containsExactly(2, 3, 4);
        assertThat(said.streamed()).isTrue();
        assertThat(said.cut()).isFalse();
    }

    @Test
    void of_a_long_answer_the_beginning_is_kept() {
        Dictation dictation = listening(1);
        dictation.frame(Frame.of(new byte[OpenDictation.LONGEST_ANSWER], Frame.Kind.CONTENT));
        dictation.frame(Frame.of(new byte[2], Frame.Kind.CONTENT));
        dictation.frame(Frame.of(new byte[0], Frame.Kind.CONTENT));
        dictation.ended(CALL);

        assertThat(kept(CALL).cut()).isTrue();
        assertThat(kept(CALL).answered()).hasSize(OpenDictation.LONGEST_ANSWER);
        assertThat(scribe.lost()).isEqualTo(1);
    }

    @Test
    void the_answer_to_a_letter_that_is_left_out_is_kept() {
        Dictation dictation = listening(OpenDictation.LONGEST_LETTER + 1);
        dictation.frame(Frame.of(new byte[] {4}, Frame.Kind.FINISH));
        dictation.ended(CALL);

        assertThat(kept(CALL).asked()).isEmpty();
        assertThat(kept(CALL).answered()).containsExactly(4);
        assertThat(kept(CALL).cut()).isTrue();
    }

    @Test
    void all_calls_together_take_no_more_than_the_room_there_is_and_give_it_back() {
        int letter = OpenDictation.LONGEST_LETTER;
        List<Dictation> open = new ArrayList<>();
        for (long room = Scribe.ROOM; room > 0; room -= letter) {
            open.add(listening(letter));
        }
        Dictation late = listening(1);
        late.ended(CALL);
        assertThat(kept(CALL).cut()).isTrue();
        assertThat(kept(CALL).asked()).isEmpty();

        open.removeFirst().dropped();
        open.removeFirst().ended(new UUID(1, 1));
        scribe.run();

        Dictation next = listening(2 * letter - letter);
        UUID another = new UUID(2, 2);
        next.ended(another);
        assertThat(kept(another).cut()).isFalse();
        assertThat(listening(letter + 1)).isNotEqualTo(Dictation.NONE);
        assertThat(scribe.lost()).isEqualTo(1);
    }

    @Test
    void what_has_ended_or_was_dropped_gives_its_room_back_once() {
        for (int i = 0; i < 100; i++) {
            Dictation dictation = listening(OpenDictation.LONGEST_LETTER);
            dictation.dropped();
            dictation.ended(new UUID(1, i));
            dictation.dropped();
        }
        scribe.run();
        assertThat(scribe.lost()).isZero();
        assertThat(store.of(new UUID(1, 0))).isEmpty();
    }

    @Test
    void a_store_that_is_away_is_waited_for_and_one_that_refuses_is_not() {
        List<Duration> waits = new ArrayList<>();
        List<RuntimeException> failures =
                new ArrayList<>(
                        List.of(
                                new StorageUnavailable("away", new IllegalStateException()),
                                new IllegalStateException("refused")));
        Scribe patient = new Scribe(failing(failures), time -> waits.add(time) && waits.size() < 4);
        patient.listen(call(1), ALL).ended(CALL);

        patient.run();
        patient.listen(call(1), ALL).ended(new UUID(8, 8));
        patient.run();

        assertThat(waits.subList(0, 3))
                .containsExactly(Scribe.GATHERING, Scribe.AGAIN, Scribe.GATHERING);
        assertThat(store.of(CALL)).isEmpty();
        assertThat(store.of(new UUID(8, 8))).isPresent();
    }

    private Transcripts failing(List<RuntimeException> failures) {
        return new Transcripts() {
            @Override
            public void keep(List<Transcript> said) {
                if (!failures.isEmpty()) {
                    throw failures.removeFirst();
                }
                store.keep(said);
            }

            @Override
            public Optional<Transcript> of(UUID call) {
                return store.of(call);
            }

            @Override
            public boolean forgetBefore(LocalDate day) {
                return store.forgetBefore(day);
            }
        };
    }
}
