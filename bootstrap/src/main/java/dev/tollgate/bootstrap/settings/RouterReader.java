package dev.tollgate.bootstrap.settings;

import dev.tollgate.application.setup.CallTimes;
import dev.tollgate.application.setup.RouterRules;
import dev.tollgate.application.setup.StreamRules;
import dev.tollgate.bootstrap.words.Nearest;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.fallback.FallbackChains;
import dev.tollgate.domain.fleet.CooldownRules;
import dev.tollgate.domain.retry.RetryRules;
import dev.tollgate.domain.routing.RoutingRules;
import dev.tollgate.domain.routing.RoutingStrategy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads how calls are routed: `router_settings`, else the key of `litellm_settings` with the same
/// meaning, else the environment, else what is built in.
final class RouterReader {
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofDays(7);
    private static final String SIMPLE_SHUFFLE = "simple-shuffle";
    private static final Set<String> STRATEGIES =
            Set.of(
                    SIMPLE_SHUFFLE,
                    "least-busy",
                    "usage-based-routing",
                    "usage-based-routing-v2",
                    "latency-based-routing",
                    "cost-based-routing",
                    "provider-budget-routing");

    private final Section router;
    private final Section litellm;
    private final Section own;
    private final Section environment;

    RouterReader(Section router, Section litellm, Section own, Section environment) {
        this.router = router;
        this.litellm = litellm;
        this.own = own;
        this.environment = environment;
    }

    RouterRules read(Chains chains) {
        RetryRules retries = retries();
        return new RouterRules(
                RoutingRules.of(strategy()),
                retries,
                fallbacks(chains),
                cooldowns(),
                times(),
                StreamRules.DEFAULT);
    }

    private RetryRules retries() {
        boolean explicit =
                router.has("num_retries")
                        || litellm.has("num_retries")
                        || environment.has("DEFAULT_MAX_RETRIES");
        return new RetryRules(
                whole(
                        100,
                        RetryRules.DEFAULT_RETRIES,
                        new Source(router, "num_retries"),
                        new Source(litellm, "num_retries"),
                        new Source(environment, "DEFAULT_MAX_RETRIES")),
                explicit,
                router.duration("retry_after", Duration.ZERO, MOST, Duration.ZERO),
                RetryRules.DEFAULT_LONGEST_RETRY_AFTER,
                RetryRules.DEFAULT_MAX_ATTEMPTS,
                Map.of(),
                Map.of());
    }

    private CallTimes times() {
        return new CallTimes(
                time(
                        CallTimes.DEFAULT_TIMEOUT,
                        new Source(router, "timeout"),
                        new Source(litellm, "request_timeout"),
                        new Source(environment, "REQUEST_TIMEOUT")),
                router.duration("stream_timeout", LEAST, MOST, Duration.ZERO),
                CallTimes.DEFAULT_CONNECT,
                Duration.ZERO,
                time(
                        CallTimes.DEFAULT_DEADLINE,
                        new Source(router, "total_timeout"),
                        new Source(own, "total_timeout")));
    }

    private RoutingStrategy strategy() {
        String name = router.text("routing_strategy").strip();
        if (!name.isEmpty() && !STRATEGIES.contains(name)) {
            String question = Nearest.question(name, STRATEGIES);
            router.wrong(
                    "routing_strategy",
                    "is no routing strategy.",
                    question.isEmpty()
                            ? "Write one of "
                                    + String.join(", ", STRATEGIES.stream().sorted().toList())
                                    + "."
                            : question);
        } else if (!name.isEmpty() && !name.equals(SIMPLE_SHUFFLE)) {
            router.warn(
                    "routing_strategy",
                    name + " is not used yet; calls are spread by " + SIMPLE_SHUFFLE + ".",
                    "");
        }
        return new RoutingStrategy.SimpleShuffle();
    }

    private FallbackChains fallbacks(Chains chains) {
        Map<String, List<FallbackTarget>> general = chains.read(home("fallbacks"), "fallbacks");
        chains.readDefaults(home("default_fallbacks"), general);
        return new FallbackChains(
                general,
                chains.read(home("context_window_fallbacks"), "context_window_fallbacks"),
                chains.read(home("content_policy_fallbacks"), "content_policy_fallbacks"),
                false,
                whole(
                        100,
                        FallbackChains.DEFAULT_DEPTH,
                        new Source(router, "max_fallbacks"),
                        new Source(litellm, "max_fallbacks"),
                        new Source(environment, "ROUTER_MAX_FALLBACKS")));
    }

    private Section home(String key) {
        if (router.has(key) && litellm.has(key)) {
            litellm.warn(
                    key,
                    "is written under router_settings as well, which is what counts.",
                    "Keep one of the two.");
        }
        return router.has(key) ? router : litellm;
    }

    private CooldownRules cooldowns() {
        int allowedFails =
                whole(
                        1_000_000,
                        CooldownRules.UNSET,
                        new Source(router, "allowed_fails"),
                        new Source(litellm, "allowed_fails"),
                        new Source(environment, "DEFAULT_ALLOWED_FAILS"));
        Duration cooldown =
                first(
                                new Source(router, "cooldown_time"),
                                new Source(environment, "DEFAULT_COOLDOWN_TIME_SECONDS"))
                        .duration(Duration.ZERO, MOST, CooldownRules.DEFAULT_COOLDOWN);
        if (router.flag("disable_cooldowns", false)) {
            return CooldownRules.NEVER;
        }
        if (cooldown.isZero()) {
            router.note(
                    "cooldown_time",
                    "0 means that failing deployments are never left out.",
                    "`disable_cooldowns: true` says so more clearly.");
        }
        return new CooldownRules(cooldown, allowedFails, Map.of());
    }

    private static int whole(long most, int fallback, Source... sources) {
        Source source = first(sources);
        return (int) source.section().whole(source.key(), 0, most, fallback);
    }

    private static Duration time(Duration fallback, Source... sources) {
        return first(sources).duration(LEAST, MOST, fallback);
    }

    /// The first of these keys that is there, else the first one.
    private static Source first(Source... sources) {
        for (Source source : sources) {
            if (source.section().has(source.key())) {
                return source;
            }
        }
        return sources[0];
    }

    private record Source(Section section, String key) {
        Duration duration(Duration least, Duration most, Duration fallback) {
            return section.duration(key, least, most, fallback);
        }
    }
}
