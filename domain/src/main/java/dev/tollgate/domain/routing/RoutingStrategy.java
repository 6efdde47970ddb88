package dev.tollgate.domain.routing;

/// How load is spread over the deployments of a group.
public sealed interface RoutingStrategy {
    /// Weighted chance: by `weight`, else `rpm`, else `tpm`, whichever any candidate states first;
    /// a candidate without it comes last. Evenly if none states any.
    record SimpleShuffle() implements RoutingStrategy {}
}
