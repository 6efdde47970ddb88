package dev.tollgate.adapters.persistence.spend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sqlite.SqliteConnections;
import dev.tollgate.application.port.out.SpendRecords.EntryQuery;
import dev.tollgate.application.testkit.contract.Queries;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

@TestInstance(Lifecycle.PER_CLASS)
class SqliteBooksIT implements SqlBooksContract {
    private SqlBooksUnderTest books;

    @BeforeAll
    void open(@TempDir Path folder) {
        books = new SqlBooksUnderTest(new SqliteConnections(folder));
    }

    @BeforeEach
    void clear() {
        books.clear();
    }

    @AfterAll
    void close() {
        books.close();
    }

    @Test
    void a_call_is_found_by_its_ids_without_reading_others() {
        String id = "01980000-0000-7000-8000-000000000009";

        assertThat(searches(Queries.aQuery().id(id).wholeCalls().build()))
                .hasSize(4)
                .anyMatch(step -> step.contains("ledger_response"))
                .anyMatch(step -> step.contains("ledger_caller"));
    }

    @Test
    void calls_of_a_user_a_team_a_customer_or_a_session_are_found_without_reading_others() {
        assertThat(searches(Queries.aQuery().user("ann").build()))
                .singleElement()
                .asString()
                .contains("ledger_user");
        assertThat(searches(Queries.aQuery().team("core").build()))
                .singleElement()
                .asString()
                .contains("ledger_team");
        assertThat(searches(Queries.aQuery().customer("acme").build()))
                .singleElement()
                .asString()
                .contains("ledger_customer");
        assertThat(searches(Queries.aQuery().session("s1").build()))
                .singleElement()
                .asString()
                .contains("ledger_session");
    }

    private List<String> searches(EntryQuery query) {
        Conditions where = EntryConditions.of(query, new SqliteForm());
        String plan = "EXPLAIN QUERY PLAN SELECT id FROM tollgate.ledger" + where.text();
        return books
                .database()
                .read(
                        Database.PATIENTLY,
                        sql -> sql.query(plan, where.arguments(), row -> row.text("detail")))
                .stream()
                .filter(step -> step.startsWith("SEARCH"))
                .toList();
    }

    @Override
    public SqlBooksUnderTest books() {
        return books;
    }

    @Override
    public int steps() {
        return 60;
    }
}
