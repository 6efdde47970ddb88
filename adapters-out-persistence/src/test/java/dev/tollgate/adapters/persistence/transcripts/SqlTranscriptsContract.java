package dev.tollgate.adapters.persistence.transcripts;

import dev.tollgate.adapters.persistence.sql.Connections;
import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.application.port.out.Transcripts;
import dev.tollgate.application.testkit.contract.TranscriptsContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

import java.util.List;

/// What was said, in a database that all tests of a class share.
interface SqlTranscriptsContract extends TranscriptsContract {
    Database database();

    static Database prepared(Connections connections) {
        Database database = new Database(connections);
        database.prepare();
        return database;
    }

    @BeforeEach
    default void clear() {
        long _ =
                database()
                        .write(
                                Database.PATIENTLY,
                                sql -> sql.update("DELETE FROM tollgate.transcript", List.of()));
    }

    @AfterAll
    default void close() {
        database().close();
    }

    @Override
    default Transcripts transcripts() {
        return new SqlTranscripts(database(), SqlTranscripts.LONGEST_TEXT);
    }
}
