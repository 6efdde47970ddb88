package dev.tollgate.application.explain;

import dev.tollgate.application.desk.AdmissionDesk;
import dev.tollgate.application.fleet.FleetMonitor;
import dev.tollgate.application.port.in.ExplainRouting;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.catalog.ModelCatalog.Resolution;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.fallback.FallbackChains;
import dev.tollgate.domain.fleet.DeploymentState;
import dev.tollgate.domain.fleet.FleetSnapshot;
import dev.tollgate.domain.routing.CallFacts;
import dev.tollgate.domain.routing.Routing;
import dev.tollgate.domain.routing.RoutingPlan;
import dev.tollgate.domain.routing.RoutingRules;
import dev.tollgate.domain.routing.Shortage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Explains by making the plan that a call would get, which nobody follows.
public final class ExplainByPlanning implements ExplainRouting {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Supplier<GatewaySetup> setup;
    private final FleetMonitor fleet;
    private final AdmissionDesk desk;
    private final Supplier<RandomGenerator> random;

    public ExplainByPlanning(
            Supplier<GatewaySetup> setup,
            FleetMonitor fleet,
            AdmissionDesk desk,
            Supplier<RandomGenerator> random) {
        this.setup = setup;
        this.fleet = fleet;
        this.desk = desk;
        this.random = random;
    }

    @Override
    public Optional<Explanation> explain(Question question) {
        GatewaySetup current = setup.get();
        String asked = current.forcedModel().isEmpty() ? question.model() : current.forcedModel();
        return current.catalog()
                .resolve(asked, question.team())
                .map(found -> explain(current, asked, found, question));
    }

    private Explanation explain(
            GatewaySetup current, String asked, Resolution found, Question question) {
        RoutingRules rules = current.rules().routing();
        FallbackChains chains = current.rules().fallbacks();
        FleetSnapshot seen = fleet.look(found.candidates());
        List<String> general = standIns(chains, found, asked, FailureKind.UNAVAILABLE);
        CallFacts facts =
                new CallFacts(
                        question.tags(),
                        question.userAgent(),
                        false,
                        !general.isEmpty(),
                        0,
                        CallFacts.NOT_COUNTED);
        RoutingPlan plan = withRoom(Routing.plan(rules, found, facts, seen, random.get()));
        Map<DeploymentId, Known> known = known(found, seen, rules);
        return new Explanation(
                asked,
                found.via(),
                found.group(),
                rules,
                seen.at(),
                plan.levels().stream().map(level -> inOrder(level, known)).toList(),
                plan.exclusions().stream()
                        .map(
                                each ->
                                        new LeftOut(
                                                Objects.requireNonNull(
                                                        known.get(each.deployment())),
                                                each.reason(),
                                                each.detail()))
                        .toList(),
                plan.shortage(),
                general,
                standIns(chains, found, asked, FailureKind.CONTEXT_WINDOW),
                standIns(chains, found, asked, FailureKind.CONTENT_POLICY));
    }

    /// The plan as a call would walk it: who is full is passed over when it comes to be asked.
    private RoutingPlan withRoom(RoutingPlan plan) {
        List<Exclusion> out = new ArrayList<>(plan.exclusions());
        List<List<Candidate>> levels = new ArrayList<>();
        for (List<Candidate> level : plan.levels()) {
            List<Candidate> left = new ArrayList<>();
            for (Candidate each : level) {
                OptionalInt limit = desk.full(each.deployment());
                if (limit.isPresent()) {
                    out.add(full(each.deployment().id(), limit.getAsInt()));
                } else {
                    left.add(each);
                }
            }
            if (!left.isEmpty()) {
                levels.add(left);
            }
        }
        boolean nobody = levels.isEmpty() && !plan.levels().isEmpty();
        return new RoutingPlan(
                levels, out, nobody ? new Shortage.NobodyNow(SOON) : plan.shortage());
    }

    private static Exclusion full(DeploymentId deployment, int limit) {
        return new Exclusion(
                deployment,
                Exclusion.Reason.PARALLEL_LIMIT,
                "max_parallel_requests limit=%1$d, current usage=%1$d".formatted(limit));
    }

    private static Map<DeploymentId, Known> known(
            Resolution found, FleetSnapshot seen, RoutingRules rules) {
        Map<DeploymentId, Known> known = HashMap.newHashMap(found.candidates().size());
        for (int place = 0; place < found.candidates().size(); place++) {
            Candidate candidate = found.candidates().get(place);
            DeploymentState state = seen.of(place);
            known.put(
                    candidate.deployment().id(),
                    new Known(candidate, state, rules.shareOf(state, seen.at())));
        }
        return known;
    }

    private static List<Known> inOrder(List<Candidate> level, Map<DeploymentId, Known> known) {
        return level.stream().map(each -> known.get(each.deployment().id())).toList();
    }

    private static List<String> standIns(
            FallbackChains chains, Resolution found, String asked, FailureKind kind) {
        return chains.after(found.group(), asked, kind, CallOverrides.NONE).stream()
                .map(FallbackTarget::model)
                .toList();
    }
}
