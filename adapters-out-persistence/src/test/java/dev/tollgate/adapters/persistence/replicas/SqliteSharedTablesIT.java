package dev.tollgate.adapters.persistence.replicas;

import dev.tollgate.adapters.persistence.sqlite.SqliteConnections;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

@TestInstance(Lifecycle.PER_CLASS)
class SqliteSharedTablesIT implements SharedTablesContract {
    private SharedTables tables;

    @BeforeAll
    void open(@TempDir Path folder) {
        tables = new SharedTables(new SqliteConnections(folder));
    }

    @Override
    public SharedTables tables() {
        return tables;
    }
}
