package dev.tollgate.application.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.Transcripts;
import dev.tollgate.application.testkit.contract.TranscriptsContract;
import dev.tollgate.domain.call.Transcript;
import dev.tollgate.domain.ledger.EntryIds;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;

class InMemoryTranscriptsTest implements TranscriptsContract {
    private final InMemoryTranscripts transcripts = new InMemoryTranscripts();

    @Override
    public Transcripts transcripts() {
        return transcripts;
    }

    @Test
    void the_oldest_make_room() {
        Random chance = new Random(1);
        Instant first = Instant.parse("2026-03-04T12:00:00Z");
        byte[] quarter = new byte[(int) InMemoryTranscripts.ROOM / 4];
        List<UUID> calls =
                List.of(0, 1, 2, 3, 4).stream()
                        .map(i -> EntryIds.at(first.plusSeconds(i), chance))
                        .toList();

        calls.forEach(
                call ->
                        transcripts.keep(
                                List.of(new Transcript(call, quarter, new byte[0], false, false))));

        assertThat(calls.stream().map(call -> transcripts.of(call).isPresent()))
                .containsExactly(false, true, true, true, true);
    }
}
