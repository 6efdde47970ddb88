package dev.tollgate.adapters.persistence.replicas;

import dev.tollgate.adapters.persistence.sql.Connections;
import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.application.port.out.CooldownBoard;
import dev.tollgate.application.port.out.LimitParts;

import java.time.Duration;
import java.util.List;

/// The tables that replicas share, in a database that all tests of a class share.
final class SharedTables implements AutoCloseable {
    private final Database database;

    SharedTables(Connections connections) {
        this.database = new Database(connections);
        database.prepare();
    }

    LimitParts limitParts() {
        return new SqlLimitParts(database, Database.PATIENTLY);
    }

    CooldownBoard cooldownBoard() {
        return new SqlCooldownBoard(database);
    }

    void clear() {
        for (String table : List.of("limit_part", "cooldown", "instance")) {
            change("DELETE FROM tollgate." + table, List.of());
        }
    }

    /// As if all of it had happened so much earlier.
    void pass(Duration time) {
        change("UPDATE tollgate.instance SET heard = heard - ?", List.of(time.toMillis()));
        change("UPDATE tollgate.limit_part SET touched = touched - ?", List.of(time.toMillis()));
        change("UPDATE tollgate.cooldown SET until = until - ?", List.of(time.toMillis()));
    }

    private void change(String statement, List<?> arguments) {
        long _ = database.write(Database.PATIENTLY, sql -> sql.update(statement, arguments));
    }

    @Override
    public void close() {
        database.close();
    }
}
