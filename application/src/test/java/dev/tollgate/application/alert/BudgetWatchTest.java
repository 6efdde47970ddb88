package dev.tollgate.application.alert;

import static dev.tollgate.application.testkit.contract.EntryDraft.anEntry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.budget.Charge;
import dev.tollgate.application.memory.InMemoryAccounts;
import dev.tollgate.application.memory.InMemoryBooks;
import dev.tollgate.application.memory.InMemoryEntities;
import dev.tollgate.application.memory.InMemoryLedger;
import dev.tollgate.application.port.out.AlertSender;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.BudgetDuration;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.money.Usd;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

class BudgetWatchTest {
    private static final Subject TEAM = Subject.of(Scope.TEAM, "search");
    private static final Budget DAILY =
            new Budget(TEAM, new Usd(1_000), BudgetDuration.parse("1d"));
    private static final Budget SOFT =
            Budget.soft(TEAM, new Usd(1_000), BudgetDuration.parse("1d"));

    private Instant now = Instant.parse("2026-03-04T00:30:00Z");
    private final InMemoryBooks books = new InMemoryBooks(() -> now, new Random(1));
    private final InMemoryAccounts accounts = new InMemoryAccounts(books);
    private final InMemoryLedger ledger = new InMemoryLedger(books);
    private final InMemoryEntities entities = new InMemoryEntities(_ -> Map.of());
    private final List<Fields> heard = new ArrayList<>();
    private final List<AlertSender> senders = new ArrayList<>(List.of(new Pager("pager")));
    private final BudgetWatch here = watch();
    private Runnable onAlert = () -> {};
    private boolean broken;
    private int tries;

    private BudgetWatch watch() {
        return new BudgetWatch(
                accounts,
                entities,
                () -> new BudgetWatch.Senders(senders, ZoneOffset.UTC),
                () -> now,
                _ -> true);
    }

    private final class Pager implements AlertSender {
        private final String name;

        Pager(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Optional<String> send(Fields alert) {
            tries++;
            if (broken) {
                return Optional.of("status 500");
            }
            heard.add(alert);
            onAlert.run();
            return Optional.empty();
        }
    }

    private void spends(long nanos, Budget budget, BudgetWatch... watches) {
        BudgetAccount account = budget.accountAt(now, ZoneOffset.UTC);
        List<LedgerEntry> entries =
                List.of(anEntry().on(account).costing(nanos).startedAt(now).build());
        ledger.post(entries);
        for (BudgetWatch each : watches) {
            each.posted(entries, _ -> List.of(budget));
            each.lookOnce();
        }
    }

    private List<String> events() {
        return heard.stream().map(alert -> alert.text("event")).toList();
    }

    @Test
    void each_stage_is_told_once() {
        spends(850, DAILY, here);
        spends(10, DAILY, here);
        spends(100, DAILY, here);
        spends(50, DAILY, here);
        spends(50, DAILY, here);

        assertThat(heard)
                .extracting(alert -> alert.text("event_message"))
                .satisfiesExactly(
                        first ->
                                assertThat(first)
                                        .startsWith("85% of the budget crossed: the team search"),
                        second -> assertThat(second).startsWith("95% of the budget crossed"),
                        third -> assertThat(third).startsWith("Budget crossed"));
    }

    @Test
    void a_new_period_is_told_anew() {
        spends(1_000, SOFT, here);
        now = now.plus(Duration.ofDays(1));
        spends(999, SOFT, here);
        spends(1, SOFT, here);

        assertThat(events()).containsExactly("soft_budget_crossed", "soft_budget_crossed");
    }

    @Test
    void two_replicas_and_one_that_was_started_again_tell_it_once() {
        BudgetWatch there = watch();
        spends(1_000, SOFT, here, there);
        spends(1, SOFT, watch());

        assertThat(events()).containsExactly("soft_budget_crossed");
    }

    @Test
    void a_raised_budget_is_told_anew() {
        spends(1_000, SOFT, here);
        spends(1_000, Budget.soft(TEAM, new Usd(2_000), SOFT.duration()), here);

        assertThat(events()).hasSize(2);
    }

    @Test
    void a_refusal_of_an_account_that_is_nearly_spent_is_told() {
        spends(900, DAILY);
        here.exhausted(Charge.of(DAILY, now, ZoneOffset.UTC));
        here.lookOnce();

        assertThat(events()).containsExactly("budget_crossed");
    }

    @Test
    void what_was_not_delivered_is_sent_by_whoever_comes_later() {
        broken = true;
        spends(1_000, SOFT, here);
        assertThat(tries).isEqualTo(3);

        broken = false;
        BudgetWatch there = watch();
        there.lookOnce();
        assertThat(heard).as("its sender may still be at it").isEmpty();
        now = now.plus(Alerts.TAKEN);
        there.lookOnce();
        now = now.plus(Alerts.TAKEN);
        here.lookOnce();

        assertThat(events()).containsExactly("soft_budget_crossed");
    }

    @Test
    void who_heard_it_does_not_hear_it_again_when_another_did_not() {
        broken = true;
        spends(1_000, SOFT, here);
        broken = false;
        senders.addFirst(new Pager("first"));
        now = now.plus(Alerts.TAKEN);
        here.lookOnce();
        now = now.plus(Duration.ofHours(1));
        here.lookOnce();

        assertThat(heard).hasSize(2);
    }

    @Test
    void an_alert_nobody_takes_for_a_day_is_given_up() {
        broken = true;
        spends(1_000, SOFT, here);
        now = now.plus(Duration.ofDays(2));
        here.lookOnce();
        int until = tries;
        now = now.plus(Duration.ofHours(1));
        here.lookOnce();

        assertThat(tries).isEqualTo(until);
    }

    @Test
    void what_happens_while_it_looks_is_looked_at_next_time() {
        onAlert = () -> refuses("k" + heard.size());
        refuses("k0");

        here.lookOnce();
        assertThat(heard).hasSize(1);
        here.lookOnce();
        assertThat(heard).hasSize(2);
    }

    private void refuses(String key) {
        if (heard.size() < 5) {
            Budget budget = new Budget(Subject.of(Scope.KEY, key), new Usd(1), DAILY.duration());
            spends(1, budget);
            here.exhausted(Charge.of(budget, now, ZoneOffset.UTC));
        }
    }

    @Test
    void where_nobody_is_to_hear_nothing_waits() {
        senders.clear();
        spends(1_000, SOFT, here);
        senders.add(new Pager("late"));
        here.lookOnce();

        assertThat(heard).isEmpty();
    }

    @Test
    void more_accounts_than_can_wait_are_dropped_and_counted() {
        for (int i = 0; i <= BudgetWatch.MOST; i++) {
            Budget budget =
                    new Budget(Subject.of(Scope.KEY, "k" + i), new Usd(1), Optional.empty());
            here.exhausted(Charge.of(budget, now, ZoneOffset.UTC));
        }

        assertThat(here.dropped()).isEqualTo(1);
    }
}
