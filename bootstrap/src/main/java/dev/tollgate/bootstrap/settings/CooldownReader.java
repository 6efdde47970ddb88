package dev.tollgate.bootstrap.settings;

import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.fleet.CooldownRules;

import java.time.Duration;
import java.util.Map;

/// Reads when a failing deployment is left alone.
final class CooldownReader {
    private static final Duration MOST = Duration.ofDays(7);
    private static final int MOST_FAILS = 1_000_000;

    private final Homes homes;

    CooldownReader(Homes homes) {
        this.homes = homes;
    }

    CooldownRules read() {
        Section router = homes.router();
        int allowedFails =
                Source.first(
                                homes.router("allowed_fails"),
                                homes.litellm("allowed_fails"),
                                homes.variable("DEFAULT_ALLOWED_FAILS"))
                        .whole(0, MOST_FAILS, CooldownRules.UNSET);
        Duration cooldown =
                Source.first(
                                homes.router("cooldown_time"),
                                homes.variable("DEFAULT_COOLDOWN_TIME_SECONDS"))
                        .duration(Duration.ZERO, MOST, CooldownRules.DEFAULT_COOLDOWN);
        Map<FailureKind, Integer> policy =
                router.section("allowed_fails_policy", "allowed_fails_policy")
                        .map(FailureClass::allowedFails)
                        .orElse(Map.of());
        if (router.flag("disable_cooldowns", false)) {
            return CooldownRules.NEVER;
        }
        if (cooldown.isZero()) {
            router.note(
                    "cooldown_time",
                    "0 means that failing deployments are never left out.",
                    "`disable_cooldowns: true` says so more clearly.");
        }
        return new CooldownRules(cooldown, allowedFails, policy);
    }
}
