package dev.tollgate.adapters.persistence.entities;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.PostgresConnections;
import dev.tollgate.adapters.persistence.postgres.PostgresServer;
import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.testkit.contract.EntitiesContract;
import dev.tollgate.application.testkit.contract.EntityListsContract;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.money.Usd;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;

@ExtendWith(PostgresServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresEntitiesIT
        implements EntitiesContract,
                EntityListsContract,
                DeletedCopiesContract,
                LaterVersionContract {
    private Database database;

    @BeforeAll
    void open(DatabaseUrl url) {
        database = new Database(new PostgresConnections(url));
        database.prepare();
    }

    @AfterAll
    void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.write(
                Database.PATIENTLY,
                statements ->
                        statements.update(
                                "truncate tollgate.entity, tollgate.deleted_entity,"
                                        + " tollgate.entity_change, tollgate.account",
                                List.of()));
        database.write(
                Database.PATIENTLY,
                statements ->
                        statements.update("update tollgate.revision set number = 0", List.of()));
    }

    @Override
    public Database database() {
        return database;
    }

    @Override
    public Entities entities() {
        return new SqlEntities(database);
    }

    @Override
    public void spends(Subject subject, Usd amount) {
        SpentRows.add(database, subject, amount);
    }
}
