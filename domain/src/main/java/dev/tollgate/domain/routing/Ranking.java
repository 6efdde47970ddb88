package dev.tollgate.domain.routing;

import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.fleet.FleetSnapshot;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/// Orders the contenders of one level. Each gets a place: a tier, a key within it, and chance among
/// equals; smaller comes first.
final class Ranking {
    private static final List<ToDoubleFunction<Deployment.Share>> MEASURES =
            List.of(Deployment.Share::weight, Deployment.Share::rpm, Deployment.Share::tpm);

    /// Those that the strategy would rather not use at all come behind those that are eased in.
    private static final int EASED = 1;

    private static final int LAST = 2;

    private final RoutingRules rules;
    private final CallFacts facts;
    private final FleetSnapshot fleet;
    private final RandomGenerator random;

    Ranking(RoutingRules rules, CallFacts facts, FleetSnapshot fleet, RandomGenerator random) {
        this.rules = rules;
        this.facts = facts;
        this.fleet = fleet;
        this.random = random;
    }

    List<Candidate> order(List<Contender> level) {
        if (level.size() == 1) {
            return List.of(level.getFirst().candidate());
        }
        Place[] places = new Place[level.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = new Place(level.get(i), random.nextDouble());
        }
        rank(places);
        easeIn(places);
        Arrays.sort(places);
        Candidate[] ordered = new Candidate[places.length];
        for (int i = 0; i < places.length; i++) {
            ordered[i] = places[i].contender.candidate();
        }
        return List.of(ordered);
    }

    private void rank(Place[] places) {
        switch (rules.strategy()) {
            case RoutingStrategy.SimpleShuffle() -> byWeight(places);
            case RoutingStrategy.LeastBusy() -> byAttemptsInFlight(places);
            case RoutingStrategy.UsageBased() -> byTokens(places);
            case RoutingStrategy.LatencyBased latency ->
                    new LatencyRanking(latency, facts.streaming(), fleet.at(), random).rank(places);
            case RoutingStrategy.CostBased() -> byPrice(places);
            case RoutingStrategy.RoundRobin() -> inTurn(places);
        }
        if (minds(rules.strategy())) {
            long tokens = facts.likelyPromptTokens();
            for (Place place : places) {
                place.tier = place.contender.fits(tokens) ? place.tier : LAST;
            }
        }
    }

    /// Whether the strategy looks at limits per minute.
    private static boolean minds(RoutingStrategy strategy) {
        return switch (strategy) {
            case RoutingStrategy.UsageBased(),
                    RoutingStrategy.LatencyBased(_, _),
                    RoutingStrategy.CostBased() ->
                    true;
            case RoutingStrategy.SimpleShuffle(),
                    RoutingStrategy.LeastBusy(),
                    RoutingStrategy.RoundRobin() ->
                    false;
        };
    }

    /// Exponential keys: sorting by -ln(u)/w draws without putting back, with chances in proportion
    /// to the weights (Efraimidis and Spirakis, 2006).
    private void byWeight(Place[] places) {
        ToDoubleFunction<Deployment.Share> measure = measure(places);
        for (Place place : places) {
            double weight = measure.applyAsDouble(place.contender.deployment().share());
            if (weight > 0) {
                place.key = -Math.log1p(-place.chance) / weight;
            } else {
                place.tier = LAST;
            }
        }
    }

    private static ToDoubleFunction<Deployment.Share> measure(Place[] places) {
        for (ToDoubleFunction<Deployment.Share> measure : MEASURES) {
            for (Place place : places) {
                if (measure.applyAsDouble(place.contender.deployment().share()) > 0) {
                    return measure;
                }
            }
        }
        return _ -> 1;
    }

    private static void byAttemptsInFlight(Place[] places) {
        for (Place place : places) {
            place.key = place.contender.state().inFlight();
        }
    }

    private static void byTokens(Place[] places) {
        for (Place place : places) {
            place.key = place.contender.state().likelyTokens();
        }
    }

    private static void byPrice(Place[] places) {
        for (Place place : places) {
            OptionalDouble price = place.contender.deployment().card().prices().tokenPair();
            place.key = price.orElse(Double.MAX_VALUE);
        }
    }

    private void inTurn(Place[] places) {
        for (int i = 0; i < places.length; i++) {
            places[i].key = Math.floorMod(i - fleet.turn(), (long) places.length);
        }
    }

    /// A deployment that came back lately goes behind the others but for its part of the draws.
    private void easeIn(Place[] places) {
        for (Place place : places) {
            double share = rules.shareOf(place.contender.state(), fleet.at());
            if (share < 1 && place.tier < EASED && random.nextDouble() >= share) {
                place.tier = EASED;
            }
        }
    }

    /// Where a contender comes in the order.
    static final class Place implements Comparable<Place> {
        final Contender contender;
        final double chance;
        int tier;
        double key;

        Place(Contender contender, double chance) {
            this.contender = contender;
            this.chance = chance;
        }

        @Override
        public int compareTo(Place other) {
            if (tier != other.tier) {
                return Integer.compare(tier, other.tier);
            }
            return key != other.key
                    ? Double.compare(key, other.key)
                    : Double.compare(chance, other.chance);
        }
    }
}
