package dev.tollgate.application.call;

import dev.tollgate.application.call.AnswerCalls.Surroundings;
import dev.tollgate.application.call.AttemptResult.Answered;
import dev.tollgate.application.call.AttemptResult.BrokenOff;
import dev.tollgate.application.call.AttemptResult.Denied;
import dev.tollgate.application.call.AttemptResult.Failed;
import dev.tollgate.application.call.AttemptResult.Stopped;
import dev.tollgate.application.desk.Ticket;
import dev.tollgate.application.fleet.FleetMonitor;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.application.setup.RouterRules;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.ModelCatalog.Resolution;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.fallback.FallbackChains;
import dev.tollgate.domain.retry.RetryRules;
import dev.tollgate.domain.routing.CallFacts;
import dev.tollgate.domain.routing.Routing;
import dev.tollgate.domain.routing.RoutingPlan;
import dev.tollgate.domain.routing.Shortage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/// The one loop of a call: groups along the fallback chains, levels within a group, deployments and
/// retries within a level. Plain and streamed calls walk alike.
final class CallWalk {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final GatewaySetup setup;
    private final RouterRules rules;
    private final FleetMonitor fleet;
    private final Surroundings surroundings;
    private final RandomGenerator random;
    private final ModelCall call;
    private final Reply reply;
    private final Cancellation cancellation;
    private final Attempts attempts;
    private final Set<String> visited = new HashSet<>(2);
    private int fallbacks;

    /// Fallbacks still to be tried after the group that is being tried.
    private int waiting;

    CallWalk(
            GatewaySetup setup,
            FleetMonitor fleet,
            Surroundings surroundings,
            ModelCall call,
            Ticket ticket,
            Reply reply,
            Cancellation cancellation) {
        this.setup = setup;
        this.rules = setup.rules();
        this.fleet = fleet;
        this.surroundings = surroundings;
        this.random = surroundings.random().get();
        this.call = call;
        this.reply = reply;
        this.cancellation = cancellation;
        this.attempts =
                new Attempts(setup, fleet, surroundings.cards(), call, ticket, reply, cancellation);
    }

    void walk() {
        String asked = setup.forcedModel().isEmpty() ? call.model() : setup.forcedModel();
        Optional<Resolution> resolution = setup.catalog().resolve(asked);
        GroupEnd end =
                resolution.isPresent()
                        ? tryGroupAndFallbacks(resolution.get(), asked, 0)
                        : tryDefaults(asked);
        if (end instanceof GroupEnd.Unanswered(CallFailure failure, _)) {
            reply.fail(attempts.facts(), attempts.told(failure));
        }
    }

    /// A name nobody answers to goes to the default fallbacks where there are any.
    private GroupEnd tryDefaults(String asked) {
        List<FallbackTarget> defaults =
                call.overrides().disableFallbacks()
                        ? List.of()
                        : rules.fallbacks()
                                .general()
                                .getOrDefault(FallbackChains.EVERY_GROUP, List.of());
        CallFailure failure = new CallFailure.UnknownModel(asked);
        return tryFallbacks(defaults, new GroupEnd.Unanswered(failure, true), 0);
    }

    private GroupEnd tryGroupAndFallbacks(Resolution resolution, String asked, int depth) {
        visited.add(resolution.group());
        GroupEnd end = tryGroup(resolution, () -> fallbackLeft(resolution, asked, depth));
        if (!(end instanceof GroupEnd.Unanswered unanswered) || !unanswered.mayFallBack()) {
            return end;
        }
        List<FallbackTarget> targets =
                rules.fallbacks()
                        .after(resolution.group(), asked, kindOf(unanswered), call.overrides());
        return tryFallbacks(targets, unanswered, depth);
    }

    /// Whether another group may be tried if this one's answer breaks off.
    private boolean fallbackLeft(Resolution resolution, String asked, int depth) {
        return waiting > 0
                || depth < rules.fallbacks().maxDepth()
                        && !rules.fallbacks()
                                .after(
                                        resolution.group(),
                                        asked,
                                        FailureKind.CONNECTION,
                                        call.overrides())
                                .isEmpty();
    }

    private GroupEnd tryFallbacks(
            List<FallbackTarget> targets, GroupEnd.Unanswered first, int depth) {
        CallFailure told = first.failure();
        int before = waiting;
        for (int i = 0; i < targets.size(); i++) {
            FallbackTarget target = targets.get(i);
            waiting = before + targets.size() - 1 - i;
            if (depth >= rules.fallbacks().maxDepth()) {
                break;
            }
            Optional<Resolution> resolution = setup.catalog().resolve(target.model());
            if (resolution.isEmpty() || visited.contains(resolution.get().group())) {
                continue;
            }
            fallbacks++;
            GroupEnd end = tryGroupAndFallbacks(resolution.get(), target.model(), depth + 1);
            if (!(end instanceof GroupEnd.Unanswered unanswered) || !unanswered.mayFallBack()) {
                return end;
            }
            told = withLastFallback(told, target.model());
        }
        waiting = before;
        return new GroupEnd.Unanswered(told, true);
    }

    private static CallFailure withLastFallback(CallFailure failure, String target) {
        return failure
                        instanceof
                        CallFailure.ProviderFailed(
                                ProviderFailure provider,
                                String group,
                                int attempts,
                                String _)
                ? new CallFailure.ProviderFailed(provider, group, attempts, target)
                : failure;
    }

    /// Having no deployment left counts as a rate limit when it comes to fallbacks.
    private static FailureKind kindOf(GroupEnd.Unanswered end) {
        return switch (end.failure()) {
            case CallFailure.ProviderFailed failed -> failed.failure().kind();
            case CallFailure.PromptTooLong _ -> FailureKind.CONTEXT_WINDOW;
            case CallFailure.NotAllowedByTags _ -> FailureKind.PERMISSION;
            case CallFailure.UnknownModel _,
                    CallFailure.NoDeployment _,
                    CallFailure.LimitsUsedUp _,
                    CallFailure.Refused _,
                    CallFailure.DeadlineExceeded _,
                    CallFailure.ShuttingDown _,
                    CallFailure.CallerLeft _ ->
                    FailureKind.RATE_LIMIT;
        };
    }

    private GroupEnd tryGroup(Resolution resolution, BooleanSupplier fallbackLeft) {
        RoutingPlan plan =
                Routing.plan(
                        rules.routing(),
                        resolution,
                        facts(resolution),
                        fleet.snapshot(resolution.candidates()),
                        random);
        GroupEnd end = unanswered(shortage(plan, resolution.group()));
        for (List<Candidate> level : plan.levels()) {
            boolean others = resolution.candidates().size() > 1;
            attempts.enter(resolution.group(), others, fallbackLeft, fallbacks);
            end = tryLevel(resolution.group(), level, others);
            if (!(end instanceof GroupEnd.Unanswered failed)
                    || !failed.mayFallBack()
                    || kindOf(failed) == FailureKind.CONTEXT_WINDOW
                    || kindOf(failed) == FailureKind.CONTENT_POLICY) {
                return end;
            }
        }
        return end;
    }

    private CallFacts facts(Resolution resolution) {
        return new CallFacts(
                call.overrides().tags(),
                "",
                call.streaming(),
                false,
                call.letter().size(),
                CallFacts.NOT_COUNTED);
    }

    private CallFailure shortage(RoutingPlan plan, String group) {
        List<Exclusion> out = plan.exclusions();
        return switch (plan.shortage()) {
            case Shortage.None() -> new CallFailure.NoDeployment(group, out, SOON);
            case Shortage.NobodyNow(Duration wait) ->
                    new CallFailure.NoDeployment(group, out, wait);
            case Shortage.LimitsUsedUp(Duration wait) ->
                    new CallFailure.LimitsUsedUp(group, out, wait);
            case Shortage.NoTags() ->
                    new CallFailure.NotAllowedByTags(group, call.overrides().tags(), out);
            case Shortage.PromptTooLong(String model, long tokens, long limit) ->
                    new CallFailure.PromptTooLong(group, model, tokens, limit, out);
        };
    }

    private GroupEnd tryLevel(String group, List<Candidate> level, boolean others) {
        int turn = 0;
        int retries = 0;
        List<Exclusion> denied = new ArrayList<>(0);
        Set<Candidate> brokenOff = new HashSet<>(0);
        while (true) {
            Candidate candidate = level.get(turn % level.size());
            AttemptResult result = attempts.attempt(candidate, retries);
            turn++;
            switch (result) {
                case Answered() -> {
                    return new GroupEnd.Answered();
                }
                case Stopped(CallFailure failure) -> {
                    return new GroupEnd.Unanswered(failure, false);
                }
                case Denied(Exclusion exclusion) -> {
                    denied.add(exclusion);
                    if (denied.size() >= level.size()) {
                        return unanswered(new CallFailure.NoDeployment(group, denied, SOON));
                    }
                }
                case BrokenOff(ProviderFailure failure) -> {
                    brokenOff.add(candidate);
                    if (brokenOff.containsAll(level)) {
                        return unanswered(providerFailed(group, failure));
                    }
                    while (brokenOff.contains(level.get(turn % level.size()))) {
                        turn++;
                    }
                    retries++;
                }
                case Failed(ProviderFailure failure) -> {
                    denied.clear();
                    int next = nextTurn(level, turn);
                    if (retries >= attempts.allowedRetries(candidate)
                            || next < 0
                            || !RetryRules.retryable(failure.kind(), failure.status(), others)) {
                        return unanswered(providerFailed(group, failure));
                    }
                    turn = next;
                    if (turn >= level.size()) {
                        waitBefore(retries, failure);
                    }
                    retries++;
                }
            }
        }
    }

    /// The turn of the next deployment that is not cooling down, or -1 if all are.
    private int nextTurn(List<Candidate> level, int turn) {
        for (int next = turn; next < turn + level.size(); next++) {
            if (!fleet.cooling(level.get(next % level.size()).deployment().id())) {
                return next;
            }
        }
        return -1;
    }

    /// Waits before a deployment is asked again that this call has asked already.
    private void waitBefore(int retriesDone, ProviderFailure failure) {
        Duration wait = rules.retries().waitBefore(retriesDone, failure, random);
        Duration left = attempts.timeLeft();
        surroundings.pause().pause(wait.compareTo(left) < 0 ? wait : left, cancellation);
    }

    private CallFailure providerFailed(String group, ProviderFailure failure) {
        return new CallFailure.ProviderFailed(failure, group, reply.recorder().attempts(), "");
    }

    private static GroupEnd unanswered(CallFailure failure) {
        return new GroupEnd.Unanswered(failure, true);
    }

    /// How the walk through one group ended.
    private sealed interface GroupEnd {
        /// The caller has an answer, whole or honestly broken.
        record Answered() implements GroupEnd {}

        /// @param mayFallBack whether another group may be tried
        record Unanswered(CallFailure failure, boolean mayFallBack) implements GroupEnd {}
    }
}
