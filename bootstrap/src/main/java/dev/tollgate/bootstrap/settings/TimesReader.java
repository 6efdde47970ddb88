package dev.tollgate.bootstrap.settings;

import dev.tollgate.application.setup.CallTimes;
import dev.tollgate.application.setup.StreamRules;
import dev.tollgate.bootstrap.settings.Raw.Scalar;

import java.time.Duration;
import java.util.Optional;

/// Reads the clocks of a call, and what is done about streams that do not begin or break.
final class TimesReader {
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofDays(7);

    private final Homes homes;

    TimesReader(Homes homes) {
        this.homes = homes;
    }

    CallTimes times(Duration connect) {
        return new CallTimes(
                Source.first(
                                homes.router("timeout"),
                                homes.litellm("request_timeout"),
                                homes.variable("REQUEST_TIMEOUT"))
                        .duration(LEAST, MOST, CallTimes.DEFAULT_TIMEOUT),
                homes.router("stream_timeout").duration(LEAST, MOST, Duration.ZERO),
                connect,
                orOff("first_byte_timeout", Duration.ZERO, Duration.ZERO),
                Source.first(homes.router("total_timeout"), homes.own("total_timeout"))
                        .duration(LEAST, MOST, CallTimes.DEFAULT_DEADLINE));
    }

    StreamRules streams() {
        return new StreamRules(
                homes.own("continue_streams").flag(StreamRules.DEFAULT.continued()),
                homes.litellm("include_cost_in_streaming_usage")
                        .flag(StreamRules.DEFAULT.tellCost()),
                orOff("first_token_timeout", StreamRules.DEFAULT.firstToken(), StreamRules.NEVER));
    }

    /// A time of `tollgate_settings` that `0` and `false` turn off.
    private Duration orOff(String key, Duration ifAbsent, Duration ifOff) {
        Source source = homes.own(key);
        if (source.present() && isOff(source)) {
            return ifOff;
        }
        return source.duration(Duration.ZERO, MOST, ifAbsent);
    }

    private static boolean isOff(Source source) {
        return source.section().raw(source.key()).orElseThrow() instanceof Scalar scalar
                && (YamlScalars.flag(scalar.text().strip()).equals(Optional.of(false))
                        || Durations.parse(scalar.text()).equals(Optional.of(Duration.ZERO)));
    }
}
