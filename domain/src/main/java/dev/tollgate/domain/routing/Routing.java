package dev.tollgate.domain.routing;

import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.ModelCatalog.Resolution;
import dev.tollgate.domain.catalog.ModelCatalog.Via;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.fleet.DeploymentState;
import dev.tollgate.domain.fleet.FleetSnapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/// Turns candidates, observed state and chance into a plan. No side effects.
public final class Routing {
    private Routing() {}

    /// Plans a call to one group: deployments that cool down are left out, the others are ordered
    /// by level and, within a level, by the strategy.
    public static RoutingPlan plan(
            RoutingRules rules,
            Resolution resolution,
            CallFacts facts,
            FleetSnapshot fleet,
            RandomGenerator random) {
        if (resolution.via() == Via.DEPLOYMENT_ID) {
            return new RoutingPlan(List.of(resolution.candidates()), List.of(), Duration.ZERO);
        }
        List<Exclusion> exclusions = new ArrayList<>(0);
        Map<Integer, List<Candidate>> levels = new TreeMap<>();
        Instant earliest = Instant.MAX;
        for (int place = 0; place < resolution.candidates().size(); place++) {
            Candidate candidate = resolution.candidates().get(place);
            Deployment deployment = candidate.deployment();
            DeploymentState state = fleet.of(place);
            if (state.coolingAt(fleet.at())) {
                exclusions.add(
                        new Exclusion(
                                deployment.id(),
                                Exclusion.Reason.COOLING_DOWN,
                                "until " + state.coolingUntil()));
                earliest =
                        state.coolingUntil().isBefore(earliest) ? state.coolingUntil() : earliest;
            } else {
                levels.computeIfAbsent(deployment.limits().order(), _ -> new ArrayList<>())
                        .add(candidate);
            }
        }
        List<List<Candidate>> ordered = new ArrayList<>(levels.size());
        for (List<Candidate> level : levels.values()) {
            ordered.add(order(rules.strategy(), level, random));
        }
        Duration retryAfter =
                ordered.isEmpty() ? Duration.between(fleet.at(), earliest) : Duration.ZERO;
        return new RoutingPlan(ordered, exclusions, retryAfter);
    }

    private static List<Candidate> order(
            RoutingStrategy strategy, List<Candidate> candidates, RandomGenerator random) {
        return switch (strategy) {
            case RoutingStrategy.SimpleShuffle(),
                    RoutingStrategy.LeastBusy(),
                    RoutingStrategy.UsageBased(),
                    RoutingStrategy.LatencyBased(_, _),
                    RoutingStrategy.CostBased(),
                    RoutingStrategy.RoundRobin() ->
                    shuffle(candidates, random);
        };
    }

    private static List<Candidate> shuffle(List<Candidate> candidates, RandomGenerator random) {
        if (candidates.size() == 1) {
            return candidates;
        }
        double[] weights = weights(candidates);
        List<Candidate> left = new ArrayList<>(candidates);
        List<Candidate> drawn = new ArrayList<>(candidates.size());
        while (!left.isEmpty()) {
            int pick = pick(weights, left.size(), random);
            drawn.add(left.remove(pick));
            System.arraycopy(weights, pick + 1, weights, pick, left.size() - pick);
        }
        return drawn;
    }

    private static double[] weights(List<Candidate> candidates) {
        List<ToDoubleFunction<Deployment.Share>> measures =
                List.of(Deployment.Share::weight, Deployment.Share::rpm, Deployment.Share::tpm);
        double[] weights = new double[candidates.size()];
        for (ToDoubleFunction<Deployment.Share> measure : measures) {
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                Deployment.Share share = candidates.get(i).deployment().share();
                weights[i] = Math.max(0, measure.applyAsDouble(share));
                sum += weights[i];
            }
            if (sum > 0) {
                return weights;
            }
        }
        Arrays.fill(weights, 1);
        return weights;
    }

    /// One draw among the first `size` weights; evenly where all of them are 0.
    private static int pick(double[] weights, int size, RandomGenerator random) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += weights[i];
        }
        if (sum <= 0) {
            return random.nextInt(size);
        }
        double point = random.nextDouble() * sum;
        int last = 0;
        for (int i = 0; i < size; i++) {
            if (weights[i] > 0) {
                last = i;
                point -= weights[i];
                if (point < 0) {
                    return i;
                }
            }
        }
        return last;
    }
}
