package dev.tollgate.domain.fleet;

import java.time.Duration;
import java.time.Instant;

/// What health checks found.
///
/// @param healthy the last result
/// @param at when it was found; [Instant#MIN]: never checked
/// @param since when a check found it healthy again; [Instant#MIN]: it never was unhealthy, or
///   still is
public record Health(boolean healthy, Instant at, Instant since) {
    public static final Health UNKNOWN = new Health(true, Instant.MIN, Instant.MIN);

    /// This health after another check.
    public Health found(boolean works, Instant now) {
        Instant back = works ? healthy ? since : now : Instant.MIN;
        return new Health(works, now, back);
    }

    /// Whether a check found it unhealthy less than this time ago.
    public boolean unhealthyWithin(Duration freshness, Instant now) {
        return !healthy && now.isBefore(at.plus(freshness));
    }
}
