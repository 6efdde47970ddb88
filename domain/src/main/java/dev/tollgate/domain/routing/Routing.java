package dev.tollgate.domain.routing;

import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.ModelCatalog.Resolution;
import dev.tollgate.domain.catalog.ModelCatalog.Via;
import dev.tollgate.domain.fleet.FleetSnapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Turns candidates, observed state and chance into a plan. No side effects.
public final class Routing {
    private static final Shortage NONE = new Shortage.None();

    private Routing() {}

    /// Plans a call to one group: leaves out deployments that may not serve it now, and orders the
    /// others by level and, within a level, by the strategy. A deployment that is asked for by its
    /// id is planned in any case.
    ///
    /// @param fleet the state of the resolution's candidates, in their order
    public static RoutingPlan plan(
            RoutingRules rules,
            Resolution resolution,
            CallFacts facts,
            FleetSnapshot fleet,
            RandomGenerator random) {
        if (resolution.via() == Via.DEPLOYMENT_ID) {
            return new RoutingPlan(List.of(resolution.candidates()), List.of(), NONE);
        }
        Filters filters =
                new Filters(rules, facts, fleet.at(), contenders(resolution.candidates(), fleet));
        Sieve sieve = filters.run();
        if (sieve.empty()) {
            return new RoutingPlan(List.of(), sieve.exclusions(), filters.shortage());
        }
        Ranking ranking = new Ranking(rules, facts, fleet, random);
        List<List<Candidate>> ordered = new ArrayList<>(1);
        for (List<Contender> level : levels(sieve.left())) {
            ordered.add(ranking.order(level));
        }
        return new RoutingPlan(ordered, sieve.exclusions(), NONE);
    }

    private static List<Contender> contenders(List<Candidate> candidates, FleetSnapshot fleet) {
        List<Contender> contenders = new ArrayList<>(candidates.size());
        for (int place = 0; place < candidates.size(); place++) {
            contenders.add(new Contender(candidates.get(place), fleet.of(place)));
        }
        return contenders;
    }

    private static Iterable<List<Contender>> levels(List<Contender> contenders) {
        int first = order(contenders.getFirst());
        if (allAre(first, contenders)) {
            return List.of(contenders);
        }
        Map<Integer, List<Contender>> levels = new TreeMap<>();
        for (Contender each : contenders) {
            levels.computeIfAbsent(order(each), _ -> new ArrayList<>()).add(each);
        }
        return levels.values();
    }

    private static boolean allAre(int order, List<Contender> contenders) {
        for (Contender each : contenders) {
            if (order(each) != order) {
                return false;
            }
        }
        return true;
    }

    private static int order(Contender contender) {
        return contender.deployment().limits().order();
    }
}
