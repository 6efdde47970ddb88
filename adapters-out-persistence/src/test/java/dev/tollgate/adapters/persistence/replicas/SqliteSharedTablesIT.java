package dev.tollgate.adapters.persistence.replicas;

import dev.tollgate.adapters.persistence.sqlite.SqliteConnections;
import dev.tollgate.application.port.out.CooldownBoard;
import dev.tollgate.application.port.out.LimitParts;
import dev.tollgate.application.testkit.contract.CooldownBoardContract;
import dev.tollgate.application.testkit.contract.LimitPartsContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

@TestInstance(Lifecycle.PER_CLASS)
class SqliteSharedTablesIT implements LimitPartsContract, CooldownBoardContract {
    private SharedTables tables;

    @BeforeAll
    void open(@TempDir Path folder) {
        tables = new SharedTables(new SqliteConnections(folder));
    }

    @BeforeEach
    void clear() {
        tables.clear();
    }

    @AfterAll
    void close() {
        tables.close();
    }

    @Override
    public LimitParts parts() {
        return tables.limitParts();
    }

    @Override
    public CooldownBoard board() {
        return tables.cooldownBoard();
    }

    @Override
    public void pass(Duration time) {
        tables.pass(time);
    }
}
