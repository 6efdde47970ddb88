package dev.tollgate.application.health;

import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.fleet.FleetMonitor;
import dev.tollgate.application.port.in.ListCooldowns.Cooldown;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.testkit.DeploymentFixture;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class FleetCooldownsTest {
    private static final DeploymentFixture WEST = aDeployment("west").serving("fast");

    private final Deployment east = aDeployment("east").serving("fast").build();
    private final Deployment north = aDeployment("north").serving("slow").build();
    private Instant now = Instant.parse("2026-01-01T00:00:30Z");
    private final TestGateway gateway =
            new TestGateway()
                    .with(
                            aDeployment("east").serving("fast"),
                            WEST,
                            aDeployment("north").serving("slow"));
    private final FleetMonitor fleet = new FleetMonitor(() -> now);
    private final FleetCooldowns cooldowns = new FleetCooldowns(gateway::setup, fleet);

    @Test
    void deployments_in_use_are_not_told() {
        fleet.started(east, false);

        assertThat(cooldowns.cooldowns(Caller.MASTER)).isEmpty();
    }

    @Test
    void those_left_alone_are_told_in_the_configurations_order_with_the_time_they_have_left() {
        fleet.leaveAlone(north.id(), Duration.ofSeconds(60));
        fleet.leaveAlone(east.id(), Duration.ofSeconds(5));
        now = now.plusSeconds(2);

        assertThat(cooldowns.cooldowns(Caller.MASTER))
                .containsExactly(
                        new Cooldown("east", "fast", Duration.ofSeconds(3)),
                        new Cooldown("north", "slow", Duration.ofSeconds(58)));
    }

    @Test
    void a_deployment_is_not_told_any_more_from_the_moment_it_may_be_asked_again() {
        fleet.leaveAlone(east.id(), Duration.ofSeconds(5));
        now = now.plusMillis(4_999);
        assertThat(cooldowns.cooldowns(Caller.MASTER)).hasSize(1);

        now = now.plusMillis(1);
        assertThat(cooldowns.cooldowns(Caller.MASTER)).isEmpty();
    }

    @Test
    void only_deployments_of_the_configuration_in_force_are_told() {
        fleet.leaveAlone(east.id(), Duration.ofSeconds(5));
        gateway.with(WEST);
        assertThat(cooldowns.cooldowns(Caller.MASTER)).isEmpty();

        gateway.with();
        assertThat(cooldowns.cooldowns(Caller.MASTER)).isEmpty();
    }

    @Test
    void of_models_that_a_caller_may_not_call_nothing_is_told() {
        fleet.leaveAlone(north.id(), Duration.ofSeconds(60));
        fleet.leaveAlone(east.id(), Duration.ofSeconds(5));

        assertThat(cooldowns.cooldowns(HealthChecksTest.keptTo("fast")))
                .extracting(Cooldown::deploymentId)
                .containsExactly("east");
    }
}
