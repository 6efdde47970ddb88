package dev.tollgate.domain.fleet;

import java.time.Duration;
import java.time.Instant;

/// What was observed of one deployment.
///
/// @param inFlight attempts that are running
/// @param coolingUntil moment from which it may be tried again, or came back; [Instant#MIN] if it
///   never cooled
/// @param circuit whether it has worked since it last cooled
/// @param requests attempts that began in the current clock minute
/// @param tokens tokens that attempts which ended used in the current clock minute
/// @param usualTokens tokens that one attempt usually uses; 0: not known
/// @param perToken seconds per output token of plain calls
/// @param firstToken seconds to the first token of streams
/// @param health what checks found
public record DeploymentState(
        int inFlight,
        Instant coolingUntil,
        Circuit circuit,
        long requests,
        long tokens,
        long usualTokens,
        Latency perToken,
        Latency firstToken,
        Health health) {
    public static final DeploymentState FRESH =
            new DeploymentState(
                    0,
                    Instant.MIN,
                    Circuit.CLOSED,
                    0,
                    0,
                    0,
                    Latency.UNKNOWN,
                    Latency.UNKNOWN,
                    Health.UNKNOWN);

    private static final double FIRST_SHARE = 0.1;

    /// Whether a deployment that cooled has worked again. Matters where it has no other deployment
    /// beside it, but a stand-in.
    public enum Circuit {
        CLOSED,
        /// it cooled and has not worked since: once it has cooled, one call may probe it
        OPEN,
        /// that call is running
        PROBED
    }

    public boolean coolingAt(Instant now) {
        return now.isBefore(coolingUntil);
    }

    /// Tokens of the current minute once the running attempts have ended as they usually do.
    public long likelyTokens() {
        return tokens + inFlight * usualTokens;
    }

    /// The part of its share of the traffic that it gets: a tenth when it came back, growing to all
    /// of it.
    ///
    /// @param easing how long that takes
    public double shareAt(Instant now, Duration easing) {
        return sharesSince(coolingUntil, now, easing);
    }

    /// The same, where the results of health checks keep deployments out, too.
    public double shareAfterChecksAt(Instant now, Duration easing) {
        return Math.min(
                sharesSince(coolingUntil, now, easing), sharesSince(health.since(), now, easing));
    }

    private static double sharesSince(Instant back, Instant now, Duration easing) {
        if (back.equals(Instant.MIN) || !now.isBefore(back.plus(easing))) {
            return 1;
        }
        double part = (double) Duration.between(back, now).toNanos() / easing.toNanos();
        return FIRST_SHARE + (1 - FIRST_SHARE) * Math.max(0, part);
    }
}
