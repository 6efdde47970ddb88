package dev.tollgate.adapters.persistence.transcripts;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sqlite.SqliteConnections;
import dev.tollgate.application.port.out.Transcripts;
import dev.tollgate.application.testkit.contract.TranscriptsContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

@TestInstance(Lifecycle.PER_CLASS)
class SqliteTranscriptsIT implements TranscriptsContract {
    private Database database;
    private Transcripts transcripts;

    @BeforeAll
    void open(@TempDir Path folder) {
        database = new Database(new SqliteConnections(folder));
        database.prepare();
        transcripts = new SqlTranscripts(database, SqlTranscripts.LONGEST_TEXT);
    }

    @BeforeEach
    void clear() {
        long _ =
                database.write(
                        Database.PATIENTLY,
                        sql -> sql.update("DELETE FROM tollgate.transcript", List.of()));
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Override
    public Transcripts transcripts() {
        return transcripts;
    }
}
