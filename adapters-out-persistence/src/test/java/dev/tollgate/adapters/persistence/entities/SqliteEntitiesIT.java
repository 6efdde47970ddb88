package dev.tollgate.adapters.persistence.entities;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sqlite.SqliteConnections;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.testkit.contract.EntitiesContract;
import dev.tollgate.application.testkit.contract.EntityListsContract;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.money.Usd;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class SqliteEntitiesIT
        implements EntitiesContract,
                EntityListsContract,
                DeletedCopiesContract,
                LaterVersionContract {
    @TempDir Path folder;
    private Database database;

    @BeforeEach
    void open() {
        database = new Database(new SqliteConnections(folder));
        database.prepare();
    }

    @AfterEach
    void close() {
        database.close();
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
