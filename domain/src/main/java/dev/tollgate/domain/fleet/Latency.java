package dev.tollgate.domain.fleet;

import java.time.Duration;
import java.time.Instant;

/// A decaying estimate of how long something takes. The weight of a new sample grows with the time
/// since the last one, so that a deployment that is seldom tried is judged by what it does now.
///
/// @param mean decaying mean, in seconds
/// @param spread decaying mean of the distance from it, in seconds
/// @param samples how many there were, at most [#ENOUGH]
/// @param timeouts attempts that took too long; seven eighths of it are forgiven by every sample
/// @param at when the last sample or timeout came; [Instant#MIN]: never
public record Latency(double mean, double spread, int samples, double timeouts, Instant at) {
    public static final Latency UNKNOWN = new Latency(0, 0, 0, 0, Instant.MIN);

    /// Samples from which on the estimate is worth something by itself.
    public static final int ENOUGH = 10;

    /// What one timeout counts for, in seconds.
    public static final double PENALTY = 1000;

    private static final double DECAY_SECONDS = 10;
    private static final double LEAST_WEIGHT = 0.1;
    private static final double FORGIVEN = 8;
    private static final double MOST_TIMEOUTS = 8;
    private static final double NO_TIMEOUTS = 1e-6;

    /// This estimate with one more sample.
    public Latency with(double seconds, Instant now) {
        double left = timeouts / FORGIVEN;
        double pardoned = left < NO_TIMEOUTS ? 0 : left;
        if (samples == 0) {
            return new Latency(seconds, seconds / 2, 1, pardoned, now);
        }
        double age = Math.max(0, Duration.between(at, now).toNanos() / 1e9);
        double byAge = 1 - Math.exp(-age / DECAY_SECONDS);
        double weight =
                Math.max(Math.max(LEAST_WEIGHT, byAge), samples < ENOUGH ? 1.0 / (samples + 1) : 0);
        double newMean = mean + weight * (seconds - mean);
        double newSpread = spread + weight * (Math.abs(seconds - mean) - spread);
        return new Latency(newMean, newSpread, Math.min(ENOUGH, samples + 1), pardoned, now);
    }

    /// This estimate with one more attempt that took too long.
    public Latency withTimeout(Instant now) {
        return new Latency(mean, spread, samples, Math.min(MOST_TIMEOUTS, timeouts + 1), now);
    }

    /// Whether anything was observed within this time.
    public boolean knownWithin(Duration memory, Instant now) {
        return !at.equals(Instant.MIN) && now.isBefore(at.plus(memory));
    }

    /// What to expect of the next attempt, in seconds.
    public double expected() {
        return mean + PENALTY * timeouts;
    }
}
