package dev.tollgate.domain.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.budget.Milestone.Kind;
import dev.tollgate.domain.money.Usd;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

class MilestoneTest {
    private static final Subject KEY = Subject.of(Scope.KEY, "k1");

    /// Twelve of a day's twenty-four hours have passed.
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    private static final Budget ONE = new Budget(KEY, new Usd(1_000), Optional.empty());

    private static Optional<Milestone> at(Budget budget, long spent) {
        return Milestone.of(budget, new Usd(spent), false, NOON, ZoneOffset.UTC);
    }

    private static String shown(Optional<Milestone> milestone) {
        return milestone.map(its -> its.kind() + " " + its.percent()).orElse("none");
    }

    @Test
    void a_budget_comes_to_most_of_it_nearly_all_and_all() {
        assertThat(shown(at(ONE, 849))).isEqualTo("none");
        assertThat(shown(at(ONE, 850))).isEqualTo("THRESHOLD_CROSSED 85");
        assertThat(shown(at(ONE, 950))).isEqualTo("THRESHOLD_CROSSED 95");
        assertThat(shown(at(ONE, 1_000))).isEqualTo("BUDGET_CROSSED 100");
    }

    @Test
    void what_does_not_pay_for_a_call_is_all_where_little_is_left() {
        Usd little = new Usd(100);
        Usd most = new Usd(900);
        assertThat(shown(Milestone.of(ONE, most, true, NOON, ZoneOffset.UTC)))
                .isEqualTo("BUDGET_CROSSED 100");
        assertThat(Milestone.of(ONE, little, true, NOON, ZoneOffset.UTC)).isEmpty();
    }

    @Test
    void a_soft_budget_is_passed_or_it_is_not() {
        Budget soft = Budget.soft(KEY, new Usd(1_000), Optional.empty());
        assertThat(at(soft, 999)).isEmpty();
        assertThat(shown(at(soft, 5_000))).isEqualTo("SOFT_BUDGET_CROSSED 100");
    }

    @Test
    void a_budget_that_allows_nothing_comes_to_nothing() {
        assertThat(at(new Budget(KEY, Usd.ZERO, Optional.empty()), 0)).isEmpty();
    }

    @Test
    void the_pace_so_far_tells_when_a_period_will_be_too_long() {
        Budget daily = new Budget(KEY, new Usd(1_000), BudgetDuration.parse("1d"));
        assertThat(at(daily, 500)).isEmpty();
        Milestone soon = at(daily, 750).orElseThrow();
        assertThat(soon.kind()).isEqualTo(Kind.PROJECTED_LIMIT_EXCEEDED);
        assertThat(soon.projected()).isEqualTo(new Usd(1_500));
        assertThat(soon.exceededAt()).contains(Instant.parse("2026-03-04T16:00:00Z"));
    }

    @Test
    void the_first_tenth_of_a_period_tells_nothing() {
        Budget daily = new Budget(KEY, new Usd(1_000), BudgetDuration.parse("1d"));
        Instant early = Instant.parse("2026-03-04T02:00:00Z");
        assertThat(Milestone.of(daily, new Usd(750), false, early, ZoneOffset.UTC)).isEmpty();
    }

    @Test
    void a_temporary_increase_counts_while_it_lasts() {
        Budget increased =
                new Budget(
                        KEY,
                        new Usd(1_000),
                        Optional.empty(),
                        new Usd(1_000),
                        NOON.plusSeconds(1),
                        false);
        assertThat(at(increased, 1_000)).isEmpty();
        assertThat(
                        shown(
                                Milestone.of(
                                        increased,
                                        new Usd(1_000),
                                        false,
                                        NOON.plusSeconds(1),
                                        ZoneOffset.UTC)))
                .isEqualTo("BUDGET_CROSSED 100");
    }
}
