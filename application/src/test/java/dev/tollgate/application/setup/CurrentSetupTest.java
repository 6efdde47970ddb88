package dev.tollgate.application.setup;

import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.testkit.TestGateway;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class CurrentSetupTest {
    private final List<String> putAway = new ArrayList<>();
    private final GatewaySetup first = new TestGateway().with(aDeployment("a")).setup();
    private final GatewaySetup second = new TestGateway().with(aDeployment("b")).setup();
    private final CurrentSetup setups = new CurrentSetup(first, () -> putAway.add("first"));

    @Test
    void a_call_keeps_its_setup_over_a_reload() {
        try (CurrentSetup.Lease running = setups.lease()) {
            setups.replace(second, () -> putAway.add("second"));

            assertThat(running.setup()).isSameAs(first);
            assertThat(setups.get()).isSameAs(second);
            assertThat(putAway).isEmpty();
        }
        assertThat(putAway).containsExactly("first");
    }

    @Test
    void a_setup_nobody_uses_is_put_away_at_once() {
        setups.replace(second, () -> putAway.add("second"));
        assertThat(putAway).containsExactly("first");

        setups.close();
        assertThat(putAway).containsExactly("first", "second");
    }

    @Test
    void a_lease_closed_twice_counts_once() {
        CurrentSetup.Lease one = setups.lease();
        try (CurrentSetup.Lease _ = setups.lease()) {
            one.close();
            one.close();
            setups.replace(second, () -> {});

            assertThat(putAway).isEmpty();
        }
    }
}
