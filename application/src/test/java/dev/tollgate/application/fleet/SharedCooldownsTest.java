package dev.tollgate.application.fleet;

import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.SharedCooldowns;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.fleet.CooldownRules;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class SharedCooldownsTest {
    private static final Duration LENGTH = Duration.ofSeconds(5);
    private static final CooldownRules AT_ONCE = new CooldownRules(LENGTH, 0, Map.of());

    private final Deployment east = aDeployment("east").build();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /// Two gateways, the second of which runs on a clock that is an hour ahead.
    private final FleetMonitor second = new FleetMonitor(() -> now.plusSeconds(3600));

    private final FleetMonitor first = new FleetMonitor(() -> now, second::leaveAlone);

    private void failsAt(FleetMonitor fleet) {
        fleet.started(east, false)
                .failed(
                        ProviderFailure.of(FailureKind.CONNECTION, 500, "openai", "refused"),
                        AT_ONCE,
                        true);
    }

    @Test
    void a_deployment_left_alone_by_one_gateway_is_left_alone_by_the_other_as_long() {
        failsAt(first);

        assertThat(second.cooling(east.id())).isTrue();
        now = now.plus(LENGTH);
        assertThat(second.cooling(east.id())).isFalse();
    }

    @Test
    void what_others_told_is_not_told_again() {
        List<DeploymentId> told = new ArrayList<>();
        SharedCooldowns listening = (deployment, _) -> told.add(deployment);
        FleetMonitor fleet = new FleetMonitor(() -> now, listening);

        fleet.leaveAlone(east.id(), LENGTH);

        assertThat(fleet.cooling(east.id())).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    void a_shorter_cooldown_of_another_gateway_does_not_end_a_longer_one() {
        second.leaveAlone(east.id(), Duration.ofSeconds(60));
        failsAt(first);

        now = now.plusSeconds(30);
        assertThat(second.cooling(east.id())).isTrue();
    }
}
