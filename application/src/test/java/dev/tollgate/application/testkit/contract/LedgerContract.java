package dev.tollgate.application.testkit.contract;

import static dev.tollgate.application.testkit.contract.EntryDraft.NOON;
import static dev.tollgate.application.testkit.contract.EntryDraft.anEntry;
import static dev.tollgate.application.testkit.contract.EntryDraft.usd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.application.port.out.Accounts.Balance;
import dev.tollgate.application.port.out.Accounts.Request;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.CallFacts;
import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.ledger.LedgerEntry.Target;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Meter;
import dev.tollgate.domain.usage.Meters;
import dev.tollgate.domain.usage.ServiceTier;
import dev.tollgate.domain.usage.Terms;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The rules of [dev.tollgate.application.port.out.Ledger]: every entry once, and totals that
/// follow.
public interface LedgerContract {
    BudgetAccount DAY = new BudgetAccount(Subject.of(Scope.KEY, "key-1"), "1d", NOON);

    /// The same throughout one test.
    BooksUnderTest books();

    private void post(LedgerEntry... entries) {
        assertThat(books().ledger().post(List.of(entries))).isEmpty();
    }

    private void leases(String instance, String amount) {
        Request request = new Request(DAY, usd("100"), usd(amount), usd(amount));
        assertThat(books().accounts().lease(instance, List.of(request))).hasSize(1);
    }

    private Balance day() {
        return books().accounts().balances(List.of(DAY)).getFirst();
    }

    private static Balance day(String settled, String leased) {
        return new Balance(DAY, usd(settled), usd(leased));
    }

    private Usd spent(Subject subject) {
        return books().accounts().spent(List.of(subject)).getOrDefault(subject, Usd.ZERO);
    }

    private List<LedgerEntry> kept() {
        return books().records().entries(Queries.ALL).entries();
    }

    @Test
    default void an_entry_comes_back_as_it_was_posted() {
        LedgerEntry entry =
                new LedgerEntry(
                        anEntry().build().id(),
                        "one",
                        new CallFacts(
                                new UUID(0x0198_0000_0000_7000L, 0x8000_0000_0000_0001L),
                                "theirs",
                                "aembedding",
                                "fast",
                                "session-7",
                                "10.0.0.9",
                                List.of("ci", "näch|te\\"),
                                true),
                        2,
                        true,
                        new Payer("k", "h", "ci-runner", "ana", "t1", "search", "acme", "bob"),
                        new Target("east", "slow", "openai", "gpt-4o", "http://e", "chatcmpl-7"),
                        NOON.plusNanos(123_456_000),
                        Duration.ofNanos(1_234_567_000),
                        Duration.ofMillis(80),
                        new Usage(
                                true,
                                100,
                                20,
                                30,
                                10,
                                5,
                                1,
                                2,
                                3,
                                true,
                                new Terms(ServiceTier.FLEX, true, false, "720p"),
                                Meters.of(Meter.SECONDS, new BigDecimal("1.5"))
                                        .plus(Meters.of(Meter.PIXELS, 4))),
                        Optional.of(new Usd(123)),
                        Optional.of(new Usd(150)),
                        new Outcome(Status.FAILURE, "502", "the provider hung up"),
                        List.of(DAY, BudgetAccount.ever(Subject.GATEWAY.onModel("fast"))));
        post(entry);

        assertThat(kept()).containsExactly(entry);
    }

    @Test
    default void two_posts_have_one_effect() {
        leases("one", "10");
        LedgerEntry entry = anEntry().costing("1.5").on(DAY).build();

        post(entry);
        post(entry, entry);

        assertThat(kept()).containsExactly(entry);
        assertThat(day()).isEqualTo(day("1.5", "8.5"));
        assertThat(spent(Subject.GATEWAY)).isEqualTo(usd("1.5"));
    }

    @Test
    default void no_entries_change_nothing() {
        post();

        assertThat(kept()).isEmpty();
    }

    @Test
    default void more_than_a_batch_is_refused() {
        List<LedgerEntry> tooMany = Collections.nCopies(501, anEntry().build());

        assertThatThrownBy(() -> books().ledger().post(tooMany))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("500")
                .hasMessageContaining("501");
    }

    @Test
    default void a_cost_is_taken_off_the_leases_of_its_own_instance_only() {
        leases("one", "3");
        leases("two", "4");

        post(anEntry().by("two").costing("1").on(DAY).build());

        assertThat(day()).isEqualTo(day("1", "6"));
        assertThat(books().accounts().reconcile("one")).isEqualTo(1);
        assertThat(day()).isEqualTo(day("1", "3"));
    }

    @Test
    default void a_lease_is_never_below_nothing() {
        leases("one", "3");
        leases("two", "4");

        post(
                anEntry().by("one").costing("2").on(DAY).build(),
                anEntry().by("one").costing("2").on(DAY).build());

        assertThat(day()).isEqualTo(day("4", "4"));
    }

    @Test
    default void what_was_not_leased_for_a_call_is_not_taken_off() {
        leases("one", "3");

        post(anEntry().by("one").costing("2").build());

        assertThat(day()).isEqualTo(day("0", "3"));
    }

    @Test
    default void a_cost_counts_once_for_everybody_whose_it_is() {
        Payer payer = new Payer("k", "h", "", "ana", "t1", "", "acme", "bob");
        EntryDraft entry = anEntry().of(payer).tagged("ci", "night", "ci").costing("1.5");
        Subject onModel = Subject.of(Scope.KEY, "k").onModel("chat");
        post(entry.on(new BudgetAccount(onModel, "1d", NOON)).build());

        List<Subject> everybody =
                List.of(
                        Subject.GATEWAY,
                        Subject.of(Scope.KEY, "k"),
                        Subject.of(Scope.USER, "ana"),
                        Subject.of(Scope.TEAM, "t1"),
                        Subject.of(Scope.TEAM_MEMBER, "t1/ana"),
                        Subject.of(Scope.ORGANIZATION, "acme"),
                        Subject.of(Scope.CUSTOMER, "bob"),
                        Subject.of(Scope.TAG, "ci"),
                        Subject.of(Scope.TAG, "night"),
                        Subject.of(Scope.PROVIDER, "openai"),
                        Subject.of(Scope.DEPLOYMENT, "east"),
                        onModel);
        assertThat(everybody).allSatisfy(each -> assertThat(spent(each)).isEqualTo(usd("1.5")));
        assertThat(spent(Subject.of(Scope.USER, "bob"))).isEqualTo(Usd.ZERO);
    }

    @Test
    default void an_account_that_never_resets_is_not_charged_twice() {
        BudgetAccount ever = BudgetAccount.ever(Subject.of(Scope.KEY, "key-1"));
        post(anEntry().of("key-1").costing("1.5").on(ever, DAY).build());

        assertThat(spent(ever.subject())).isEqualTo(usd("1.5"));
        assertThat(day()).isEqualTo(day("1.5", "0"));
    }

    @Test
    default void what_nobody_paid_for_counts_for_the_gateway_alone() {
        post(anEntry().ofNobody().at(Target.NONE).costing("1").build());

        assertThat(books().accounts().spent(List.of(Subject.GATEWAY, Subject.of(Scope.KEY, ""))))
                .isEqualTo(Map.of(Subject.GATEWAY, usd("1")));
    }

    @Test
    default void an_unpriced_entry_counts_nothing_and_is_known_as_such() {
        post(anEntry().unpriced().on(DAY).build());

        assertThat(kept())
                .singleElement()
                .extracting(LedgerEntry::cost)
                .isEqualTo(Optional.empty());
        assertThat(day()).isEqualTo(day("0", "0"));
        assertThat(spent(Subject.GATEWAY)).isEqualTo(Usd.ZERO);
    }

    @Test
    default void the_true_entry_takes_the_place_of_an_interrupted_one() {
        leases("one", "10");
        LedgerEntry interrupted = anEntry().costing("4").on(DAY).ending(Status.INTERRUPTED).build();
        LedgerEntry whole = anEntry().replacing(interrupted).costing("1").on(DAY).build();
        post(interrupted);
        assertThat(day()).isEqualTo(day("4", "6"));

        post(whole);
        post(whole, interrupted);

        assertThat(kept()).containsExactly(whole);
        assertThat(day()).isEqualTo(day("1", "6"));
        assertThat(spent(Subject.GATEWAY)).isEqualTo(usd("1"));
        assertThat(spent(Subject.of(Scope.KEY, "key-1"))).isEqualTo(usd("1"));
    }

    @Test
    default void the_true_entry_wins_in_whatever_order_they_come() {
        LedgerEntry interrupted = anEntry().costing("4").on(DAY).ending(Status.INTERRUPTED).build();
        LedgerEntry whole = anEntry().replacing(interrupted).costing("1").on(DAY).build();

        post(whole, interrupted);
        post(interrupted);

        assertThat(kept()).containsExactly(whole);
        assertThat(day()).isEqualTo(day("1", "0"));
    }

    @Test
    default void both_in_one_batch_are_the_true_one() {
        leases("one", "10");
        LedgerEntry interrupted = anEntry().costing("4").on(DAY).ending(Status.INTERRUPTED).build();
        LedgerEntry whole = anEntry().replacing(interrupted).costing("1").on(DAY).build();

        post(interrupted, whole);

        assertThat(kept()).containsExactly(whole);
        assertThat(day().settled()).isEqualTo(usd("1"));
    }

    @Test
    default void an_account_that_only_the_interrupted_entry_named_gets_its_cost_back() {
        LedgerEntry interrupted =
                anEntry().of("key-1").costing("4").on(DAY).ending(Status.INTERRUPTED).build();
        post(interrupted);

        post(anEntry().of("key-2").replacing(interrupted).costing("1").build());

        assertThat(day()).isEqualTo(day("0", "0"));
        assertThat(spent(Subject.of(Scope.KEY, "key-1"))).isEqualTo(Usd.ZERO);
        assertThat(spent(Subject.of(Scope.KEY, "key-2"))).isEqualTo(usd("1"));
    }

    @Test
    default void a_settled_entry_stays_as_it_is() {
        LedgerEntry first = anEntry().costing("1").on(DAY).build();
        post(first);

        post(anEntry().replacing(first).costing("5").on(DAY).build());

        assertThat(kept()).containsExactly(first);
        assertThat(day()).isEqualTo(day("1", "0"));
    }

    @Test
    default void a_refused_call_has_an_entry_and_no_spend() {
        LedgerEntry refused =
                anEntry()
                        .at(Target.NONE)
                        .using(Usage.NONE)
                        .costing("0")
                        .ending(new Outcome(Status.REFUSED, "429", "budget"))
                        .build();
        post(refused);

        assertThat(kept()).containsExactly(refused);
        assertThat(books().accounts().spent(List.of(Subject.GATEWAY))).isEmpty();
    }

    @Test
    default void old_entries_are_forgotten_and_their_totals_are_not() {
        Instant yesterday = NOON.minus(1, ChronoUnit.DAYS);
        LedgerEntry older = anEntry().startedAt(yesterday).costing("1").on(DAY).build();
        LedgerEntry newer = anEntry().costing("2").on(DAY).build();
        post(older, newer);

        forgetBefore(LocalDate.ofInstant(NOON, ZoneOffset.UTC));
        post(older, newer);

        assertThat(kept()).containsExactly(newer);
        assertThat(day()).isEqualTo(day("3", "0"));
    }

    @Test
    default void an_entry_of_a_forgotten_day_is_not_taken() {
        forgetBefore(LocalDate.ofInstant(NOON, ZoneOffset.UTC));

        post(anEntry().startedAt(NOON.minus(1, ChronoUnit.DAYS)).on(DAY).build());

        assertThat(kept()).isEmpty();
        assertThat(day()).isEqualTo(day("0", "0"));
    }

    @Test
    default void accounts_of_periods_that_ended_long_ago_are_forgotten() {
        BudgetAccount month = new BudgetAccount(DAY.subject(), "1mo", NOON);
        books().ledger().post(List.of(anEntry().of("key-1").costing("1").on(DAY, month).build()));

        assertThat(books().periods().forgetEndedBefore(LocalDate.parse("2026-03-07"))).isFalse();
        assertThat(settled(DAY)).isEqualTo(usd("1"));
        assertThat(books().periods().forgetEndedBefore(LocalDate.parse("2026-03-08"))).isFalse();

        assertThat(settled(DAY)).isEqualTo(Usd.ZERO);
        assertThat(settled(month)).isEqualTo(usd("1"));
        assertThat(settled(BudgetAccount.ever(DAY.subject()))).isEqualTo(usd("1"));
    }

    @Test
    default void an_account_that_somebody_holds_a_part_of_is_kept_and_one_that_comes_back_is_new() {
        Request request = new Request(DAY, usd("9"), usd("2"), usd("2"));
        var _ = books().accounts().lease("one", List.of(request));
        books().ledger().post(List.of(anEntry().by("one").costing("1").on(DAY).build()));
        LocalDate later = LocalDate.parse("2026-06-01");

        boolean _ = books().periods().forgetEndedBefore(later);
        assertThat(settled(DAY)).isEqualTo(usd("1"));

        books().ledger().post(List.of(anEntry().by("one").costing("1").on(DAY).build()));
        boolean _ = books().periods().forgetEndedBefore(later);
        assertThat(settled(DAY)).isEqualTo(Usd.ZERO);

        books().ledger().post(List.of(anEntry().by("two").costing("3").on(DAY).build()));
        assertThat(settled(DAY)).isEqualTo(usd("3"));
    }

    private Usd settled(BudgetAccount account) {
        return books().accounts().balances(List.of(account)).getFirst().settled();
    }

    private void forgetBefore(LocalDate day) {
        boolean more;
        do {
            more = books().retention().forgetBefore(day);
        } while (more);
    }
}
