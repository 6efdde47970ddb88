package dev.tollgate.adapters.persistence.spend;

import static dev.tollgate.application.testkit.contract.EntryDraft.NOON;
import static dev.tollgate.application.testkit.contract.EntryDraft.anEntry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.PostgresConnections;
import dev.tollgate.adapters.persistence.postgres.PostgresServer;
import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.application.port.out.SpendRecords.DailyQuery;
import dev.tollgate.application.testkit.contract.DailyFiguresContract;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@ExtendWith(PostgresServer.class)
@TestInstance(Lifecycle.PER_CLASS)
class PostgresBooksIT implements SqlBooksContract {
    private static final String[] ROLL_UPS = {
        "daily_by_subject", "daily_of_subject", "daily_by_key"
    };

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

    /// What a version leaves behind that does not know of these tables.
    private void forget(String... rollUps) {
        for (String table : rollUps) {
            long _ =
                    books.database()
                            .write(
                                    Database.PATIENTLY,
                                    sql -> sql.update("DELETE FROM tollgate." + table, List.of()));
        }
    }

    private void everyQuestionIsAnsweredWith(Collection<LedgerEntry> entries) {
        for (DailyQuery query : DailyFiguresContract.questions()) {
            assertThat(told(query))
                    .as(query.toString())
                    .isEqualTo(DailyFiguresContract.summed(entries, query));
        }
    }

    @Test
    void what_an_older_version_posted_beside_this_one_comes_into_the_roll_ups_later() {
        for (String[] unknown : List.of(ROLL_UPS, new String[] {"daily_of_subject"})) {
            books.clear();
            List<LedgerEntry> kept = new ArrayList<>(new Month(books, new Random(11)).post());
            forget(unknown);
            LedgerEntry newer = anEntry().user("it-1").build();
            assertThat(books.ledger().post(List.of(newer))).isEmpty();
            kept.add(newer);

            assertThat(books.rollUps().mendSince(LocalDate.parse("2026-01-01"))).isGreaterThan(1);

            everyQuestionIsAnsweredWith(kept);
            assertThat(books.rollUps().mendSince(LocalDate.parse("2026-01-01"))).isZero();
        }
    }

    @Test
    void days_before_the_first_one_that_is_looked_at_stay_as_they_are() {
        assertThat(books.ledger().post(List.of(anEntry().build()))).isEmpty();
        forget(ROLL_UPS);

        assertThat(books.rollUps().mendSince(LocalDate.parse("2026-03-05"))).isZero();
        assertThat(books.rollUps().mendSince(LocalDate.parse("2026-03-04"))).isEqualTo(1);
    }

    @Test
    void posters_that_are_at_work_while_figures_are_mended_are_in_them_once() throws Exception {
        List<LedgerEntry> kept = new ArrayList<>(new Month(books, new Random(12)).post());
        forget(ROLL_UPS);
        List<Callable<List<UUID>>> posters = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            LedgerEntry entry = anEntry().user("it-1").build();
            kept.add(entry);
            posters.add(() -> books.ledger().post(List.of(entry)));
        }
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<List<UUID>>> ends = new ArrayList<>();
            posters.forEach(poster -> ends.add(threads.submit(poster)));
            int _ = books.rollUps().mendSince(LocalDate.parse("2026-01-01"));
            for (Future<List<UUID>> end : ends) {
                assertThat(end.get()).isEmpty();
            }
        }

        everyQuestionIsAnsweredWith(kept);
    }
}
