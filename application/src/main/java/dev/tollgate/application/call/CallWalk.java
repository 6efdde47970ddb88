package dev.tollgate.application.call;

import dev.tollgate.application.call.AnswerCalls.Surroundings;
import dev.tollgate.application.desk.Ticket;
import dev.tollgate.application.fleet.FleetMonitor;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.ModelCatalog;
import dev.tollgate.domain.catalog.ModelCatalog.Resolution;
import dev.tollgate.domain.catalog.ModelCatalog.Via;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.fallback.FallbackChains;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The one loop of a call: groups along the fallback chains, levels within a group ([GroupWalk]),
/// deployments and repeats within a level ([LevelWalk]). Plain and streamed calls walk alike.
final class CallWalk {
    private final ModelCatalog catalog;
    private final FallbackChains chains;
    private final String forcedModel;
    private final String team;
    private final ModelCall asCame;
    private final Reply reply;
    private final Walk walk;
    private final Set<Key> visited = HashSet.newHashSet(2);
    private int fallbacks;

    CallWalk(
            GatewaySetup setup,
            FleetMonitor fleet,
            PlanFacts facts,
            Surroundings surroundings,
            ModelCall call,
            Ticket ticket,
            Reply reply,
            Cancellation cancellation) {
        this.catalog = setup.catalog();
        this.chains = setup.rules().fallbacks();
        this.forcedModel = setup.forcedModel();
        this.team = call.caller().holder().team();
        this.asCame = call;
        this.reply = reply;
        AdmittedCall admitted =
                new AdmittedCall(
                        call,
                        setup,
                        fleet,
                        surroundings.cards(),
                        ticket,
                        reply,
                        new SentAnswer(setup.continuations(), call),
                        cancellation);
        CallProgress progress = new CallProgress(admitted);
        this.walk =
                new Walk(
                        admitted,
                        progress,
                        new Attempts(admitted, progress, surroundings),
                        facts,
                        surroundings.random().get(),
                        surroundings.pause(),
                        HashSet.newHashSet(2));
    }

    void walk() {
        String asked = forcedModel.isEmpty() ? asCame.model() : forcedModel;
        Optional<Stop> first =
                catalog.resolve(asked, team)
                        .map(found -> new Stop(found, asked, Map.of(), asCame, 0, List.of()));
        GroupEnd end = first.isPresent() ? tryGroupAndFallbacks(first.get()) : tryDefaults(asked);
        if (end instanceof GroupEnd.Unanswered(CallFailure failure, _)) {
            reply.fail(walk.progress().facts(), walk.admitted().sent().told(failure));
        }
    }

    /// A name nobody answers to goes to the default fallbacks where there are any.
    private GroupEnd tryDefaults(String asked) {
        List<FallbackTarget> defaults =
                asCame.overrides().disableFallbacks()
                        ? List.of()
                        : chains.general().getOrDefault(FallbackChains.EVERY_GROUP, List.of());
        return tryFallbacks(
                reachable(defaults, 0),
                new GroupEnd.Unanswered(new CallFailure.UnknownModel(asked), true),
                asCame,
                0,
                List.of());
    }

    private GroupEnd tryGroupAndFallbacks(Stop stop) {
        visited.add(stop.key());
        GroupEnd end = tryGroup(stop);
        if (!(end instanceof GroupEnd.Unanswered unanswered) || !unanswered.mayGoOn()) {
            return end;
        }
        return tryFallbacks(
                after(stop, kindOf(unanswered.failure())),
                unanswered,
                stop.call(),
                stop.depth(),
                stop.behind());
    }

    private GroupEnd tryGroup(Stop stop) {
        Optional<ProviderFailure> mocked =
                stop.depth() == 0 ? MockedFailures.ofGroup(asCame, stop.asked()) : Optional.empty();
        return mocked.isPresent()
                ? new GroupEnd.Unanswered(
                        new CallFailure.ProviderFailed(mocked.get(), stop.found().group(), 0, ""),
                        true)
                : new GroupWalk(walk, stop.found(), kind -> standsIn(stop, kind))
                        .toItsEnd(stop.call(), fallbacks);
    }

    /// @param behind what callers of this method try after these targets
    private GroupEnd tryFallbacks(
            List<FallbackTarget> targets,
            GroupEnd.Unanswered first,
            ModelCall call,
            int depth,
            List<FallbackTarget> behind) {
        CallFailure told = first.failure();
        for (int i = 0; i < targets.size() && walk.progress().left() > 0; i++) {
            FallbackTarget target = targets.get(i);
            if (!usable(target)) {
                continue;
            }
            fallbacks++;
            List<FallbackTarget> rest = new ArrayList<>(targets.subList(i + 1, targets.size()));
            rest.addAll(behind);
            GroupEnd end =
                    tryGroupAndFallbacks(
                            new Stop(
                                    catalog.resolve(target.model(), team).orElseThrow(),
                                    target.model(),
                                    target.parameters(),
                                    call.with(target.parameters()),
                                    depth + 1,
                                    rest));
            if (!(end instanceof GroupEnd.Unanswered unanswered) || !unanswered.mayGoOn()) {
                return end;
            }
            told = withLastFallback(told, target.model());
        }
        return new GroupEnd.Unanswered(told, true);
    }

    /// The stand-ins of a group that failed in this way.
    private List<FallbackTarget> after(Stop stop, FailureKind kind) {
        return reachable(
                chains.after(stop.found().group(), stop.asked(), kind, asCame.overrides()),
                stop.depth());
    }

    private List<FallbackTarget> reachable(List<FallbackTarget> targets, int depth) {
        int asked = asCame.overrides().maxFallbacks();
        int deepest = asked == CallOverrides.UNSET ? chains.maxDepth() : asked;
        return depth < deepest ? targets : List.of();
    }

    private boolean standsIn(Stop stop, FailureKind kind) {
        return after(stop, kind).stream().anyMatch(this::usable)
                || stop.behind().stream().anyMatch(this::usable);
    }

    private boolean usable(FallbackTarget target) {
        return catalog.resolve(target.model(), team)
                .map(found -> !visited.contains(key(found, target.model(), target.parameters())))
                .orElse(false);
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
    static FailureKind kindOf(CallFailure failure) {
        return switch (failure) {
            case CallFailure.ProviderFailed failed -> failed.failure().kind();
            case CallFailure.PromptTooLong _ -> FailureKind.CONTEXT_WINDOW;
            case CallFailure.NotAllowedByTags _ -> FailureKind.PERMISSION;
            case CallFailure.UnknownModel _,
                    CallFailure.NoDeployment _,
                    CallFailure.LimitsUsedUp _,
                    CallFailure.Refused _,
                    CallFailure.DeadlineExceeded _,
                    CallFailure.ShuttingDown _,
                    CallFailure.CallerLeft _,
                    CallFailure.Bug _ ->
                    FailureKind.RATE_LIMIT;
        };
    }

    private static Key key(Resolution found, String asked, Map<String, String> parameters) {
        return new Key(found.via() == Via.DEPLOYMENT_ID ? asked : found.group(), parameters);
    }

    /// What a call tries once at most.
    private record Key(String name, Map<String, String> parameters) {}

    /// One group on the way.
    ///
    /// @param asked the name that led to it
    /// @param parameters request fields it gets instead of the caller's
    /// @param call the call as it gets it
    /// @param depth how many groups it stands in for
    /// @param behind stand-ins that are tried after it and its own
    private record Stop(
            Resolution found,
            String asked,
            Map<String, String> parameters,
            ModelCall call,
            int depth,
            List<FallbackTarget> behind) {
        Key key() {
            return CallWalk.key(found, asked, parameters);
        }
    }
}
