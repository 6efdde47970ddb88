package dev.tollgate.application.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.Transcripts;
import dev.tollgate.domain.call.Transcript;
import dev.tollgate.domain.ledger.EntryIds;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/// The rules of [Transcripts].
public interface TranscriptsContract {
    LocalDate DAY = LocalDate.parse("2026-03-04");
    Random CHANCE = new Random(7);

    /// The same throughout one test, empty at its beginning.
    Transcripts transcripts();

    private static UUID callAt(String time) {
        return EntryIds.at(Instant.parse(time), CHANCE);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Transcript said(UUID call, String question, String answer, boolean streamed) {
        return new Transcript(call, bytes(question), bytes(answer), streamed, false);
    }

    private String asked(UUID call) {
        return new String(transcripts().of(call).orElseThrow().asked(), StandardCharsets.UTF_8);
    }

    @Test
    default void what_was_said_is_read_as_it_was_said() {
        UUID call = callAt("2026-03-04T12:00:00Z");
        String letter =
                "{\"n\":1.50,\"messages\":[{\"role\":\"user\",\"content\":\"a\\u0000b ü\"}]}";
        String events = "data: {\"choices\":[]}\n\n";

        transcripts().keep(List.of(new Transcript(call, bytes(letter), bytes(events), true, true)));

        assertThat(transcripts().of(call))
                .hasValueSatisfying(
                        found -> {
                            assertThat(found.call()).isEqualTo(call);
                            assertThat(found.asked()).asString().isEqualTo(letter);
                            assertThat(found.answered()).asString().isEqualTo(events);
                            assertThat(found.streamed()).isTrue();
                            assertThat(found.cut()).isTrue();
                        });
        assertThat(transcripts().of(callAt("2026-03-04T12:00:00Z"))).isEmpty();
    }

    @Test
    default void what_is_kept_twice_is_kept_once() {
        UUID call = callAt("2026-03-04T12:00:00Z");
        UUID other = callAt("2026-03-04T12:00:00Z");
        transcripts().keep(List.of(said(call, "{\"n\":1}", "{}", false)));

        transcripts()
                .keep(
                        List.of(
                                said(call, "{\"n\":2}", "{}", false),
                                said(other, "{\"n\":3}", "", false)));

        assertThat(asked(call)).isEqualTo("{\"n\":1}");
        assertThat(asked(other)).isEqualTo("{\"n\":3}");
    }

    @Test
    default void days_are_forgotten() {
        UUID old = callAt("2026-03-03T23:59:59.999Z");
        UUID young = callAt("2026-03-04T00:00:00Z");
        transcripts().keep(List.of(said(old, "{}", "{}", false), said(young, "{}", "{}", false)));

        assertThat(transcripts().forgetBefore(DAY)).isFalse();

        assertThat(transcripts().of(old)).isEmpty();
        assertThat(transcripts().of(young)).isPresent();
    }
}
