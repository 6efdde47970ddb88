package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.words.Nearest;
import dev.tollgate.domain.routing.RoutingRules;
import dev.tollgate.domain.routing.RoutingStrategy;
import dev.tollgate.domain.routing.RoutingStrategy.LatencyBased;
import dev.tollgate.domain.routing.TagRules;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Reads how load is spread over the deployments of a group, and which of them are left out.
final class StrategyReader {
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofDays(7);
    private static final String STRATEGY = "routing_strategy";
    private static final String ARGS = "routing_strategy_args";
    private static final String LATENCY_BASED = "latency-based-routing";
    private static final String BY_BUDGET = "provider-budget-routing";
    private static final String PRE_CALL_CHECKS = "enable_pre_call_checks";
    private static final String MISSPELT = "enable_pre_call_check";
    private static final String OPTIONAL_CHECKS = "optional_pre_call_checks";
    private static final String RATE_LIMITS = "enforce_model_rate_limits";
    private static final String HEALTH_ROUTING = "enable_health_check_routing";

    /// Name → what it means, given its arguments.
    private static final Map<String, Function<Optional<Section>, RoutingStrategy>> STRATEGIES =
            new TreeMap<>(
                    Map.of(
                            "simple-shuffle",
                            _ -> new RoutingStrategy.SimpleShuffle(),
                            "least-busy",
                            _ -> new RoutingStrategy.LeastBusy(),
                            "usage-based-routing",
                            _ -> new RoutingStrategy.UsageBased(),
                            "usage-based-routing-v2",
                            _ -> new RoutingStrategy.UsageBased(),
                            LATENCY_BASED,
                            StrategyReader::latencyBased,
                            "cost-based-routing",
                            _ -> new RoutingStrategy.CostBased(),
                            "round-robin",
                            _ -> new RoutingStrategy.RoundRobin(),
                            BY_BUDGET,
                            _ -> new RoutingStrategy.SimpleShuffle()));

    private static final Set<String> NOT_USED_YET =
            new TreeSet<>(
                    List.of(
                            "router_budget_limiting",
                            "prompt_caching",
                            "responses_api_deployment_check",
                            "encrypted_content_affinity",
                            "deployment_affinity",
                            "session_affinity",
                            "forward_client_headers_by_model_group"));

    private final Homes homes;
    private final Section router;

    StrategyReader(Homes homes) {
        this.homes = homes;
        this.router = homes.router();
    }

    /// @param checks background health checks, whose results may route
    RoutingRules read(GeneralSettings.HealthChecks checks) {
        return new RoutingRules(
                strategy(),
                new TagRules(
                        router.flag("enable_tag_filtering", false),
                        router.flag("tag_filtering_match_any", true)),
                preCallChecks(),
                enforcesRateLimits(),
                healthFreshness(checks),
                homes.own("easing_time")
                        .duration(Duration.ZERO, MOST, RoutingRules.DEFAULT_EASING));
    }

    private RoutingStrategy strategy() {
        String name = router.text(STRATEGY).strip();
        Optional<Section> args = router.section(ARGS, ARGS);
        args.ifPresent(Section::reportKeys);
        Function<Optional<Section>, RoutingStrategy> strategy = STRATEGIES.get(name);
        if (strategy == null) {
            if (!name.isEmpty()) {
                reportUnknown(name);
            }
            return new RoutingStrategy.SimpleShuffle();
        }
        if (name.equals(BY_BUDGET)) {
            router.note(
                    STRATEGY,
                    "spreads calls by simple-shuffle; provider_budget_config holds with every"
                            + " strategy.",
                    "");
        }
        if (args.isPresent() && !name.equals(LATENCY_BASED) && !args.get().fields().isEmpty()) {
            router.note(ARGS, "has no effect with " + name + ".", "");
        }
        return strategy.apply(args);
    }

    private void reportUnknown(String name) {
        String question = Nearest.question(name, STRATEGIES.keySet());
        router.wrong(
                STRATEGY,
                "is no routing strategy.",
                question.isEmpty()
                        ? "Write one of " + String.join(", ", STRATEGIES.keySet()) + "."
                        : question);
    }

    private static RoutingStrategy latencyBased(Optional<Section> args) {
        if (args.isEmpty()) {
            return new LatencyBased(LatencyBased.DEFAULT_MEMORY, 0);
        }
        if (args.get().whole("max_latency_list_size", 1, 1_000_000, 0) > 0) {
            args.get()
                    .note(
                            "max_latency_list_size",
                            "has no effect: latencies are kept as a decaying estimate, not as a"
                                    + " list.",
                            "`ttl` says how long an observation counts.");
        }
        return new LatencyBased(
                args.get().duration("ttl", LEAST, MOST, LatencyBased.DEFAULT_MEMORY),
                args.get().decimal("lowest_latency_buffer", 0, 1000, 0));
    }

    private boolean preCallChecks() {
        if (!router.has(MISSPELT)) {
            return router.flag(PRE_CALL_CHECKS, false);
        }
        router.note(MISSPELT, "is read as `" + PRE_CALL_CHECKS + "`, which is the key's name.", "");
        return Source.first(homes.router(PRE_CALL_CHECKS), homes.router(MISSPELT)).flag(false);
    }

    private boolean enforcesRateLimits() {
        boolean enforced = false;
        for (String check : router.texts(OPTIONAL_CHECKS)) {
            String name = check.strip();
            if (name.equals(RATE_LIMITS)) {
                enforced = true;
            } else if (NOT_USED_YET.contains(name)) {
                router.note(OPTIONAL_CHECKS, name + " is not used yet.", "");
            } else {
                reportUnknownCheck(name);
            }
        }
        return enforced;
    }

    private void reportUnknownCheck(String name) {
        Set<String> known = new TreeSet<>(NOT_USED_YET);
        known.add(RATE_LIMITS);
        String question = Nearest.question(name, known);
        router.warn(
                OPTIONAL_CHECKS,
                "\"" + name + "\" is no check and has no effect.",
                question.isEmpty() ? "Write `" + RATE_LIMITS + "`." : question);
    }

    /// How long a result keeps a deployment out: until the check after the next one is overdue.
    private Duration healthFreshness(GeneralSettings.HealthChecks checks) {
        Source routing = Source.first(homes.general(HEALTH_ROUTING), homes.router(HEALTH_ROUTING));
        Duration freshness =
                Source.first(
                                homes.general("health_check_staleness_threshold"),
                                homes.router("health_check_staleness_threshold"))
                        .duration(LEAST, MOST, checks.interval().multipliedBy(2));
        if (!routing.flag(false)) {
            return Duration.ZERO;
        }
        if (!checks.background()) {
            routing.section()
                    .warn(
                            HEALTH_ROUTING,
                            "has no effect without background health checks.",
                            "Write `background_health_checks: true` under general_settings.");
        }
        return freshness;
    }
}
