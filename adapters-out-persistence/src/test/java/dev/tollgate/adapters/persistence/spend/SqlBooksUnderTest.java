package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Connections;
import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sql.Dialect;
import dev.tollgate.adapters.persistence.sql.Migrations;
import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.EndedPeriods;
import dev.tollgate.application.port.out.Ledger;
import dev.tollgate.application.port.out.LedgerRetention;
import dev.tollgate.application.port.out.RollUps;
import dev.tollgate.application.port.out.SpendRecords;
import dev.tollgate.application.testkit.contract.BooksUnderTest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/// Books in a database that all tests of a class share: each begins with empty tables.
final class SqlBooksUnderTest implements BooksUnderTest, AutoCloseable {
    private static final List<String> TABLES =
            List.of(
                    "account",
                    "lease",
                    "instance",
                    "unreconciled",
                    "ledger",
                    "set_aside",
                    "daily",
                    "daily_total",
                    "daily_by_subject",
                    "daily_of_subject",
                    "daily_by_key",
                    "daily_failure");

    private final Database database;
    private SpendBooks books;

    SqlBooksUnderTest(Connections connections) {
        this.database = new Database(connections);
        database.prepare();
        this.books = SpendBooks.in(database, new Random(1), Database.PATIENTLY);
    }

    Database database() {
        return database;
    }

    void clear() {
        for (String table : TABLES) {
            change("DELETE FROM tollgate." + table, List.of());
        }
        change(
                "UPDATE tollgate.ledger_horizon SET first_day = '0000-01-01', ignored = 0",
                List.of());
        books = SpendBooks.in(database, new Random(1), Database.PATIENTLY);
    }

    private void change(String statement, List<?> arguments) {
        long _ = database.write(Database.PATIENTLY, sql -> sql.update(statement, arguments));
    }

    /// Makes the roll-ups as the migrations do that bring them.
    void rollUpAgain() throws IOException {
        boolean postgres = database.dialect() == Dialect.POSTGRESQL;
        for (String table :
                List.of("daily_by_subject", "daily_of_subject", "daily_by_key", "daily_failure")) {
            change("DROP TABLE tollgate." + table + (postgres ? " CASCADE" : ""), List.of());
        }
        for (String statement : statements("V24__daily_roll_ups.sql")) {
            change(statement, List.of());
        }
        for (String statement : statements("V27__failures.sql")) {
            if (statement.contains("daily_by_subject") || statement.contains("daily_failure")) {
                change(statement, List.of());
            }
        }
        for (String statement : statements("V28__subject_days.sql")) {
            change(statement, List.of());
        }
    }

    private List<String> statements(String name) throws IOException {
        String folder =
                switch (database.dialect()) {
                    case POSTGRESQL -> "migrations_postgresql";
                    case SQLITE -> "migrations_sqlite";
                };
        String file = "/dev/tollgate/adapters/persistence/" + folder + "/" + name;
        try (InputStream script = Migrations.class.getResourceAsStream(file)) {
            String all = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return List.of(all.split(";\n(?=\n|$)"));
        }
    }

    @Override
    public Accounts accounts() {
        return books.accounts();
    }

    @Override
    public Ledger ledger() {
        return books.ledger();
    }

    @Override
    public LedgerRetention retention() {
        return books.retention();
    }

    @Override
    public EndedPeriods periods() {
        return books.periods();
    }

    RollUps rollUps() {
        return books.rollUps();
    }

    @Override
    public SpendRecords records() {
        return books.records();
    }

    @Override
    public void pass(Duration time) {
        change("UPDATE tollgate.instance SET heard = heard - ?", List.of(time.toMillis()));
    }

    @Override
    public void close() {
        database.close();
    }
}
