package dev.tollgate.adapters.persistence.spend;

import static dev.tollgate.application.testkit.contract.EntryDraft.NOON;
import static dev.tollgate.application.testkit.contract.EntryDraft.anEntry;
import static dev.tollgate.application.testkit.contract.EntryDraft.usd;
import static dev.tollgate.application.testkit.contract.Queries.aQuery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.application.port.out.SpendRecords;
import dev.tollgate.application.port.out.SpendRecords.DailyQuery;
import dev.tollgate.application.port.out.SpendRecords.EntryPage;
import dev.tollgate.application.port.out.SpendRecords.EntrySort;
import dev.tollgate.application.port.out.SpendRecords.FailureCount;
import dev.tollgate.application.port.out.SpendRecords.FailureQuery;
import dev.tollgate.application.port.out.SpendRecords.Part;
import dev.tollgate.application.testkit.contract.AccountsContract;
import dev.tollgate.application.testkit.contract.DailyFiguresContract;
import dev.tollgate.application.testkit.contract.EscrowRaceContract;
import dev.tollgate.application.testkit.contract.LedgerContract;
import dev.tollgate.application.testkit.contract.Queries;
import dev.tollgate.application.testkit.contract.SpendRecordsContract;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.money.Usd;

import io.helidon.dbclient.DbClientException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// What databases must do besides: keep what they cannot take, and stand posters that collide.
interface SqlBooksContract
        extends AccountsContract,
                LedgerContract,
                SpendRecordsContract,
                DailyFiguresContract,
                EscrowRaceContract {

    FailureQuery ALL_FAILURES =
            new FailureQuery(
                    LocalDate.parse("2026-01-01"), LocalDate.parse("2026-12-31"), "", true, 100);

    @Override
    SqlBooksUnderTest books();

    @Override
    default List<Long> seeds() {
        return List.of(1L, 2L, 3L);
    }

    private static LedgerEntry saying(String message) {
        return anEntry().costing("1").ending(new Outcome(Status.FAILURE, "500", message)).build();
    }

    private long rows(String table) {
        return books().database()
                .read(
                        Database.PATIENTLY,
                        sql ->
                                sql.first(
                                                "SELECT count(*) AS n FROM tollgate." + table,
                                                List.of(),
                                                row -> row.number("n"))
                                        .orElse(-1L));
    }

    @Test
    default void many_rows_are_written_with_all_else_of_their_transaction_or_not_at_all() {
        List<@Nullable Object[]> rows =
                List.of(row("a"), row("b"), row("a"), new @Nullable Object[] {"c", null});
        String insert =
                "INSERT INTO tollgate.instance (name, heard) VALUES (?, ?) ON CONFLICT (name) DO"
                        + " NOTHING";
        List<Object> written = new ArrayList<>();

        assertThatThrownBy(
                        () ->
                                books().database()
                                        .write(
                                                Database.PATIENTLY,
                                                sql -> {
                                                    sql.forEach(
                                                            insert,
                                                            rows,
                                                            row -> written.add(row[0]));
                                                    return written;
                                                }))
                .isInstanceOf(DbClientException.class);

        assertThat(written).containsExactly("a", "b");
        assertThat(rows("instance")).isZero();
        int _ =
                books().database()
                        .write(
                                Database.PATIENTLY,
                                sql -> {
                                    sql.forEach(insert, rows.subList(0, 3), _ -> {});
                                    return 0;
                                });
        assertThat(rows("instance")).isEqualTo(2);
    }

    @Test
    default void accounts_that_go_on_do_not_hide_one_that_has_ended() {
        List<BudgetAccount> years = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            Subject key = Subject.of(Scope.KEY, "key-" + i);
            years.add(new BudgetAccount(key, "12mo", NOON.minusSeconds(i % 3)));
        }
        BudgetAccount ended = new BudgetAccount(Subject.GATEWAY, "1d", NOON.plusSeconds(1));
        BudgetAccount[] all =
                Stream.concat(years.stream(), Stream.of(ended)).toArray(BudgetAccount[]::new);
        books().ledger().post(List.of(anEntry().costing("1").on(all).build()));
        LocalDate day = LocalDate.parse("2026-06-01");

        assertThat(books().periods().forgetEndedBefore(day)).isTrue();
        assertThat(books().periods().forgetEndedBefore(day)).isTrue();
        assertThat(books().periods().forgetEndedBefore(day)).isFalse();

        assertThat(books().accounts().balances(List.of(ended)).getFirst().settled())
                .isEqualTo(Usd.ZERO);
        assertThat(books().accounts().balances(years))
                .allMatch(each -> each.settled().equals(usd("1")));
    }

    private static @Nullable Object[] row(String name) {
        return new @Nullable Object[] {name, 7L};
    }

    @Test
    default void what_no_database_takes_is_set_aside_and_counts() {
        LedgerEntry good = saying("hm");
        LedgerEntry zero = saying("a\0b");
        LedgerEntry half = saying("a\uD800b");
        LedgerEntry tag = anEntry().costing("1").tagged("c\0i").build();
        List<LedgerEntry> all = List.of(zero, good, half, tag);

        assertThat(books().ledger().post(all))
                .containsExactlyInAnyOrder(zero.id(), half.id(), tag.id());
        assertThat(books().ledger().post(all)).hasSize(3);

        assertThat(books().records().entries(Queries.ALL).entries()).containsExactly(good);
        assertThat(rows("set_aside")).isEqualTo(3);
        assertThat(books().accounts().spent(List.of(Subject.GATEWAY)))
                .isEqualTo(Map.of(Subject.GATEWAY, usd("4")));
    }

    @Test
    default void spend_of_a_name_that_no_database_takes_is_counted_under_it() {
        for (String customer : List.of("bob\0", "x".repeat(5_000), "\uDC00".repeat(500))) {
            Payer payer = new Payer("k", "h", "", "", "", "", "", customer);
            LedgerEntry entry = anEntry().of(payer).costing("1").build();
            assertThat(books().ledger().post(List.of(entry))).hasSizeLessThan(2);

            Subject subject = Subject.of(Scope.CUSTOMER, customer);
            assertThat(books().accounts().spent(List.of(subject)))
                    .isEqualTo(Map.of(subject, usd("1")));
        }
    }

    @Test
    default void many_posters_of_the_same_entries_have_one_effect() throws Exception {
        List<LedgerEntry> entries = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            entries.add(anEntry().of("key-" + i % 7).tagged("t" + i % 3).costing("1").build());
        }
        Callable<Integer> post = () -> books().ledger().post(entries).size();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> posted : threads.invokeAll(List.of(post, post, post, post))) {
                assertThat(posted.get()).isZero();
            }
        }

        assertThat(rows("ledger")).isEqualTo(100);
        assertThat(books().accounts().spent(List.of(Subject.GATEWAY)))
                .isEqualTo(Map.of(Subject.GATEWAY, usd("100")));
    }

    @Test
    default void roll_ups_are_made_of_the_figures_that_were_there_before_them() throws Exception {
        List<LedgerEntry> kept = new ArrayList<>(new Month(books(), new Random(9)).post());
        List<LedgerEntry> failed = List.of(saying("hm"), saying("hm"));
        assertThat(books().ledger().post(failed)).isEmpty();
        kept.addAll(failed);
        List<FailureCount> failures = books().records().failures(ALL_FAILURES);
        books().rollUpAgain();

        assertThat(books().records().failures(ALL_FAILURES)).isEqualTo(failures).isNotEmpty();
        for (DailyQuery query : olderThanCallTypes()) {
            assertThat(told(query))
                    .as(query.toString())
                    .isEqualTo(DailyFiguresContract.summed(kept, query));
        }
        assertThat(rows("daily_by_subject")).isPositive();
        assertThat(rows("daily_by_key")).isPositive();
    }

    private static List<DailyQuery> olderThanCallTypes() {
        return DailyFiguresContract.questions().stream()
                .filter(query -> !query.by().equals(Set.of(Part.CALL_TYPE)))
                .toList();
    }

    @Test
    default void pages_far_from_both_ends_have_the_rows_they_would_have_in_a_sorted_list() {
        int calls = 2_000;
        Random chance = new Random(13);
        List<LedgerEntry> entries = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            entries.add(
                    anEntry(i)
                            .model("model-" + chance.nextInt(7))
                            .costing(chance.nextInt(40) * 1_000L)
                            .taking(Duration.ofMillis(chance.nextInt(1_000_000)))
                            .build());
        }
        for (int i = 0; i < calls; i += 500) {
            assertThat(books().ledger().post(entries.subList(i, i + 500))).isEmpty();
        }
        SpendRecords records =
                new SqlSpendRecords(
                        books().database(),
                        SpendBooks.form(books().database()),
                        new DeepPage.Depth(600, 400));

        for (EntrySort sort : EntrySort.values()) {
            for (boolean descending : List.of(true, false)) {
                List<LedgerEntry> sorted = sorted(entries, sort, descending);
                for (int offset : List.of(599, 800, 1_003, 1_200, 1_950)) {
                    Queries query = aQuery().by(sort).page(offset, 100);
                    EntryPage page =
                            records.entries((descending ? query : query.ascending()).build());
                    assertThat(page.entries())
                            .as("%s, descending %s, from %d", sort, descending, offset)
                            .isEqualTo(sorted.subList(offset, Math.min(calls, offset + 100)));
                    assertThat(page.total()).isEqualTo(calls);
                }
            }
        }
    }

    private static List<LedgerEntry> sorted(
            List<LedgerEntry> entries, EntrySort sort, boolean descending) {
        Comparator<LedgerEntry> by =
                switch (sort) {
                    case STARTED_AT -> Comparator.comparing(LedgerEntry::startedAt);
                    case ENDED_AT -> Comparator.comparing(it -> it.startedAt().plus(it.duration()));
                    case SPEND -> Comparator.comparing(LedgerEntry::charged);
                    case TOTAL_TOKENS -> Comparator.comparing(it -> it.usage().totalTokens());
                    case DURATION -> Comparator.comparing(LedgerEntry::duration);
                    case MODEL -> Comparator.comparing(it -> it.target().model());
                    // Nobody knows of any: the id decides.
                    case FIRST_TOKEN -> Comparator.comparing(LedgerEntry::firstToken);
                };
        Comparator<LedgerEntry> order = by.thenComparing(entry -> entry.id().toString());
        return entries.stream().sorted(descending ? order.reversed() : order).toList();
    }
}
