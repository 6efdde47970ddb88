package dev.tollgate.bootstrap.settings;

import dev.tollgate.application.setup.RouterRules;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.fallback.FallbackChains;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Reads how calls are routed: `router_settings`, else the key of `litellm_settings` with the same
/// meaning, else the environment, else what is built in; and what `tollgate_settings` adds.
final class RouterReader {
    private static final int MOST_FALLBACKS = 100;

    private final Homes homes;

    RouterReader(Homes homes) {
        this.homes = homes;
    }

    /// @param checks background health checks, whose results may route
    /// @param connect bound of making a connection
    RouterRules read(
            ModelNames names,
            Chains chains,
            GeneralSettings.HealthChecks checks,
            Duration connect) {
        TimesReader times = new TimesReader(homes);
        return new RouterRules(
                new StrategyReader(homes).read(checks),
                new RetryReader(homes).read(names),
                fallbacks(chains),
                new CooldownReader(homes).read(),
                times.times(connect),
                times.streams());
    }

    private FallbackChains fallbacks(Chains chains) {
        Map<String, List<FallbackTarget>> general = chains.read(home("fallbacks"), "fallbacks");
        chains.readDefaults(home("default_fallbacks"), general);
        return new FallbackChains(
                general,
                chains.read(home("context_window_fallbacks"), "context_window_fallbacks"),
                chains.read(home("content_policy_fallbacks"), "content_policy_fallbacks"),
                homes.own("content_policy_uses_fallbacks").flag(false),
                Source.first(
                                homes.router("max_fallbacks"),
                                homes.litellm("max_fallbacks"),
                                homes.variable("ROUTER_MAX_FALLBACKS"))
                        .whole(0, MOST_FALLBACKS, FallbackChains.DEFAULT_DEPTH));
    }

    private Section home(String key) {
        if (homes.router(key).present() && homes.litellm(key).present()) {
            homes.litellm()
                    .warn(
                            key,
                            "is written under router_settings as well, which is what counts.",
                            "Keep one of the two.");
        }
        return homes.router(key).present() ? homes.router() : homes.litellm();
    }
}
