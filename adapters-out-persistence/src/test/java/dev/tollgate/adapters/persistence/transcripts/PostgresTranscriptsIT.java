package dev.tollgate.adapters.persistence.transcripts;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.PostgresConnections;
import dev.tollgate.adapters.persistence.postgres.PostgresServer;
import dev.tollgate.adapters.persistence.sql.Database;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
@TestInstance(Lifecycle.PER_CLASS)
class PostgresTranscriptsIT implements SqlTranscriptsContract {
    private Database database;

    @BeforeAll
    void open(DatabaseUrl url) {
        database = SqlTranscriptsContract.prepared(new PostgresConnections(url));
    }

    @Override
    public Database database() {
        return database;
    }
}
