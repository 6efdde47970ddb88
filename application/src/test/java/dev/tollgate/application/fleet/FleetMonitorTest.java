package dev.tollgate.application.fleet;

import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.fleet.CooldownRules;
import dev.tollgate.domain.fleet.DeploymentState;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class FleetMonitorTest {
    private static final ProviderFailure BOOM =
            ProviderFailure.of(FailureKind.INTERNAL, 500, "openai", "boom");
    private final Deployment east = aDeployment("east").build();
    private Instant now = Instant.parse("2026-01-01T00:00:30Z");
    private final FleetMonitor fleet = new FleetMonitor(() -> now);

    private DeploymentState state() {
        return fleet.snapshot(List.of(new Candidate(east, "m"))).of(east.id());
    }

    private Duration fails(CooldownRules rules) {
        fleet.started(east.id());
        return fleet.failed(east, BOOM, rules, true);
    }

    private void succeeds() {
        fleet.started(east.id());
        fleet.succeeded(east.id());
    }

    @Test
    void an_attempt_is_in_flight_until_it_ends_whichever_way() {
        fleet.started(east.id());
        fleet.started(east.id());
        fleet.started(east.id());
        assertThat(state().inFlight()).isEqualTo(3);

        fleet.succeeded(east.id());
        fleet.ignored(east.id());
        fleet.failed(east, BOOM, CooldownRules.DEFAULT, true);
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
    void a_pattern_never_cools() {
        Deployment any = aDeployment("any").serving("openai/*").build();

        assertThat(
                        fleet.failed(
                                any,
                                BOOM,
                                new CooldownRules(Duration.ofSeconds(5), 0, Map.of()),
                                false))
                .isZero();
    }

    @Test
    void deployments_that_are_gone_are_forgotten() {
        fails(new CooldownRules(Duration.ofSeconds(5), 0, Map.of()));

        fleet.keepOnly(List.of());

        assertThat(fleet.cooling(east.id())).isFalse();
    }
}
