package dev.tollgate.adapters.persistence.transcripts;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sqlite.SqliteConnections;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

@TestInstance(Lifecycle.PER_CLASS)
class SqliteTranscriptsIT implements SqlTranscriptsContract {
    private Database database;

    @BeforeAll
    void open(@TempDir Path folder) {
        database = SqlTranscriptsContract.prepared(new SqliteConnections(folder));
    }

    @Override
    public Database database() {
        return database;
    }
}
