package dev.tollgate.application.port.in;

import dev.tollgate.domain.limit.RateLimit;
import dev.tollgate.domain.money.Usd;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a caller is told of their key's budget and limits.
///
/// @param bound output tokens the provider was told, where that was not the caller's wish
/// @param spend what the key has spent in its running period, this call included
/// @param budget what it may spend in one
/// @param limits what was left of them when the call began
public record KeyFacts(
        OptionalLong bound, Optional<Usd> spend, Optional<Usd> budget, List<Remaining> limits) {
    public static final KeyFacts NONE =
            new KeyFacts(OptionalLong.empty(), Optional.empty(), Optional.empty(), List.of());

    public KeyFacts {
        limits = List.copyOf(limits);
    }

    public record Remaining(RateLimit limit, long left) {}
}
