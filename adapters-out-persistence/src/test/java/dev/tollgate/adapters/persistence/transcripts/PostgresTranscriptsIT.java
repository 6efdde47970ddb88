package dev.tollgate.adapters.persistence.transcripts;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.PostgresConnections;
import dev.tollgate.adapters.persistence.postgres.PostgresServer;
import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.application.port.out.Transcripts;
import dev.tollgate.application.testkit.contract.TranscriptsContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;

@ExtendWith(PostgresServer.class)
@TestInstance(Lifecycle.PER_CLASS)
class PostgresTranscriptsIT implements TranscriptsContract {
    private Database database;
    private Transcripts transcripts;

    @BeforeAll
    void open(DatabaseUrl url) {
        database = new Database(new PostgresConnections(url));
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
