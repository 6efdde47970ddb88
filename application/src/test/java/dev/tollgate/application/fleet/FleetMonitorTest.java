package dev.tollgate.application.fleet;

import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.fleet.CooldownRules;
import dev.tollgate.domain.fleet.DeploymentState;
import dev.tollgate.domain.fleet.DeploymentState.Circuit;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class FleetMonitorTest {
    private static final ProviderFailure BOOM =
            ProviderFailure.of(FailureKind.INTERNAL, 500, "openai", "boom");
    private static final ProviderFailure LATE =
            ProviderFailure.of(FailureKind.TIMEOUT, 408, "openai", "too late");
    private static final CooldownRules AT_ONCE =
            new CooldownRules(Duration.ofSeconds(5), 0, Map.of());
    private static final Duration EASING = Duration.ofSeconds(30);

    private final Deployment east = aDeployment("east").build();
    private Instant now = Instant.parse("2026-01-01T00:00:30Z");
    private final FleetMonitor fleet = new FleetMonitor(() -> now);

    private DeploymentState state() {
        return fleet.look(List.of(new Candidate(east, "m"))).of(0);
    }

    private Duration fails(CooldownRules rules) {
        fleet.started(east.id());
        return fleet.failed(east, BOOM, rules, true);
    }

    private void succeeds() {
        succeeds(Usage.of(10, 10), Duration.ofSeconds(1), Duration.ZERO);
    }

    private void succeeds(Usage usage, Duration duration, Duration firstToken) {
        fleet.started(east.id());
        fleet.succeeded(east.id(), new Observation(usage, duration, firstToken));
    }

    @Test
    void an_attempt_is_in_flight_until_it_ends_whichever_way() {
        fleet.started(east.id());
        fleet.started(east.id());
        fleet.started(east.id());
        assertThat(state().inFlight()).isEqualTo(3);

        fleet.succeeded(east.id(), Observation.plain(Usage.NONE, Duration.ZERO));
        fleet.ignored(east.id());
        fleet.failed(east, BOOM, CooldownRules.DEFAULT, true);
        assertThat(state().inFlight()).isZero();
    }

    @Test
    void an_attempt_that_ends_after_its_deployment_was_forgotten_changes_nothing() {
        fleet.started(east.id());
        fleet.keepOnly(List.of());
        fleet.ignored(east.id());
        assertThat(state()).isEqualTo(DeploymentState.FRESH);

        fleet.started(east.id());
        fleet.ignored(east.id());
        fleet.ignored(east.id());
        assertThat(state().inFlight()).isZero();
    }

    @Test
    void failures_count_within_one_minute() {
        for (int i = 0; i < 4; i++) {
            assertThat(fails(CooldownRules.DEFAULT)).isZero();
        }
        now = now.plusSeconds(60);

        assertThat(fails(CooldownRules.DEFAULT)).isZero();
        assertThat(fleet.cooling(east.id())).isFalse();
    }

    @Test
    void more_failures_than_successes_cool_until_the_time_has_passed() {
        succeeds();
        succeeds();
        fails(CooldownRules.DEFAULT);
        fails(CooldownRules.DEFAULT);
        assertThat(fails(CooldownRules.DEFAULT)).isEqualTo(Duration.ofSeconds(5));

        assertThat(fleet.cooling(east.id())).isTrue();
        now = now.plusSeconds(5);
        assertThat(fleet.cooling(east.id())).isFalse();
    }

    @Test
    void allowed_fails_are_forgotten_after_the_cooldown_time() {
        CooldownRules rules = new CooldownRules(Duration.ofSeconds(5), 1, Map.of());
        fails(rules);
        now = now.plusSeconds(6);
        assertThat(fails(rules)).isZero();

        assertThat(fails(rules)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void behind_a_pattern_a_missing_model_says_nothing_of_the_others() {
        Deployment any = aDeployment("any").serving("openai/*").build();
        ProviderFailure missing = ProviderFailure.of(FailureKind.NOT_FOUND, 404, "openai", "no");
        fleet.started(any.id());
        fleet.started(any.id());

        assertThat(fleet.failed(any, missing, AT_ONCE, false)).isZero();
        assertThat(fleet.failed(any, BOOM, AT_ONCE, false)).isPositive();
    }

    @Test
    void deployments_that_are_gone_are_forgotten() {
        fails(AT_ONCE);

        fleet.keepOnly(List.of());

        assertThat(fleet.cooling(east.id())).isFalse();
    }

    @Test
    void what_comes_back_begins_with_a_tenth_of_its_share() {
        fails(AT_ONCE);
        now = now.plusSeconds(5);
        assertThat(state().shareAt(now, EASING)).isEqualTo(0.1, within(1e-9));

        now = now.plusSeconds(15);
        assertThat(state().shareAt(now, EASING)).isEqualTo(0.55, within(1e-9));

        now = now.plusSeconds(15);
        assertThat(state().shareAt(now, EASING)).isEqualTo(1);
    }

    @Test
    void what_fails_again_before_it_has_worked_cools_at_once() {
        for (int i = 0; i < 5; i++) {
            fails(CooldownRules.DEFAULT);
        }
        now = now.plusSeconds(65);
        assertThat(state().circuit()).isEqualTo(Circuit.OPEN);

        assertThat(fails(CooldownRules.DEFAULT)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void one_call_at_a_time_probes_what_came_back() {
        fails(AT_ONCE);
        now = now.plusSeconds(5);

        assertThat(fleet.mayTry(east.id())).isTrue();
        assertThat(fleet.mayTry(east.id())).isFalse();
        assertThat(state().circuit()).isEqualTo(Circuit.PROBED);
    }

    @Test
    void a_probe_that_worked_lets_everybody_in_again() {
        fails(AT_ONCE);
        now = now.plusSeconds(5);
        fleet.mayTry(east.id());
        succeeds();

        assertThat(fleet.mayTry(east.id())).isTrue();
        assertThat(fleet.mayTry(east.id())).isTrue();
        assertThat(state().circuit()).isEqualTo(Circuit.CLOSED);
    }

    @Test
    void a_probe_that_came_to_nothing_makes_room_for_the_next() {
        fails(AT_ONCE);
        now = now.plusSeconds(5);
        fleet.mayTry(east.id());
        fleet.started(east.id());
        fleet.ignored(east.id());
        assertThat(fleet.mayTry(east.id())).isTrue();

        fleet.untried(east.id());
        assertThat(fleet.mayTry(east.id())).isTrue();
    }

    @Test
    void a_probe_nobody_heard_of_again_is_given_up_after_a_minute() {
        fails(AT_ONCE);
        now = now.plusSeconds(5);
        fleet.mayTry(east.id());
        now = now.plusSeconds(60);

        assertThat(fleet.mayTry(east.id())).isTrue();
        assertThat(fleet.mayTry(east.id())).isFalse();
    }

    @Test
    void a_failure_ends_one_attempt_and_no_other() {
        fleet.started(east.id());
        fleet.started(east.id());
        fleet.started(east.id());
        fleet.failed(east, BOOM, AT_ONCE, true);
        assertThat(state().inFlight()).isEqualTo(2);

        fleet.failed(
                east,
                ProviderFailure.of(FailureKind.BAD_REQUEST, 400, "openai", "no"),
                AT_ONCE,
                true);
        assertThat(state().inFlight()).isEqualTo(1);
    }

    @Test
    void repeats_stay_below_a_fifth_of_the_last_ten_seconds() {
        for (int i = 0; i < 20; i++) {
            fleet.started(east.id());
        }
        for (int i = 0; i < 4; i++) {
            assertThat(fleet.takeRepeat(east.id())).isTrue();
        }
        assertThat(fleet.takeRepeat(east.id())).isFalse();

        now = now.plusSeconds(9);
        assertThat(fleet.takeRepeat(east.id())).isFalse();
        now = now.plusSeconds(1);
        assertThat(fleet.takeRepeat(east.id())).isTrue();
    }

    @Test
    void three_repeats_are_free_however_little_is_going_on() {
        fleet.started(east.id());
        for (int i = 0; i < 3; i++) {
            assertThat(fleet.takeRepeat(east.id())).isTrue();
        }
        assertThat(fleet.takeRepeat(east.id())).isFalse();
    }

    @Test
    void no_more_attempts_begin_than_the_limit_and_a_refused_one_counts_nothing() {
        Deployment limited = aDeployment("east").withRpm(2).build();

        assertThat(fleet.startedWithinLimit(limited)).isTrue();
        assertThat(fleet.startedWithinLimit(limited)).isTrue();
        assertThat(fleet.startedWithinLimit(limited)).isFalse();
        assertThat(state().requests()).isEqualTo(2);
        assertThat(state().inFlight()).isEqualTo(2);
        assertThat(fleet.untilNextMinute()).isEqualTo(Duration.ofSeconds(30));

        now = now.plusSeconds(30);
        assertThat(fleet.startedWithinLimit(limited)).isTrue();
    }

    @Test
    void requests_and_tokens_count_for_the_clock_minute() {
        succeeds(Usage.of(30, 12), Duration.ofSeconds(1), Duration.ZERO);
        assertThat(state().requests()).isEqualTo(1);
        assertThat(state().tokens()).isEqualTo(42);

        now = now.plusSeconds(30);
        assertThat(state().requests()).isZero();
        assertThat(state().tokens()).isZero();
    }

    @Test
    void a_running_attempt_counts_the_tokens_that_attempts_usually_use() {
        succeeds(Usage.of(30, 12), Duration.ofSeconds(1), Duration.ZERO);
        fleet.started(east.id());

        assertThat(state().tokens()).isEqualTo(42);
        assertThat(state().likelyTokens()).isEqualTo(84);
    }

    @Test
    void plain_calls_tell_seconds_per_token_and_streams_the_first_one() {
        succeeds(Usage.of(1, 20), Duration.ofSeconds(2), Duration.ZERO);
        succeeds(Usage.of(1, 20), Duration.ofSeconds(9), Duration.ofSeconds(3));

        assertThat(state().perToken().expected()).isEqualTo(0.1, within(1e-9));
        assertThat(state().firstToken().expected()).isEqualTo(3, within(1e-9));
    }

    @Test
    void a_timeout_weighs_heavily_until_calls_go_well_again() {
        succeeds(Usage.of(1, 10), Duration.ofSeconds(1), Duration.ZERO);
        fleet.started(east.id());
        fleet.failed(east, LATE, CooldownRules.NEVER, true);
        assertThat(state().perToken().expected()).isGreaterThan(999);

        for (int i = 0; i < 8; i++) {
            succeeds(Usage.of(1, 10), Duration.ofSeconds(1), Duration.ZERO);
        }
        assertThat(state().perToken().expected()).isEqualTo(0.1, within(0.01));
    }

    @Test
    void the_usual_first_token_is_known_after_ten_streams() {
        for (int i = 0; i < 9; i++) {
            succeeds(Usage.NONE, Duration.ofSeconds(9), Duration.ofSeconds(1));
        }
        assertThat(fleet.typicalFirstToken(east.id())).isEmpty();

        succeeds(Usage.NONE, Duration.ofSeconds(9), Duration.ofSeconds(1));
        assertThat(fleet.typicalFirstToken(east.id()))
                .hasValueSatisfying(
                        typical ->
                                assertThat(typical)
                                        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4)));
    }

    @Test
    void a_call_that_works_is_better_news_than_an_old_check() {
        fleet.probed(east.id(), false);
        assertThat(state().health().unhealthyWithin(EASING, now)).isTrue();

        succeeds();
        assertThat(state().health().unhealthyWithin(EASING, now)).isFalse();
        assertThat(state().shareAfterChecksAt(now, EASING)).isEqualTo(0.1, within(1e-9));
    }

    @Test
    void every_plan_takes_a_turn_and_a_look_takes_none() {
        List<Candidate> group = List.of(new Candidate(east, "m"));

        assertThat(fleet.snapshot(group).turn()).isZero();
        assertThat(fleet.look(group).turn()).isEqualTo(1);
        assertThat(fleet.snapshot(group).turn()).isEqualTo(1);
    }
}
