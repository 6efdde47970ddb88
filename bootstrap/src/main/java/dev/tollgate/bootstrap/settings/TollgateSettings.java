package dev.tollgate.bootstrap.settings;

import dev.tollgate.application.budget.EscrowRules;

import java.time.Duration;

/// `tollgate_settings`: what LiteLLM has no key for.
///
/// @param bodyLimit largest request body, in bytes (`body_limit_mb`)
/// @param bodiesInFlight sum of all request bodies held at once, in bytes (`bodies_in_flight_mb`);
///   0: a quarter of the heap
/// @param shutdownDelay how long a stopping gateway still takes calls while readiness says 503
/// @param shutdownGrace how long running calls may go on after that
/// @param slowReaderTimeout how long a caller may take no bytes before it is cut off
/// @param connectTimeout bound of a connection's opening to a provider
/// @param connectionsPerDeployment pooled connections to one deployment's host
/// @param reload whether a changed file is taken while the gateway runs
/// @param dataDir the data directory; empty: the command line's or the default
/// @param knownKeyGrace how long known keys are served while the database is not heard of
/// @param budgetWait how long a call waits for money that running calls or other replicas hold
public record TollgateSettings(
        long bodyLimit,
        long bodiesInFlight,
        Duration shutdownDelay,
        Duration shutdownGrace,
        Duration slowReaderTimeout,
        Duration connectTimeout,
        int connectionsPerDeployment,
        boolean reload,
        String dataDir,
        Duration knownKeyGrace,
        Duration budgetWait) {
    public static final long MEGABYTE = 1L << 20;
    public static final TollgateSettings DEFAULT =
            new TollgateSettings(
                    64 * MEGABYTE,
                    0,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10),
                    1000,
                    true,
                    "",
                    Duration.ofMinutes(15),
                    EscrowRules.DEFAULT.patience());
}
