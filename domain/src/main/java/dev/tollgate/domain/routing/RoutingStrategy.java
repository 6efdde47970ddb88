package dev.tollgate.domain.routing;

import java.time.Duration;

/// How load is spread over the deployments of a group.
public sealed interface RoutingStrategy {
    /// Weighted chance: by `weight`, else `rpm`, else `tpm`, whichever any candidate states first;
    /// a candidate without it comes last. Evenly if none states any.
    record SimpleShuffle() implements RoutingStrategy {}

    /// Fewest attempts in flight first.
    record LeastBusy() implements RoutingStrategy {}

    /// Fewest tokens of the current minute first; deployments whose `rpm` or `tpm` the call would
    /// exceed come last.
    record UsageBased() implements RoutingStrategy {}

    /// Shortest observed latency first: seconds per output token of plain calls, seconds to the
    /// first token of streamed ones.
    ///
    /// @param memory how long an observation counts (`ttl`)
    /// @param buffer deployments up to this share slower than the fastest are chosen among evenly
    ///   (`lowest_latency_buffer`)
    record LatencyBased(Duration memory, double buffer) implements RoutingStrategy {
        public static final Duration DEFAULT_MEMORY = Duration.ofHours(1);

        public LatencyBased {
            if (!memory.isPositive() || !(buffer >= 0)) {
                throw new IllegalArgumentException(
                        "latency-based routing: ttl %s, lowest_latency_buffer %s"
                                .formatted(memory, buffer));
            }
        }
    }

    /// Lowest price of input and output token together first.
    record CostBased() implements RoutingStrategy {}

    /// In turn.
    record RoundRobin() implements RoutingStrategy {}
}
