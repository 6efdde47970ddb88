package dev.tollgate.adapters.persistence.replicas;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.PostgresConnections;
import dev.tollgate.adapters.persistence.postgres.PostgresServer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
@TestInstance(Lifecycle.PER_CLASS)
class PostgresSharedTablesIT implements SharedTablesContract {
    private SharedTables tables;

    @BeforeAll
    void open(DatabaseUrl url) {
        tables = new SharedTables(new PostgresConnections(url));
    }

    @Override
    public SharedTables tables() {
        return tables;
    }
}
