package dev.tollgate.adapters.persistence.replicas;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.PostgresConnections;
import dev.tollgate.adapters.persistence.postgres.PostgresServer;
import dev.tollgate.application.port.out.CooldownBoard;
import dev.tollgate.application.port.out.LimitParts;
import dev.tollgate.application.testkit.contract.CooldownBoardContract;
import dev.tollgate.application.testkit.contract.LimitPartsContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;

@ExtendWith(PostgresServer.class)
@TestInstance(Lifecycle.PER_CLASS)
class PostgresSharedTablesIT implements LimitPartsContract, CooldownBoardContract {
    private SharedTables tables;

    @BeforeAll
    void open(DatabaseUrl url) {
        tables = new SharedTables(new PostgresConnections(url));
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
