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
import dev.tollgate.domain.fleet.Latency;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        return attempt().failed(BOOM, rules, true);
    }

    private WatchedAttempt attempt() {
        return fleet.started(east, false);
    }

    private static Observation plain(Usage usage, int seconds) {
        return new Observation.Plain(usage, Duration.ofSeconds(seconds));
    }

    private void succeeds() {
        attempt().succeeded(plain(Usage.of(10, 10), 1));
    }

    private void streams(int seconds) {
        fleet.started(east, true)
                .succeeded(new Observation.Streamed(Usage.NONE, Duration.ofSeconds(seconds)));
    }

    private void opensItsCircuit() {
        fails(AT_ONCE);
        now = now.plusSeconds(5);
    }

    private Pass probe() {
        return fleet.pass(east.id()).orElseThrow();
    }

    private boolean somebodyMayProbe() {
        Optional<Pass> pass = fleet.pass(east.id());
        pass.ifPresent(Pass::close);
        return pass.isPresent();
    }

    @Test
    void an_attempt_is_in_flight_until_it_ends_whichever_way() {
        WatchedAttempt first = attempt();
        WatchedAttempt second = attempt();
        WatchedAttempt third = attempt();
        WatchedAttempt fourth = attempt();
        assertThat(state().inFlight()).isEqualTo(4);

        first.succeeded(plain(Usage.NONE, 0));
        second.ignored();
        third.failed(BOOM, CooldownRules.DEFAULT, true);
        fourth.close();
        assertThat(state().inFlight()).isZero();
    }

    @Test
    void an_attempt_ends_once_whatever_is_told_of_it_later() {
        attempt();
        WatchedAttempt attempt = attempt();

        attempt.failed(BOOM, CooldownRules.DEFAULT, true);
        attempt.succeeded(plain(Usage.of(5, 5), 1));
        attempt.ignored();
        assertThat(attempt.failed(BOOM, AT_ONCE, true)).isZero();
        attempt.close();

        assertThat(state().inFlight()).isEqualTo(1);
        assertThat(state().tokens()).isZero();
        assertThat(fleet.cooling(east.id())).isFalse();
    }

    @Test
    void an_attempt_that_ends_after_its_deployment_was_forgotten_changes_nothing() {
        WatchedAttempt old = attempt();
        fleet.keepOnly(List.of());
        old.ignored();
        assertThat(state()).isEqualTo(DeploymentState.FRESH);

        WatchedAttempt older = attempt();
        fleet.keepOnly(List.of());
        attempt();
        older.ignored();
        assertThat(state().inFlight()).isEqualTo(1);
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

        assertThat(fleet.started(any, false).failed(missing, AT_ONCE, false)).isZero();
        assertThat(fleet.started(any, false).failed(BOOM, AT_ONCE, false)).isPositive();
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
        opensItsCircuit();

        probe();

        assertThat(somebodyMayProbe()).isFalse();
        assertThat(state().circuit()).isEqualTo(Circuit.PROBED);
    }

    @Test
    void nobody_probes_what_still_cools() {
        fails(AT_ONCE);

        assertThat(somebodyMayProbe()).isFalse();
    }

    @Test
    void a_probe_that_worked_lets_everybody_in_again() {
        opensItsCircuit();
        Pass pass = probe();
        succeeds();
        pass.close();

        assertThat(probe()).isEqualTo(Pass.FREE);
        assertThat(probe()).isEqualTo(Pass.FREE);
        assertThat(state().circuit()).isEqualTo(Circuit.CLOSED);
    }

    @Test
    void a_probe_that_came_to_nothing_makes_room_for_the_next() {
        opensItsCircuit();
        Pass pass = probe();
        attempt().ignored();
        assertThat(somebodyMayProbe()).isFalse();

        pass.close();
        assertThat(somebodyMayProbe()).isTrue();
    }

    @Test
    void only_who_probes_makes_room_for_the_next() {
        opensItsCircuit();
        Pass first = probe();
        first.close();
        probe();

        first.close();
        fails(CooldownRules.NEVER);
        attempt().ignored();

        assertThat(somebodyMayProbe()).isFalse();
    }

    @Test
    void a_probe_may_take_its_time_and_stays_the_only_one() {
        opensItsCircuit();
        probe();
        now = now.plusSeconds(600);

        assertThat(somebodyMayProbe()).isFalse();
    }

    @Test
    void an_attempt_that_began_before_the_circuit_opened_does_not_close_it() {
        WatchedAttempt old = attempt();
        WatchedAttempt older = fleet.started(east, true);
        opensItsCircuit();

        old.succeeded(plain(Usage.NONE, 1));
        older.answers();
        assertThat(state().circuit()).isEqualTo(Circuit.OPEN);

        succeeds();
        assertThat(state().circuit()).isEqualTo(Circuit.CLOSED);
    }

    @Test
    void an_attempt_that_began_before_the_circuit_opened_once_more_does_not_close_it() {
        opensItsCircuit();
        WatchedAttempt old = attempt();
        opensItsCircuit();

        old.succeeded(plain(Usage.NONE, 1));

        assertThat(state().circuit()).isEqualTo(Circuit.OPEN);
    }

    @Test
    void the_first_content_closes_the_circuit_and_what_comes_back_is_eased_in() {
        opensItsCircuit();
        Pass pass = probe();
        WatchedAttempt stream = fleet.started(east, true);

        stream.answers();

        assertThat(state().circuit()).isEqualTo(Circuit.CLOSED);
        assertThat(probe()).isEqualTo(Pass.FREE);
        assertThat(state().shareAt(now, EASING)).isEqualTo(0.1, within(1e-9));
        pass.close();
        assertThat(state().inFlight()).isEqualTo(1);
    }

    @Test
    void a_stream_that_breaks_after_it_closed_the_circuit_opens_it_at_once() {
        opensItsCircuit();
        WatchedAttempt stream = fleet.started(east, true);
        stream.answers();

        assertThat(stream.failed(BOOM, CooldownRules.DEFAULT, true)).isPositive();
        assertThat(state().circuit()).isEqualTo(Circuit.OPEN);
    }

    @Test
    void a_long_answer_of_an_old_probe_does_not_keep_the_next_one_from_probing() {
        opensItsCircuit();
        Pass old = probe();
        fleet.started(east, true).answers();
        opensItsCircuit();

        probe();
        old.close();

        assertThat(somebodyMayProbe()).isFalse();
    }

    @Test
    void what_failed_before_the_circuit_opened_is_no_failed_probe() {
        WatchedAttempt old = attempt();
        opensItsCircuit();
        now = now.plusSeconds(60);

        assertThat(old.failed(BOOM, CooldownRules.DEFAULT, true)).isZero();
    }

    @Test
    void a_failure_ends_one_attempt_and_no_other() {
        attempt();
        WatchedAttempt refused = attempt();
        fails(AT_ONCE);
        assertThat(state().inFlight()).isEqualTo(2);

        refused.failed(
                ProviderFailure.of(FailureKind.BAD_REQUEST, 400, "openai", "no"), AT_ONCE, true);
        assertThat(state().inFlight()).isEqualTo(1);
    }

    @Test
    void repeats_stay_below_a_fifth_of_the_last_ten_seconds() {
        for (int i = 0; i < 20; i++) {
            attempt();
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
        attempt();
        for (int i = 0; i < 3; i++) {
            assertThat(fleet.takeRepeat(east.id())).isTrue();
        }
        assertThat(fleet.takeRepeat(east.id())).isFalse();
    }

    @Test
    void no_more_attempts_begin_than_the_limit_and_a_refused_one_counts_nothing() {
        Deployment limited = aDeployment("east").withRpm(2).build();

        assertThat(fleet.startedWithinLimit(limited, false)).isPresent();
        assertThat(fleet.startedWithinLimit(limited, false)).isPresent();
        assertThat(fleet.startedWithinLimit(limited, false)).isEmpty();
        assertThat(state().requests()).isEqualTo(2);
        assertThat(state().inFlight()).isEqualTo(2);
        assertThat(fleet.untilNextMinute()).isEqualTo(Duration.ofSeconds(30));

        now = now.plusSeconds(30);
        assertThat(fleet.startedWithinLimit(limited, false)).isPresent();
    }

    @Test
    void requests_and_tokens_count_for_the_clock_minute() {
        attempt().succeeded(plain(Usage.of(30, 12), 1));
        assertThat(state().requests()).isEqualTo(1);
        assertThat(state().tokens()).isEqualTo(42);

        now = now.plusSeconds(30);
        assertThat(state().requests()).isZero();
        assertThat(state().tokens()).isZero();
    }

    @Test
    void a_running_attempt_counts_the_tokens_that_attempts_usually_use() {
        attempt().succeeded(plain(Usage.of(30, 12), 1));
        attempt();

        assertThat(state().tokens()).isEqualTo(42);
        assertThat(state().likelyTokens()).isEqualTo(84);
    }

    @Test
    void plain_calls_tell_seconds_per_token_and_streams_the_first_one() {
        attempt().succeeded(plain(Usage.of(1, 20), 2));
        streams(3);

        assertThat(state().perToken().expected()).isEqualTo(0.1, within(1e-9));
        assertThat(state().firstToken().expected()).isEqualTo(3, within(1e-9));
    }

    @Test
    void a_continued_stream_tells_what_was_used_and_nothing_of_time() {
        fleet.started(east, true).succeeded(new Observation.Untimed(Usage.of(1, 20)));

        assertThat(state().tokens()).isEqualTo(21);
        assertThat(state().perToken()).isEqualTo(Latency.UNKNOWN);
        assertThat(state().firstToken()).isEqualTo(Latency.UNKNOWN);
    }

    @Test
    void a_timeout_weighs_heavily_until_calls_go_well_again() {
        attempt().succeeded(plain(Usage.of(1, 10), 1));
        attempt().failed(LATE, CooldownRules.NEVER, true);
        assertThat(state().perToken().expected()).isGreaterThan(999);

        for (int i = 0; i < 8; i++) {
            attempt().succeeded(plain(Usage.of(1, 10), 1));
        }
        assertThat(state().perToken().expected()).isEqualTo(0.1, within(0.01));
    }

    @Test
    void a_timeout_of_a_stream_says_nothing_of_plain_calls() {
        attempt().succeeded(plain(Usage.of(1, 10), 1));
        fleet.started(east, true).failed(LATE, CooldownRules.NEVER, true);

        assertThat(state().firstToken().expected()).isGreaterThan(999);
        assertThat(state().perToken().expected()).isEqualTo(0.1, within(1e-9));
    }

    @Test
    void the_usual_first_token_is_known_after_ten_streams() {
        for (int i = 0; i < 9; i++) {
            streams(1);
        }
        assertThat(fleet.typicalFirstToken(east.id())).isEmpty();

        streams(1);
        assertThat(fleet.typicalFirstToken(east.id()))
                .hasValueSatisfying(
                        typical ->
                                assertThat(typical)
                                        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4)));
    }

    @Test
    void an_answer_to_an_older_call_does_not_outweigh_a_check() {
        WatchedAttempt old = attempt();
        now = now.plusSeconds(1);
        fleet.probed(east.id(), false);

        old.succeeded(plain(Usage.NONE, 1));

        assertThat(state().health().healthy()).isFalse();
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
