package dev.tollgate.adapters.persistence.spend;

import static dev.tollgate.application.testkit.contract.EntryDraft.NOON;
import static dev.tollgate.application.testkit.contract.EntryDraft.anEntry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.PostgresConnections;
import dev.tollgate.adapters.persistence.postgres.PostgresServer;
import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.application.testkit.contract.Queries;
import dev.tollgate.domain.ledger.LedgerEntry;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;

@ExtendWith(PostgresServer.class)
@TestInstance(Lifecycle.PER_CLASS)
class PostgresBooksIT implements SqlBooksContract {
    private SqlBooksUnderTest books;

    @BeforeAll
    void open(DatabaseUrl url) {
        books = new SqlBooksUnderTest(new PostgresConnections(url));
    }

    @BeforeEach
    void clear() {
        books.clear();
    }

    @AfterAll
    void close() {
        books.close();
    }

    @Override
    public SqlBooksUnderTest books() {
        return books;
    }

    @Override
    public int steps() {
        return 60;
    }

    private List<String> days() {
        return books.database()
                .read(
                        Database.PATIENTLY,
                        sql ->
                                sql.query(
                                        "SELECT CAST(inhrelid AS regclass) AS day FROM pg_inherits"
                                                + " WHERE inhparent = CAST('tollgate.ledger' AS"
                                                + " regclass)",
                                        List.of(),
                                        row -> row.text("day")));
    }

    @Test
    void each_day_has_a_partition_that_is_dropped_as_a_whole() {
        assertThat(books.ledger().post(List.of(anEntry().build()))).isEmpty();
        assertThat(days()).contains("tollgate.ledger_20260304", "tollgate.ledger_20260305");

        boolean more;
        do {
            more = books.retention().forgetBefore(LocalDate.parse("2026-03-05"));
        } while (more);

        assertThat(days())
                .contains("tollgate.ledger_20260305")
                .doesNotContain("tollgate.ledger_20260304");
    }

    @Test
    void a_replica_that_does_not_know_of_the_drop_ignores_and_counts_what_it_posts_again() {
        LedgerEntry old = anEntry().startedAt(NOON.minus(9, ChronoUnit.DAYS)).build();
        LedgerEntry today = anEntry().build();
        SpendBooks other = SpendBooks.in(books.database(), new Random(2));
        assertThat(other.ledger().post(List.of(old))).isEmpty();
        boolean more;
        do {
            more = books.retention().forgetBefore(LocalDate.parse("2026-03-04"));
        } while (more);

        assertThat(other.ledger().post(List.of(old, today))).isEmpty();

        long ignored =
                books.database()
                        .read(
                                Database.PATIENTLY,
                                sql ->
                                        sql.first(
                                                        "SELECT ignored FROM"
                                                                + " tollgate.ledger_horizon",
                                                        List.of(),
                                                        row -> row.number("ignored"))
                                                .orElse(0L));
        assertThat(ignored).isEqualTo(1);
        assertThat(books.records().entries(Queries.ALL).entries()).containsExactly(today);
    }
}
