package dev.tollgate.application.call;

import dev.tollgate.application.fleet.FleetMonitor;
import dev.tollgate.application.port.out.AttemptLimits;
import dev.tollgate.application.setup.CallTimes;
import dev.tollgate.application.setup.RouterRules;
import dev.tollgate.application.setup.StreamRules;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.catalog.ModelCard;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Works out how long the attempts of one call may take.
final class AttemptClocks {
    /// Longest wait for the first token of a deployment that is not known yet, for a short prompt.
    private static final Duration UNKNOWN_FIRST_TOKEN = Duration.ofSeconds(10);

    /// Shortest such limit that is learned.
    private static final Duration LEAST_FIRST_TOKEN = Duration.ofSeconds(5);

    /// What a deployment may take, as a multiple of what nearly all of its streams took.
    private static final int PATIENCE = 2;

    private static final long TOKENS_PER_SECOND = 5000;
    private static final long BYTES_PER_TOKEN = 4;

    private final CallTimes times;
    private final StreamRules streams;
    private final FleetMonitor fleet;

    AttemptClocks(RouterRules rules, FleetMonitor fleet) {
        this.times = rules.times();
        this.streams = rules.streams();
        this.fleet = fleet;
    }

    /// @param left what is left of the call's deadline
    /// @param elsewhere whether somebody else could be asked, should this attempt fail
    AttemptLimits limits(
            ModelCall call,
            Deployment deployment,
            ModelCard card,
            Duration left,
            BooleanSupplier elsewhere) {
        Duration timeout = shorter(timeoutFor(call, deployment), left);
        Duration firstToken =
                call.streaming()
                        ? firstToken(call, deployment.id(), card, elsewhere)
                        : Duration.ZERO;
        return new AttemptLimits(
                timeout, left, times.connect(), times.firstByte(), shorter(firstToken, timeout));
    }

    private Duration timeoutFor(ModelCall call, Deployment deployment) {
        CallOverrides overrides = call.overrides();
        if (call.streaming()) {
            for (Duration wait :
                    List.of(
                            overrides.streamTimeout(),
                            deployment.limits().streamTimeout(),
                            times.streamTimeout())) {
                if (wait.isPositive()) {
                    return wait;
                }
            }
        }
        if (overrides.timeout().isPositive()) {
            return overrides.timeout();
        }
        return deployment.limits().timeout().isPositive()
                ? deployment.limits().timeout()
                : times.timeout();
    }

    /// A silent stream is left where another one may speak; a model that reasons is silent by
    /// nature.
    private Duration firstToken(
            ModelCall call, DeploymentId deployment, ModelCard card, BooleanSupplier elsewhere) {
        Duration set = streams.firstToken();
        boolean none = set.isNegative() || set.isZero() && card.supports("reasoning");
        if (none || !elsewhere.getAsBoolean()) {
            return Duration.ZERO;
        }
        if (set.isPositive()) {
            return set;
        }
        Duration forAnyPrompt =
                fleet.typicalFirstToken(deployment)
                        .map(typical -> longer(typical.multipliedBy(PATIENCE), LEAST_FIRST_TOKEN))
                        .orElse(UNKNOWN_FIRST_TOKEN);
        long tokens = call.letter().size() / BYTES_PER_TOKEN;
        return forAnyPrompt.plusMillis(tokens * 1000 / TOKENS_PER_SECOND);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
