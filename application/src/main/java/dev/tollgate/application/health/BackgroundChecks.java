package dev.tollgate.application.health;

import dev.tollgate.application.setup.CurrentSetup;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.application.setup.HealthRules;
import dev.tollgate.application.setup.ProbePlan;
import dev.tollgate.domain.catalog.Deployment;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// Checks all deployments again and again. One round ends before the next begins; the first one
/// comes after a random part of the interval, ten seconds at most, so that replicas that start
/// together do not check together.
public final class BackgroundChecks implements Runnable {
    private static final Duration LONGEST_START = Duration.ofSeconds(10);
    private static final Duration LONGEST_REST = Duration.ofHours(1);

    private final CurrentSetup setups;
    private final ProbeDeployments probes;
    private final InstantSource time;
    private final RandomGenerator random;
    private final Rest rest;
    private Instant next;

    /// The time of the first round is set from now on.
    public BackgroundChecks(
            CurrentSetup setups,
            ProbeDeployments probes,
            InstantSource time,
            RandomGenerator random,
            Rest rest) {
        this.setups = setups;
        this.probes = probes;
        this.time = time;
        this.random = random;
        this.rest = rest;
        this.next = time.instant().plus(start(setups.get().health()));
    }

    /// Waiting between rounds.
    public interface Rest {
        /// Returns after this time, or earlier when the configuration has changed.
        ///
        /// @return false: the gateway closes
        boolean rest(Duration time);
    }

    @Override
    public void run() {
        while (rest.rest(until(next))) {
            HealthRules rules = setups.get().health();
            Instant now = time.instant();
            Instant soonest = now.plus(rules.interval());
            if (!rules.background()) {
                next = now.plus(start(rules));
            } else if (now.isBefore(next)) {
                next = soonest.isBefore(next) ? soonest : next;
            } else {
                next = soonest;
                round();
            }
        }
    }

    private Duration start(HealthRules rules) {
        long most = Math.min(rules.interval().toMillis(), LONGEST_START.toMillis());
        return Duration.ofMillis(random.nextLong(most + 1));
    }

    private Duration until(Instant next) {
        if (!setups.get().health().background()) {
            return LONGEST_REST;
        }
        Duration left = Duration.between(time.instant(), next);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void round() {
        try (CurrentSetup.Lease lease = setups.lease()) {
            GatewaySetup setup = lease.setup();
            List<Deployment> due =
                    setup.catalog().deployments().stream()
                            .filter(it -> inBackground(setup, it))
                            .toList();
            probes.probe(setup, due);
        }
    }

    private static boolean inBackground(GatewaySetup setup, Deployment deployment) {
        ProbePlan plan = setup.health().probes().get(deployment.id());
        return plan != null && plan.background();
    }
}
