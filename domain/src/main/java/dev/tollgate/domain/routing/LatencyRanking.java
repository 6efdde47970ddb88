package dev.tollgate.domain.routing;

import dev.tollgate.domain.fleet.Latency;
import dev.tollgate.domain.routing.Ranking.Place;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// Shortest expected latency first. Those of which nothing is known, or nothing new, are tried with
/// one call in ten, one at a time: a deployment that became fast is found again, and one that
/// became slow costs a single call.
final class LatencyRanking {
    private static final double CURIOSITY = 0.1;

    /// After this time a slow deployment may have become a fast one.
    private static final Duration NEWS = Duration.ofSeconds(10);

    private static final double UNKNOWN = Double.MAX_VALUE;
    private static final double FIRST = -1;

    private final RoutingStrategy.LatencyBased strategy;
    private final boolean streaming;
    private final Instant now;
    private final RandomGenerator random;

    LatencyRanking(
            RoutingStrategy.LatencyBased strategy,
            boolean streaming,
            Instant now,
            RandomGenerator random) {
        this.strategy = strategy;
        this.streaming = streaming;
        this.now = now;
        this.random = random;
    }

    void rank(Place[] places) {
        double fastest = UNKNOWN;
        for (Place place : places) {
            Latency latency = latency(place);
            boolean known = latency.knownWithin(strategy.memory(), now);
            place.key = known ? latency.expected() : UNKNOWN;
            fastest = Math.min(fastest, place.key);
        }
        if (fastest == UNKNOWN) {
            byAttemptsInFlight(places);
            return;
        }
        double asFast = fastest * (1 + strategy.buffer());
        for (Place place : places) {
            place.key = place.key <= asFast ? fastest : place.key;
        }
        explore(places, fastest);
    }

    private static void byAttemptsInFlight(Place[] places) {
        for (Place place : places) {
            place.key = place.contender.state().inFlight();
        }
    }

    /// Puts one that is due first, now and then; none while another such try is running.
    private void explore(Place[] places, double fastest) {
        Place chosen = places[0];
        int due = 0;
        for (Place place : places) {
            if (place.key > fastest && !latency(place).knownWithin(NEWS, now)) {
                if (place.contender.state().inFlight() > 0) {
                    return;
                }
                due++;
                chosen = due == 1 || moreDue(place, chosen) ? place : chosen;
            }
        }
        if (due > 0 && random.nextDouble() < CURIOSITY) {
            chosen.key = FIRST;
        }
    }

    /// Whoever was not heard of for longer; chance decides among those never heard of.
    private boolean moreDue(Place place, Place other) {
        int older = latency(place).at().compareTo(latency(other).at());
        return older == 0 ? place.chance < other.chance : older < 0;
    }

    private Latency latency(Place place) {
        return streaming
                ? place.contender.state().firstToken()
                : place.contender.state().perToken();
    }
}
