package dev.tollgate.application.call;

import dev.tollgate.application.port.out.PromptTokens;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.ModelCatalog.Resolution;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.routing.CallFacts;
import dev.tollgate.domain.routing.RoutingPlan;
import dev.tollgate.domain.routing.RoutingRules;
import dev.tollgate.domain.routing.Shortage;

import java.time.Duration;
import java.util.List;

/// Tells plans of a call, and the caller of a plan without deployments.
final class PlanFacts {
    private final PromptTokens prompts;

    PlanFacts(PromptTokens prompts) {
        this.prompts = prompts;
    }

    /// @param standIn whether another group may stand in for this one
    CallFacts of(ModelCall call, RoutingRules rules, Resolution resolution, boolean standIn) {
        return new CallFacts(
                call.tags(),
                call.userAgent(),
                call.streaming(),
                standIn,
                call.letter().size(),
                rules.preCallChecks() ? tokens(call, resolution) : CallFacts.NOT_COUNTED);
    }

    /// Counts only what may be too long for somebody: a token has a byte at least.
    private long tokens(ModelCall call, Resolution resolution) {
        for (Candidate candidate : resolution.candidates()) {
            int window = candidate.deployment().card().maxInputTokens();
            if (window > 0 && call.letter().size() > window) {
                return prompts.count(candidate.upstreamModel(), call.letter());
            }
        }
        return CallFacts.NOT_COUNTED;
    }

    /// What the caller is told where a plan holds no deployment.
    static CallFailure shortage(RoutingPlan plan, String group, ModelCall call) {
        List<Exclusion> out = plan.exclusions();
        return switch (plan.shortage()) {
            case Shortage.None() -> new CallFailure.NoDeployment(group, out, GroupWalk.SOON);
            case Shortage.NobodyNow(Duration wait) ->
                    new CallFailure.NoDeployment(group, out, wait);
            case Shortage.LimitsUsedUp(Duration wait) ->
                    new CallFailure.LimitsUsedUp(group, out, wait);
            case Shortage.NoTags() -> new CallFailure.NotAllowedByTags(group, call.tags(), out);
            case Shortage.PromptTooLong(String model, long tokens, long limit) ->
                    new CallFailure.PromptTooLong(group, model, tokens, limit, out);
        };
    }
}
