package dev.tollgate.bootstrap.settings;

import java.time.Duration;

/// Reads `tollgate_settings`.
final class OwnReader {
    private static final long MOST_MEGABYTES = 2000;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Section own;

    OwnReader(Section own) {
        this.own = own;
    }

    TollgateSettings read() {
        TollgateSettings usual = TollgateSettings.DEFAULT;
        long bodyLimit = own.whole("body_limit_mb", 1, MOST_MEGABYTES, 0);
        return new TollgateSettings(
                bodyLimit == 0 ? usual.bodyLimit() : bodyLimit * TollgateSettings.MEGABYTE,
                own.whole("bodies_in_flight_mb", 0, 1_000_000, 0) * TollgateSettings.MEGABYTE,
                own.duration("shutdown_delay", Duration.ZERO, HOUR, usual.shutdownDelay()),
                own.duration("shutdown_grace", Duration.ZERO, HOUR, usual.shutdownGrace()),
                own.duration(
                        "slow_reader_timeout",
                        Duration.ofSeconds(1),
                        HOUR,
                        usual.slowReaderTimeout()),
                own.duration("connect_timeout", Duration.ofMillis(1), HOUR, usual.connectTimeout()),
                (int)
                        own.whole(
                                "connections_per_deployment",
                                1,
                                100_000,
                                usual.connectionsPerDeployment()),
                own.flag("reload", usual.reload()),
                own.text("data_dir").strip(),
                own.duration("known_key_grace", Duration.ZERO, DAY, usual.knownKeyGrace()),
                own.duration("budget_wait", Duration.ZERO, MINUTE, usual.budgetWait()));
    }
}
