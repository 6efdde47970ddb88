package dev.tollgate.application.memory;

import dev.tollgate.application.port.out.Transcripts;
import dev.tollgate.domain.call.Transcript;
import dev.tollgate.domain.ledger.EntryIds;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// What was said last, as much as there is room for.
public final class InMemoryTranscripts implements Transcripts {
    static final long ROOM = 16L << 20;

    private final TreeMap<String, Transcript> said = new TreeMap<>();
    private long bytes;

    @Override
    public synchronized void keep(List<Transcript> more) {
        for (Transcript each : more) {
            if (said.putIfAbsent(each.call().toString(), each) == null) {
                bytes += size(each);
            }
        }
        while (bytes > ROOM && said.size() > 1) {
            bytes -= size(said.pollFirstEntry().getValue());
        }
    }

    private static long size(Transcript each) {
        return (long) each.asked().length + each.answered().length;
    }

    @Override
    public synchronized Optional<Transcript> of(UUID call) {
        return Optional.ofNullable(said.get(call.toString()));
    }

    @Override
    public synchronized boolean forgetBefore(LocalDate day) {
        String first = EntryIds.first(day.atStartOfDay(ZoneOffset.UTC).toInstant()).toString();
        var old = said.headMap(first);
        old.values().forEach(each -> bytes -= size(each));
        old.clear();
        return false;
    }
}
