package dev.tollgate.bootstrap.settings;

import dev.tollgate.application.setup.Allowances;
import dev.tollgate.application.setup.MoneyRules;
import dev.tollgate.bootstrap.settings.KnownProviders.Facts;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetDuration;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.money.Usd;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the budgets that the file itself states, and how budgets hold.
final class MoneyReader {
    private final Section general;
    private final Section litellm;
    private final Section router;
    private final Section own;
    private final KnownProviders known;

    MoneyReader(
            Section general, Section litellm, Section router, Section own, KnownProviders known) {
        this.general = general;
        this.litellm = litellm;
        this.router = router;
        this.own = own;
        this.known = known;
    }

    /// @param zone whose midnight begins a day
    MoneyRules read(ZoneId zone, List<DeploymentSpec> deployments) {
        MoneyRules usual = MoneyRules.DEFAULT;
        return new MoneyRules(
                zone,
                budget(litellm, "max_budget", "budget_duration", Subject.GATEWAY).stream().toList(),
                litellm.amount("max_end_user_budget").map(Usd::of),
                litellm.text("max_end_user_budget_id").strip(),
                ofDeployments(deployments),
                defaults(deployments),
                unsent(deployments),
                allowances(),
                own.flag("shorten_answers", usual.shortened()),
                litellm.flag("block_requests_for_models_without_pricing", false),
                !general.flag("skip_user_budget_on_team_key", false),
                !general.flag("disable_spend_logs", false));
    }

    private Allowances allowances() {
        Allowances usual = Allowances.DEFAULT;
        long floor = own.whole("shortest_answer", 1, 1_000_000, usual.outputFloor());
        return new Allowances(
                floor,
                Math.max(floor, own.whole("unknown_answer", 1, 10_000_000, usual.unknownOutput())),
                own.whole("media_tokens", 0, 10_000_000, usual.mediaTokens()),
                own.flag("media_fills_context", usual.mediaFillsContext()),
                own.whole("tool_uses", 1, 1_000, usual.toolUses()),
                own.whole("tool_tokens", 0, 10_000_000, usual.toolTokens()));
    }

    private static Map<DeploymentId, Map<String, String>> defaults(
            List<DeploymentSpec> deployments) {
        Map<DeploymentId, Map<String, String>> all = new HashMap<>();
        for (DeploymentSpec spec : deployments) {
            Map<String, String> its = spec.settings().defaults();
            if (!its.isEmpty()) {
                all.put(spec.deployment().id(), its);
            }
        }
        return all;
    }

    private Map<DeploymentId, Set<String>> unsent(List<DeploymentSpec> deployments) {
        Map<DeploymentId, Set<String>> all = new HashMap<>();
        for (DeploymentSpec spec : deployments) {
            Set<String> its = new HashSet<>();
            spec.settings().additionalDropParams().forEach(path -> its.add(path.strip()));
            if (!known.find(spec.settings().provider()).map(Facts::bounds).orElse(true)) {
                its.add("max_tokens");
            }
            if (!its.isEmpty()) {
                all.put(spec.deployment().id(), its);
            }
        }
        return all;
    }

    private Map<DeploymentId, List<Budget>> ofDeployments(List<DeploymentSpec> deployments) {
        Map<String, Budget> providers = providers();
        Map<DeploymentId, List<Budget>> all = new HashMap<>();
        for (DeploymentSpec spec : deployments) {
            List<Budget> its = new ArrayList<>(spec.budget().stream().toList());
            Budget provider = providers.get(spec.deployment().provider());
            if (provider != null) {
                its.add(provider);
            }
            if (!its.isEmpty()) {
                all.put(spec.deployment().id(), its);
            }
        }
        return all;
    }

    private Map<String, Budget> providers() {
        Map<String, Budget> all = new HashMap<>();
        router.section("provider_budget_config", "provider_budget_config")
                .ifPresent(
                        config ->
                                config.names()
                                        .forEach(
                                                provider ->
                                                        config.section(provider, "provider_budget")
                                                                .flatMap(its -> of(its, provider))
                                                                .ifPresent(
                                                                        budget ->
                                                                                all.put(
                                                                                        provider,
                                                                                        budget))));
        return all;
    }

    private static Optional<Budget> of(Section stated, String provider) {
        stated.reportKeys();
        Subject subject = Subject.of(Scope.PROVIDER, provider);
        return stated.has("budget_limit")
                ? budget(stated, "budget_limit", "time_period", subject)
                : budget(stated, "max_budget", "budget_duration", subject);
    }

    /// @param max the key of the amount
    /// @param duration the key of the period
    static Optional<Budget> budget(Section stated, String max, String duration, Subject subject) {
        Optional<BudgetDuration> period = BudgetDuration.parse(stated.text(duration).strip());
        if (stated.has(duration) && period.isEmpty()) {
            stated.wrong(duration, "must be a duration such as 30s, 24h, 7d or 1mo.");
        }
        return stated.amount(max).map(amount -> new Budget(subject, Usd.of(amount), period));
    }
}
