package dev.tollgate.application.testkit.contract;

import static dev.tollgate.application.testkit.contract.EntryDraft.NOON;
import static dev.tollgate.application.testkit.contract.EntryDraft.anEntry;
import static dev.tollgate.application.testkit.contract.EntryDraft.usd;
import static dev.tollgate.application.testkit.contract.Queries.aQuery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.SpendRecords.DailyFigure;
import dev.tollgate.application.port.out.SpendRecords.DailyQuery;
import dev.tollgate.application.port.out.SpendRecords.EntryPage;
import dev.tollgate.application.port.out.SpendRecords.EntrySort;
import dev.tollgate.application.port.out.SpendRecords.FailureCount;
import dev.tollgate.application.port.out.SpendRecords.FailureQuery;
import dev.tollgate.application.port.out.SpendRecords.Part;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.CallFacts;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.ledger.LedgerEntry.Target;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// The rules of [dev.tollgate.application.port.out.SpendRecords].
public interface SpendRecordsContract {
    LocalDate TODAY = LocalDate.parse("2026-03-04");
    Instant YESTERDAY = NOON.minus(1, ChronoUnit.DAYS);

    /// The same throughout one test.
    BooksUnderTest books();

    private LedgerEntry posted(LedgerEntry entry) {
        assertThat(books().ledger().post(List.of(entry))).isEmpty();
        return entry;
    }

    private EntryPage found(Queries query) {
        return books().records().entries(query.build());
    }

    private void finds(Queries query, LedgerEntry... entries) {
        assertThat(found(query)).isEqualTo(new EntryPage(List.of(entries), entries.length));
    }

    private List<DailyFigure> daily(Scope scope, Part... by) {
        return books().records()
                .daily(
                        new DailyQuery(
                                TODAY,
                                TODAY,
                                scope,
                                Set.of(),
                                Set.of(),
                                "",
                                false,
                                Set.of(by),
                                1_000));
    }

    @Test
    default void the_newest_entries_come_first_page_by_page() {
        LedgerEntry first = posted(anEntry().startedAt(NOON).build());
        LedgerEntry third = posted(anEntry().startedAt(NOON.plusSeconds(2)).build());
        LedgerEntry second = posted(anEntry().startedAt(NOON.plusSeconds(1)).build());

        assertThat(found(aQuery().page(0, 2))).isEqualTo(new EntryPage(List.of(third, second), 3));
        assertThat(found(aQuery().page(2, 2))).isEqualTo(new EntryPage(List.of(first), 3));
        assertThat(found(aQuery().page(4, 2))).isEqualTo(new EntryPage(List.of(), 3));
        assertThat(found(aQuery().ascending().page(0, 1)).entries()).containsExactly(first);
    }

    @Test
    default void entries_are_sorted_by_spend_tokens_or_duration() {
        LedgerEntry dear = posted(anEntry().costing("3").using(Usage.of(1, 1)).build());
        LedgerEntry wordy = posted(anEntry().costing("2").using(Usage.of(1, 9)).build());
        LedgerEntry slow =
                posted(
                        anEntry()
                                .costing("1")
                                .using(Usage.of(0, 0))
                                .taking(Duration.ofMinutes(1))
                                .build());

        assertThat(found(aQuery().by(EntrySort.SPEND)).entries())
                .containsExactly(dear, wordy, slow);
        assertThat(found(aQuery().by(EntrySort.TOTAL_TOKENS)).entries())
                .containsExactly(wordy, dear, slow);
        assertThat(found(aQuery().by(EntrySort.DURATION)).entries().getFirst()).isEqualTo(slow);
        assertThat(found(aQuery().by(EntrySort.SPEND).ascending()).entries())
                .containsExactly(slow, wordy, dear);
    }

    @Test
    default void a_time_has_a_beginning_that_belongs_to_it_and_an_end_that_does_not() {
        LedgerEntry early = posted(anEntry().startedAt(YESTERDAY).build());
        LedgerEntry late = posted(anEntry().startedAt(NOON).build());

        finds(aQuery().between(YESTERDAY, NOON), early);
        finds(aQuery().between(NOON, NOON.plusNanos(1_000)), late);
        finds(aQuery().between(YESTERDAY.plusNanos(1_000), NOON));
    }

    @Test
    default void entries_are_found_by_any_of_their_ids() {
        CallFacts call =
                new CallFacts(
                        new UUID(0x0198_0000_0000_7000L, 0x8000_0000_0000_0009L),
                        "theirs",
                        "acompletion",
                        "chat",
                        "session-7",
                        "",
                        List.of(),
                        true);
        Target target =
                new Target("east", "fast", "openai", "gpt-4o", "", "chatcmpl-7", "2026-11-23");
        LedgerEntry entry = posted(anEntry().called(call).at(target).build());
        posted(anEntry().build());

        finds(aQuery().id(entry.id().toString()), entry);
        finds(aQuery().id(call.id().toString()), entry);
        finds(aQuery().id("theirs"), entry);
        finds(aQuery().id("chatcmpl-7"), entry);
        finds(aQuery().id("chatcmpl-8"));
        finds(aQuery().session("session-7"), entry);
    }

    @Test
    default void entries_are_found_by_who_paid() {
        Payer payer = new Payer("k", "h", "", "ana", "t1", "", "acme", "bob");
        LedgerEntry entry = posted(anEntry().of(payer).tagged("ci", "night").build());
        posted(anEntry().of("other").tagged("cider").build());

        finds(aQuery().keyHash("h"), entry);
        finds(aQuery().user("ana"), entry);
        finds(aQuery().team("t1"), entry);
        finds(aQuery().organization("acme"), entry);
        finds(aQuery().customer("bob"), entry);
        finds(aQuery().tag("ci"), entry);
        finds(aQuery().tag("ci").user("eve"));
        finds(aQuery().tag("c_"));
    }

    @Test
    default void entries_are_found_of_a_user_or_of_teams() {
        LedgerEntry own = posted(anEntry().of("k").user("ana").build());
        LedgerEntry others =
                posted(anEntry().of("k").user("bob").team("t1").startedAt(YESTERDAY).build());
        posted(anEntry().of("k").user("eve").team("t2").build());
        posted(anEntry().of("k").build());

        finds(aQuery().userOrTeams("ana", "t1", "t9"), own, others);
        finds(aQuery().userOrTeams("ana"), own);
        finds(aQuery().userOrTeams("ana", "t1").team("t1"), others);
        finds(aQuery().userOrTeams("nobody", "\0"));
    }

    @Test
    default void nothing_is_found_by_a_text_that_cannot_be_kept() {
        posted(anEntry().build());

        for (String text : List.of("a\0", "\ud83d")) {
            finds(aQuery().id(text));
            finds(aQuery().user(text));
            finds(aQuery().keyHash(text));
            finds(aQuery().model(text));
            finds(aQuery().tag(text));
            finds(aQuery().keyAlias(text));
            finds(aQuery().message(text));
            finds(aQuery().errors(text));
            for (Scope scope : List.of(Scope.GLOBAL, Scope.TEAM, Scope.TAG)) {
                assertThat(
                                books().records()
                                        .daily(
                                                new DailyQuery(
                                                        TODAY,
                                                        TODAY,
                                                        scope,
                                                        scope == Scope.GLOBAL
                                                                ? Set.of()
                                                                : Set.of(text),
                                                        Set.of(text),
                                                        text,
                                                        false,
                                                        Set.of(Part.KEY),
                                                        10)))
                        .isEmpty();
            }
        }
    }

    @Test
    default void entries_are_found_by_what_was_asked() {
        Target east = new Target("east", "fast", "openai", "gpt-4o", "", "");
        LedgerEntry entry = posted(anEntry().at(east).build());
        LedgerEntry other = posted(anEntry().at(Target.NONE).startedAt(YESTERDAY).build());

        finds(aQuery().deployment("east"), entry);
        finds(aQuery().model("gpt-4o"), entry);
        finds(aQuery().model("fast"), entry);
        finds(aQuery().model("chat"), entry, other);
    }

    @Test
    default void entries_are_found_by_how_they_ended_and_what_they_cost() {
        LedgerEntry failed = posted(anEntry().costing("0").ending(Status.FAILURE).build());
        LedgerEntry cheap = posted(anEntry().startedAt(YESTERDAY).costing("1").build());
        LedgerEntry dear =
                posted(anEntry().startedAt(YESTERDAY.minusSeconds(1)).costing("2").build());

        finds(aQuery().statuses(Status.FAILURE, Status.REFUSED), failed);
        finds(aQuery().statuses(Status.SUCCESS), cheap, dear);
        finds(aQuery().costing(usd("1"), usd("1.5")), cheap);
        finds(aQuery().costing(usd("1"), new Usd(Long.MAX_VALUE)), cheap, dear);
    }

    @Test
    default void entries_are_found_by_a_part_of_the_keys_alias() {
        Payer runner = new Payer("k", "h", "ci-Runner", "", "", "", "", "");
        LedgerEntry entry = posted(anEntry().of(runner).build());
        posted(anEntry().of("other").build());

        finds(aQuery().keyAlias("ci-Runner"), entry);
        finds(aQuery().keyAlias("-Run"), entry);
        finds(aQuery().keyAlias("-run"));
        finds(aQuery().keyAlias("ci%"));
        finds(aQuery().keyAlias("c_-"));
    }

    @Test
    default void entries_are_found_by_what_went_wrong_and_a_part_of_what_was_said() {
        LedgerEntry limited =
                posted(
                        anEntry()
                                .ending(Status.FAILURE, "RATE_LIMIT 429")
                                .saying("Too many")
                                .build());
        LedgerEntry refused =
                posted(
                        anEntry()
                                .startedAt(YESTERDAY)
                                .ending(Status.REFUSED, "BudgetSpent")
                                .saying("100% of the budget")
                                .build());
        posted(anEntry().build());

        finds(aQuery().errors("RATE_LIMIT 429"), limited);
        finds(aQuery().errors("RATE_LIMIT 429", "BudgetSpent", "429"), limited, refused);
        finds(aQuery().errors("RATE_LIMIT"));
        finds(aQuery().message("many"), limited);
        finds(aQuery().message("0% of"), refused);
        finds(aQuery().message("_"));
        finds(aQuery().message("the").errors("429"));
    }

    @Test
    default void entries_are_sorted_by_their_ends_models_or_first_tokens() {
        LedgerEntry long_ =
                posted(anEntry().taking(Duration.ofHours(1)).model("b").firstToken(0).build());
        LedgerEntry early =
                posted(anEntry().startedAt(NOON.plusSeconds(1)).model("c").firstToken(20).build());
        LedgerEntry late =
                posted(anEntry().startedAt(NOON.plusSeconds(2)).model("A").firstToken(70).build());

        assertThat(found(aQuery().by(EntrySort.ENDED_AT)).entries())
                .containsExactly(long_, late, early);
        assertThat(found(aQuery().by(EntrySort.MODEL).ascending()).entries())
                .containsExactly(late, long_, early);
        assertThat(found(aQuery().by(EntrySort.FIRST_TOKEN)).entries())
                .containsExactly(late, early, long_);
        assertThat(found(aQuery().by(EntrySort.FIRST_TOKEN).ascending()).entries())
                .containsExactly(early, late, long_);
    }

    private List<FailureCount> failures(String group, boolean deployments) {
        LocalDate first = TODAY.minusDays(1);
        return books().records()
                .failures(new FailureQuery(first, TODAY, group, deployments, 1_000));
    }

    @Test
    default void failures_are_counted_by_what_went_wrong_day_by_day() {
        for (int i = 0; i < 2; i++) {
            posted(anEntry().followed().ending(Status.FAILURE, "RATE_LIMIT 429").build());
        }
        posted(anEntry().attempt(0).ending(Status.FAILURE, "RATE_LIMIT 429").build());
        posted(anEntry().ending(Status.FAILURE, "TIMEOUT 408").startedAt(YESTERDAY).build());
        posted(
                anEntry()
                        .attempt(0)
                        .at(new Target("", "chat", "", "", "", ""))
                        .ending(Status.REFUSED, "BudgetSpent")
                        .build());
        posted(anEntry().build());
        posted(anEntry().ending(Status.FAILURE).startedAt(YESTERDAY.minusSeconds(86_400)).build());

        LocalDate first = TODAY.minusDays(1);
        assertThat(failures("", false))
                .containsExactly(
                        new FailureCount(first, "TIMEOUT 408", "", "", 1),
                        new FailureCount(TODAY, "BudgetSpent", "", "", 1),
                        new FailureCount(TODAY, "RATE_LIMIT 429", "", "", 2));
        assertThat(failures("chat", true))
                .containsExactly(
                        new FailureCount(first, "TIMEOUT 408", "east", "http://east", 1),
                        new FailureCount(TODAY, "RATE_LIMIT 429", "east", "http://east", 2));
        assertThat(failures("other", false)).isEmpty();
        FailureQuery most = new FailureQuery(first, TODAY, "", false, 1);
        assertThat(books().records().failures(most))
                .containsExactly(new FailureCount(TODAY, "RATE_LIMIT 429", "", "", 2));
    }

    @Test
    default void an_interrupted_call_that_turns_out_whole_was_no_failure() {
        LedgerEntry interrupted =
                posted(anEntry().ending(Status.INTERRUPTED, "interrupted").build());
        assertThat(failures("", false)).extracting(FailureCount::failures).containsExactly(1L);

        posted(anEntry().replacing(interrupted).build());

        assertThat(failures("", false)).isEmpty();
    }

    @Test
    default void a_call_is_its_last_entry_with_the_cost_and_usage_of_all_its_attempts() {
        LedgerEntry first =
                posted(
                        anEntry()
                                .followed()
                                .costing("1")
                                .using(Usage.of(10, 1))
                                .ending(Status.FAILURE)
                                .build());
        LedgerEntry last =
                posted(
                        anEntry()
                                .called(first.call())
                                .startedAt(NOON.plusSeconds(1))
                                .costing("2")
                                .using(Usage.of(10, 5))
                                .build());
        LedgerEntry other = posted(anEntry().startedAt(NOON.plusSeconds(2)).unpriced().build());

        assertThat(found(aQuery().wholeCalls()).entries())
                .containsExactly(other, last.plus(usd("1"), Usage.of(10, 1)));
        assertThat(found(aQuery()).total()).isEqualTo(3);
    }

    @Test
    default void adjustments_are_entries_and_say_who_made_them() {
        BudgetAccount account = BudgetAccount.ever(Subject.of(Scope.TEAM, "t1"));
        books().accounts().adjust(account, usd("2"), NOON, "ana");

        assertThat(found(aQuery().team("t1")).entries())
                .singleElement()
                .satisfies(
                        entry -> {
                            assertThat(entry.outcome().status()).isEqualTo(Status.ADJUSTMENT);
                            assertThat(entry.outcome().message()).contains("ana");
                            assertThat(entry.charged()).isEqualTo(usd("2"));
                            assertThat(entry.accounts()).containsExactly(account);
                        });
        assertThat(daily(Scope.GLOBAL)).isEmpty();
    }

    @Test
    default void calls_that_another_gateway_carried_out_are_figures_and_nobodys_spend_here() {
        posted(anEntry().of("key-1").by(LedgerEntry.ELSEWHERE).costing("3").build());

        assertThat(daily(Scope.GLOBAL)).extracting(DailyFigure::spend).containsExactly(usd("3"));
        Subject key = Subject.of(Scope.KEY, "key-1");
        assertThat(books().accounts().spent(List.of(key, Subject.GATEWAY))).isEmpty();
    }

    @Test
    default void figures_of_a_day_add_up_its_calls() {
        Usage cached = new Usage(true, 100, 20, 30, 10, 5, 0, 0, 0, false);
        posted(anEntry().costing("1").using(cached).build());
        posted(anEntry().costing("2").using(Usage.of(50, 5)).build());
        posted(
                anEntry()
                        .costing("0.5")
                        .followed()
                        .ending(Status.FAILURE)
                        .using(Usage.NONE)
                        .build());
        posted(anEntry().costing("0").ending(Status.REFUSED).using(Usage.NONE).build());
        posted(anEntry().startedAt(YESTERDAY).build());

        assertThat(daily(Scope.GLOBAL))
                .containsExactly(
                        new DailyFigure(
                                TODAY, "", "", "", "", "", "", usd("3.5"), 150, 25, 30, 15, 2, 1));
    }

    @Test
    default void figures_are_told_apart_by_what_is_asked_for() {
        posted(anEntry().of("a").team("t1").model("gpt-4o").costing("1").build());
        posted(anEntry().of("a").team("t1").model("gpt-5").costing("2").build());
        posted(anEntry().of("b").team("t2").model("gpt-5").costing("4").build());
        posted(anEntry().of("c").model("gpt-5").costing("8").build());

        assertThat(daily(Scope.TEAM, Part.SUBJECT))
                .extracting(DailyFigure::subject, DailyFigure::spend)
                .containsExactly(tuple("t1", usd("3")), tuple("t2", usd("4")));
        assertThat(daily(Scope.GLOBAL, Part.MODEL))
                .extracting(DailyFigure::model, DailyFigure::spend)
                .containsExactly(tuple("gpt-4o", usd("1")), tuple("gpt-5", usd("14")));
        assertThat(daily(Scope.GLOBAL, Part.KEY, Part.MODEL_GROUP, Part.PROVIDER))
                .extracting(DailyFigure::keyHash, DailyFigure::group, DailyFigure::provider)
                .containsExactly(
                        tuple("hash-of-a", "chat", "openai"),
                        tuple("hash-of-b", "chat", "openai"),
                        tuple("hash-of-c", "chat", "openai"));
        assertThat(daily(Scope.PROVIDER, Part.SUBJECT))
                .extracting(DailyFigure::subject, DailyFigure::spend)
                .containsExactly(tuple("openai", usd("15")));
    }

    @Test
    default void figures_are_those_of_whom_and_what_is_asked_for() {
        posted(anEntry().of("a").team("t1").user("ana").model("gpt-4o").costing("1").build());
        posted(anEntry().of("a").team("t1").user("bob").model("gpt-5").costing("2").build());
        posted(anEntry().of("b").team("t2").user("ana").model("gpt-5").costing("4").build());

        assertThat(spend(Scope.TEAM, Set.of("t1"), "", "")).isEqualTo(usd("3"));
        assertThat(spend(Scope.TEAM_MEMBER, Set.of("t1/ana", "t2/ana"), "", ""))
                .isEqualTo(usd("5"));
        assertThat(spend(Scope.USER, Set.of("ana"), "hash-of-b", "")).isEqualTo(usd("4"));
        assertThat(spend(Scope.KEY, Set.of("a"), "", "gpt-5")).isEqualTo(usd("2"));
        assertThat(spend(Scope.DEPLOYMENT, Set.of("east"), "", "")).isEqualTo(usd("7"));
        assertThat(spend(Scope.GLOBAL, Set.of(), "", "gpt-5")).isEqualTo(usd("6"));
        assertThat(spend(Scope.GLOBAL, Set.of(), "hash-of-a", "")).isEqualTo(usd("3"));
        assertThat(spend(Scope.CUSTOMER, Set.of(), "", "")).isEqualTo(Usd.ZERO);
    }

    private Usd spend(Scope scope, Set<String> ids, String keyHash, String model) {
        Set<String> keys = keyHash.isEmpty() ? Set.of() : Set.of(keyHash);
        DailyQuery query =
                new DailyQuery(TODAY, TODAY, scope, ids, keys, model, false, Set.of(), 1_000);
        List<DailyFigure> figures = books().records().daily(query);
        assertThat(figures).hasSizeLessThan(2);
        return figures.stream().map(DailyFigure::spend).findFirst().orElse(Usd.ZERO);
    }

    @Test
    default void where_there_are_too_many_figures_those_of_the_most_spend_are_told() {
        posted(anEntry().of("a").costing("1").build());
        posted(anEntry().of("b").costing("3").build());
        posted(anEntry().of("c").costing("2").build());

        DailyQuery query =
                new DailyQuery(
                        TODAY,
                        TODAY,
                        Scope.GLOBAL,
                        Set.of(),
                        Set.of(),
                        "",
                        false,
                        Set.of(Part.KEY),
                        2);
        assertThat(books().records().daily(query))
                .extracting(DailyFigure::keyHash)
                .containsExactly("hash-of-b", "hash-of-c");
    }

    @Test
    default void days_are_added_up_if_that_is_asked_for() {
        posted(anEntry().costing("1").build());
        posted(anEntry().startedAt(YESTERDAY).costing("3").build());
        posted(anEntry().startedAt(YESTERDAY).model("gpt-5").costing("2").build());
        LocalDate first = TODAY.minusDays(1);

        DailyQuery whole =
                new DailyQuery(
                        first, TODAY, Scope.GLOBAL, Set.of(), Set.of(), "", true, Set.of(), 1_000);
        DailyQuery models =
                new DailyQuery(
                        first,
                        TODAY,
                        Scope.GLOBAL,
                        Set.of(),
                        Set.of(),
                        "",
                        true,
                        Set.of(Part.MODEL),
                        1_000);
        DailyQuery nothing =
                new DailyQuery(
                        TODAY.plusDays(1),
                        TODAY.plusDays(2),
                        Scope.GLOBAL,
                        Set.of(),
                        Set.of(),
                        "",
                        true,
                        Set.of(),
                        1_000);
        assertThat(books().records().daily(whole))
                .extracting(DailyFigure::day, DailyFigure::spend)
                .containsExactly(tuple(first, usd("6")));
        assertThat(books().records().daily(models))
                .extracting(DailyFigure::model, DailyFigure::spend)
                .containsExactly(tuple("gpt-4o", usd("4")), tuple("gpt-5", usd("2")));
        assertThat(books().records().daily(nothing)).isEmpty();
    }

    @Test
    default void a_call_counts_once_for_each_of_its_tags() {
        posted(anEntry().tagged("ci", "night", "ci").costing("1").build());
        posted(anEntry().tagged("ci").costing("2").build());
        posted(anEntry().costing("4").build());

        assertThat(daily(Scope.TAG, Part.SUBJECT))
                .extracting(DailyFigure::subject, DailyFigure::spend, DailyFigure::successful)
                .containsExactly(tuple("ci", usd("3"), 2L), tuple("night", usd("1"), 1L));
        assertThat(daily(Scope.GLOBAL)).extracting(DailyFigure::spend).containsExactly(usd("7"));
    }

    @Test
    default void figures_come_day_by_day() {
        posted(anEntry().costing("2").build());
        posted(anEntry().startedAt(YESTERDAY).costing("1").build());
        posted(anEntry().startedAt(YESTERDAY.minus(1, ChronoUnit.DAYS)).costing("9").build());

        DailyQuery query =
                new DailyQuery(
                        TODAY.minusDays(1),
                        TODAY,
                        Scope.GLOBAL,
                        Set.of(),
                        Set.of(),
                        "",
                        false,
                        Set.of(),
                        1_000);
        assertThat(books().records().daily(query))
                .extracting(DailyFigure::day, DailyFigure::spend)
                .containsExactly(tuple(TODAY.minusDays(1), usd("1")), tuple(TODAY, usd("2")));
    }

    @Test
    default void figures_are_corrected_when_an_interrupted_call_turns_out_whole() {
        LedgerEntry interrupted =
                posted(anEntry().costing("4").using(Usage.NONE).ending(Status.INTERRUPTED).build());
        posted(anEntry().replacing(interrupted).using(Usage.of(7, 3)).costing("1").build());

        assertThat(daily(Scope.GLOBAL))
                .containsExactly(
                        new DailyFigure(TODAY, "", "", "", "", "", "", usd("1"), 7, 3, 0, 0, 1, 0));
    }

    private static Tuple tuple(Object... values) {
        return Tuple.tuple(values);
    }
}
