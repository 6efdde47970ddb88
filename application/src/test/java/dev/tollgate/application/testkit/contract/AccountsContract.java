package dev.tollgate.application.testkit.contract;

import static dev.tollgate.application.testkit.contract.EntryDraft.NOON;
import static dev.tollgate.application.testkit.contract.EntryDraft.anEntry;
import static dev.tollgate.application.testkit.contract.EntryDraft.usd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.Accounts.Balance;
import dev.tollgate.application.port.out.Accounts.Grant;
import dev.tollgate.application.port.out.Accounts.Request;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.money.Usd;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The rules of [Accounts]: leases, recalls, and what becomes of those who fall silent.
public interface AccountsContract {
    BudgetAccount DAY = new BudgetAccount(Subject.of(Scope.KEY, "key-1"), "1d", NOON);
    BudgetAccount EVER = BudgetAccount.ever(Subject.of(Scope.TEAM, "search"));

    /// The same throughout one test.
    BooksUnderTest books();

    private Accounts accounts() {
        return books().accounts();
    }

    private Grant ask(String instance, String limit, String least, String wanted) {
        Request request = new Request(DAY, usd(limit), usd(least), usd(wanted));
        return accounts().lease(instance, List.of(request)).getFirst();
    }

    private void settles(String instance, String cost) {
        books().ledger().post(List.of(anEntry().by(instance).costing(cost).on(DAY).build()));
    }

    private Balance balance(BudgetAccount account) {
        return accounts().balances(List.of(account)).getFirst();
    }

    private static Balance balance(BudgetAccount account, String settled, String leased) {
        return new Balance(account, usd(settled), usd(leased));
    }

    private static Grant grant(String granted, String settled, String others) {
        return new Grant(usd(granted), usd(settled), usd(others));
    }

    @Test
    default void what_is_wanted_is_granted_while_it_is_free() {
        assertThat(ask("one", "10", "1", "4")).isEqualTo(grant("4", "0", "0"));
        assertThat(balance(DAY)).isEqualTo(balance(DAY, "0", "4"));
    }

    @Test
    default void a_grant_adds_to_what_is_held() {
        ask("one", "10", "1", "4");

        assertThat(ask("one", "10", "1", "3")).isEqualTo(grant("3", "0", "0"));
        assertThat(balance(DAY)).isEqualTo(balance(DAY, "0", "7"));
    }

    @Test
    default void where_less_than_wanted_is_left_that_is_granted() {
        ask("one", "10", "1", "7");

        assertThat(ask("two", "10", "3", "5")).isEqualTo(grant("3", "0", "7"));
    }

    @Test
    default void where_less_than_the_least_is_left_nothing_is_granted() {
        ask("one", "10", "1", "7");

        assertThat(ask("two", "10", "3.000000001", "5")).isEqualTo(grant("0", "0", "7"));
        assertThat(balance(DAY)).isEqualTo(balance(DAY, "0", "7"));
    }

    @Test
    default void what_was_spent_is_not_granted_again() {
        ask("one", "10", "1", "7");
        settles("one", "7");

        assertThat(ask("one", "10", "1", "9")).isEqualTo(grant("3", "7", "0"));
        assertThat(ask("one", "10", "0.000000001", "9")).isEqualTo(grant("0", "7", "0"));
    }

    @Test
    default void a_lowered_limit_grants_nothing_more_and_recalls() {
        ask("one", "10", "1", "7");

        assertThat(ask("two", "6", "0", "1")).isEqualTo(grant("0", "0", "7"));
        assertThat(accounts().recalled("one")).containsExactly(DAY);
    }

    @Test
    default void a_raised_limit_grants_more() {
        ask("one", "10", "10", "10");

        assertThat(ask("one", "12", "1", "5")).isEqualTo(grant("2", "0", "0"));
    }

    @Test
    default void each_request_is_granted_by_itself_in_its_order() {
        Request refused = new Request(DAY, usd("1"), usd("2"), usd("2"));
        Request granted = new Request(EVER, usd("5"), usd("2"), usd("2"));

        assertThat(accounts().lease("one", List.of(refused, granted, granted, granted)))
                .containsExactly(
                        grant("0", "0", "0"),
                        grant("2", "0", "0"),
                        grant("2", "0", "0"),
                        grant("0", "0", "0"));
        assertThat(accounts().balances(List.of(EVER, DAY)))
                .containsExactly(balance(EVER, "0", "4"), balance(DAY, "0", "0"));
    }

    @Test
    default void nothing_asked_for_is_nothing_granted() {
        assertThat(accounts().lease("one", List.of())).isEmpty();
        assertThat(accounts().balances(List.of())).isEmpty();
        assertThat(accounts().spent(List.of())).isEmpty();
    }

    @Test
    default void what_is_missing_is_recalled_from_those_who_hold_it() {
        ask("one", "10", "1", "4");
        ask("two", "10", "1", "5");

        ask("three", "10", "2", "3");

        assertThat(accounts().recalled("one")).containsExactly(DAY);
        assertThat(accounts().recalled("two")).containsExactly(DAY);
        assertThat(accounts().recalled("three")).isEmpty();
    }

    @Test
    default void a_recall_ends_when_what_was_missing_is_given_back_by_whomever() {
        ask("one", "10", "1", "5");
        ask("two", "10", "1", "5");
        ask("three", "10", "2", "3");

        accounts().keep("one", Map.of(DAY, usd("3.5")));
        assertThat(accounts().recalled("two")).containsExactly(DAY);
        accounts().keep("one", Map.of(DAY, usd("3")));

        assertThat(accounts().recalled("one")).isEmpty();
        assertThat(accounts().recalled("two")).isEmpty();
        assertThat(ask("three", "10", "2", "3")).isEqualTo(grant("2", "0", "8"));
    }

    @Test
    default void who_holds_nothing_is_not_asked_to_give_back() {
        ask("one", "10", "1", "10");
        settles("one", "10");

        ask("two", "10", "1", "1");

        assertThat(accounts().recalled("one")).isEmpty();
    }

    @Test
    default void a_lease_is_lowered_but_never_raised_by_keeping_part_of_it() {
        ask("one", "10", "1", "4");
        ask("two", "10", "1", "4");

        accounts().keep("one", Map.of(DAY, usd("5"), EVER, usd("1")));
        assertThat(balance(DAY)).isEqualTo(balance(DAY, "0", "8"));
        accounts().keep("one", Map.of(DAY, usd("1")));
        accounts().keep("one", Map.of(DAY, usd("1")));

        assertThat(balance(DAY)).isEqualTo(balance(DAY, "0", "5"));
        assertThat(balance(EVER)).isEqualTo(balance(EVER, "0", "0"));
    }

    @Test
    default void instances_count_that_were_heard_of_within_ten_seconds() {
        assertThat(accounts().alive("one")).isEqualTo(1);
        books().pass(Duration.ofSeconds(6));
        assertThat(accounts().alive("two")).isEqualTo(2);
        books().pass(Duration.ofSeconds(6));
        assertThat(accounts().alive("two")).isEqualTo(1);
    }

    @Test
    default void a_silent_instances_lease_is_booked_once_it_has_ended() {
        ask("one", "10", "1", "4");
        books().pass(Accounts.LEASE_LENGTH.minusSeconds(5));
        assertThat(accounts().expire()).isZero();
        books().pass(Duration.ofSeconds(10));

        assertThat(accounts().expire()).isEqualTo(1);
        assertThat(accounts().expire()).isZero();
        assertThat(balance(DAY)).isEqualTo(balance(DAY, "4", "0"));
    }

    @Test
    default void who_is_heard_of_keeps_the_lease() {
        ask("one", "10", "1", "4");
        books().pass(Accounts.LEASE_LENGTH.minusSeconds(5));
        int _ = accounts().alive("one");
        books().pass(Accounts.LEASE_LENGTH.minusSeconds(5));

        assertThat(accounts().expire()).isZero();
        assertThat(balance(DAY)).isEqualTo(balance(DAY, "0", "4"));
    }

    @Test
    default void entries_found_later_are_taken_off_what_was_booked() {
        ask("one", "10", "1", "4");
        books().pass(Accounts.LEASE_LENGTH.plusSeconds(1));
        int _ = accounts().expire();

        settles("one", "1");
        assertThat(balance(DAY)).isEqualTo(balance(DAY, "4", "0"));
        settles("one", "3.5");
        assertThat(balance(DAY)).isEqualTo(balance(DAY, "4.5", "0"));
    }

    @Test
    default void what_was_booked_and_never_spent_is_free_once_the_journal_was_replayed() {
        ask("one", "10", "1", "4");
        books().pass(Accounts.LEASE_LENGTH.plusSeconds(1));
        int _ = accounts().expire();
        settles("one", "1");

        assertThat(accounts().reconcile("one")).isEqualTo(1);
        assertThat(accounts().reconcile("one")).isZero();
        assertThat(balance(DAY)).isEqualTo(balance(DAY, "1", "0"));
    }

    @Test
    default void a_lease_is_free_at_once_where_the_journal_was_replayed_before_it_ended() {
        ask("one", "10", "1", "4");
        ask("two", "10", "1", "1");

        assertThat(accounts().reconcile("one")).isEqualTo(1);
        books().pass(Accounts.LEASE_LENGTH.plusSeconds(1));
        int _ = accounts().alive("two");

        assertThat(accounts().expire()).isZero();
        assertThat(balance(DAY)).isEqualTo(balance(DAY, "0", "1"));
    }

    @Test
    default void a_lease_that_is_booked_twice_is_corrected_as_one() {
        ask("one", "10", "1", "4");
        books().pass(Accounts.LEASE_LENGTH.plusSeconds(1));
        int _ = accounts().expire();
        ask("one", "10", "1", "3");
        books().pass(Accounts.LEASE_LENGTH.plusSeconds(1));
        int _ = accounts().expire();
        assertThat(balance(DAY)).isEqualTo(balance(DAY, "7", "0"));

        int _ = accounts().reconcile("one");

        assertThat(balance(DAY)).isEqualTo(balance(DAY, "0", "0"));
    }

    @Test
    default void spend_is_set_on_one_account_alone() {
        ask("one", "10", "1", "4");
        settles("one", "4");

        accounts().adjust(DAY, usd("1.5"), NOON, "ana");

        assertThat(balance(DAY)).isEqualTo(balance(DAY, "1.5", "0"));
        assertThat(accounts().spent(List.of(DAY.subject())))
                .isEqualTo(Map.of(DAY.subject(), usd("4")));
    }

    @Test
    default void what_was_ever_spent_is_set_on_the_account_that_never_resets() {
        accounts().adjust(EVER, usd("2"), NOON, "ana");
        assertThat(accounts().spent(List.of(EVER.subject())))
                .isEqualTo(Map.of(EVER.subject(), usd("2")));

        accounts().adjust(EVER, Usd.ZERO, NOON, "ana");
        assertThat(balance(EVER)).isEqualTo(balance(EVER, "0", "0"));
        assertThat(accounts().spent(List.of(EVER.subject()))).isEmpty();
    }

    @Test
    default void a_scope_is_cleared_on_every_account_that_may_still_count() {
        BudgetAccount over = new BudgetAccount(DAY.subject(), "1d", NOON.minus(Duration.ofDays(9)));
        BudgetAccount onModel =
                BudgetAccount.ever(Subject.of(Scope.KEY, "k|2 ".repeat(100)).onModel("chat"));
        BudgetAccount member = BudgetAccount.ever(Subject.of(Scope.TEAM_MEMBER, "search/ana"));
        List<BudgetAccount> all = List.of(DAY, over, onModel, EVER, member);
        all.forEach(account -> accounts().adjust(account, usd("3"), NOON, ""));

        assertThat(accounts().clear(Scope.KEY, NOON, "ana")).isEqualTo(2);

        assertThat(accounts().balances(all))
                .extracting(Balance::settled)
                .containsExactly(usd("0"), usd("3"), usd("0"), usd("3"), usd("3"));
        assertThat(accounts().clear(Scope.KEY, NOON, "ana")).isZero();
        assertThat(accounts().clear(Scope.TEAM, NOON, "ana")).isEqualTo(1);
        assertThat(balance(member)).isEqualTo(balance(member, "3", "0"));
        assertThat(books().records().entries(Queries.ALL).entries())
                .filteredOn(entry -> entry.outcome().message().contains("ana"))
                .extracting(LedgerEntry::charged)
                .containsExactly(usd("-3"), usd("-3"), usd("-3"));
    }

    @Test
    default void any_number_of_accounts_is_cleared() {
        BudgetAccount[] many =
                IntStream.range(0, 1_100)
                        .mapToObj(i -> BudgetAccount.ever(Subject.of(Scope.TEAM, "t" + i)))
                        .toArray(BudgetAccount[]::new);
        books().ledger().post(List.of(anEntry().on(many).costing("1").build()));

        assertThat(accounts().clear(Scope.TEAM, NOON.plusSeconds(1), "")).isEqualTo(many.length);

        assertThat(accounts().spent(List.of(many).stream().map(BudgetAccount::subject).toList()))
                .isEmpty();
    }

    @Test
    default void what_was_cleared_can_be_leased_again() {
        ask("one", "10", "1", "7");
        settles("one", "7");
        accounts().clear(Scope.KEY, NOON, "");

        assertThat(ask("two", "10", "10", "10")).isEqualTo(grant("10", "0", "0"));
    }
}
