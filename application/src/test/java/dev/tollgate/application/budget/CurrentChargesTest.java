package dev.tollgate.application.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetDuration;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.money.Usd;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.random.RandomGenerator;

class CurrentChargesTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-11-27T00:00:00Z");

    private final Subject key = Subject.of(Scope.KEY, "k");
    private final Budget daily = new Budget(key, new Usd(10), BudgetDuration.parse("1d"));
    private final CurrentCharges charges = new CurrentCharges();

    @Test
    void calls_of_one_period_are_on_one_charge() {
        Charge first = at(daily, NOON);
        assertThat(at(daily, MIDNIGHT.minusNanos(1))).isSameAs(first);
    }

    @Test
    void the_next_period_has_an_account_of_its_own() {
        Charge first = at(daily, NOON);
        assertThat(at(daily, MIDNIGHT).account()).isNotEqualTo(first.account());
    }

    @Test
    void an_increase_ends_within_a_period() {
        Instant until = NOON.plusSeconds(60);
        Budget increased = new Budget(key, new Usd(10), daily.duration(), new Usd(5), until, false);
        assertThat(at(increased, NOON).limit()).isEqualTo(new Usd(15));
        assertThat(at(increased, until).limit()).isEqualTo(new Usd(10));
    }

    @Test
    void whatever_the_clock_and_the_zone_do_it_is_the_charge_of_the_moment() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        Budget forever = new Budget(key, new Usd(10), Optional.empty());
        for (int i = 0; i < 1_000; i++) {
            Instant now = NOON.plusSeconds(random.nextInt(-200_000, 200_000));
            ZoneId zone = random.nextBoolean() ? ZoneOffset.UTC : ZoneId.of("Asia/Tokyo");
            for (Budget budget : new Budget[] {daily, forever}) {
                assertThat(charges.of(budget, now, zone)).isEqualTo(Charge.of(budget, now, zone));
            }
        }
    }

    private Charge at(Budget budget, Instant now) {
        return charges.of(budget, now, ZoneOffset.UTC);
    }
}
