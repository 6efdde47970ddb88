package dev.tollgate.adapters.persistence.transcripts;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sql.Dialect;
import dev.tollgate.adapters.persistence.sql.Row;
import dev.tollgate.application.port.out.Transcripts;
import dev.tollgate.domain.call.Transcript;
import dev.tollgate.domain.ledger.EntryIds;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What was said, in a database. Calls' ids are in the order of time.
public final class SqlTranscripts implements Transcripts {
    /// Characters of a text that is kept whole, unless somebody wants it otherwise.
    public static final int LONGEST_TEXT = 20_000;

    private static final int MOST_DELETED = 500;

    private final Database database;
    private final ShortJson shorter;
    private final String id;

    /// @param longestText characters of a text that is kept whole
    public SqlTranscripts(Database database, int longestText) {
        this.database = database;
        this.shorter = new ShortJson(longestText);
        this.id = database.dialect() == Dialect.POSTGRESQL ? "CAST(? AS uuid)" : "?";
    }

    @Override
    public void keep(List<Transcript> said) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        said.forEach(each -> rows.add(row(each)));
        String statement =
                "INSERT INTO tollgate.transcript (call_id, asked, answered, streamed, cut) VALUES"
                        + " (%s, ?, ?, ?, ?) ON CONFLICT (call_id) DO NOTHING";
        int _ =
                database.write(
                        Database.PATIENTLY,
                        sql -> {
                            sql.forEach(statement.formatted(id), rows, _ -> {});
                            return rows.size();
                        });
    }

    private @Nullable Object[] row(Transcript said) {
        byte[] answered = said.streamed() ? said.answered() : shorter.of(said.answered());
        return new @Nullable Object[] {
            said.call().toString(),
            Packed.of(shorter.of(said.asked())),
            Packed.of(answered),
            said.streamed(),
            said.cut()
        };
    }

    @Override
    public Optional<Transcript> of(UUID call) {
        String statement =
                "SELECT asked, answered, streamed, cut FROM tollgate.transcript WHERE call_id = "
                        + id;
        return database.read(
                Database.PATIENTLY,
                sql ->
                        sql.first(
                                statement, List.of(call.toString()), row -> transcript(call, row)));
    }

    private static Transcript transcript(UUID call, Row row) {
        return new Transcript(
                call,
                Packed.unpacked(row.bytes("asked")),
                Packed.unpacked(row.bytes("answered")),
                row.yes("streamed"),
                row.yes("cut"));
    }

    @Override
    public boolean forgetBefore(LocalDate day) {
        UUID first = EntryIds.first(day.atStartOfDay(ZoneOffset.UTC).toInstant());
        String statement =
                "DELETE FROM tollgate.transcript WHERE call_id IN (SELECT call_id FROM"
                        + " tollgate.transcript WHERE call_id < %s ORDER BY call_id LIMIT %d)";
        long deleted =
                database.write(
                        Database.PATIENTLY,
                        sql ->
                                sql.update(
                                        statement.formatted(id, MOST_DELETED),
                                        List.of(first.toString())));
        return deleted == MOST_DELETED;
    }
}
