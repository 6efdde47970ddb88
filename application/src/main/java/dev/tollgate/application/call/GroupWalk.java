package dev.tollgate.application.call;

import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.ModelCatalog.Resolution;
import dev.tollgate.domain.catalog.ModelCatalog.Via;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.routing.Routing;
import dev.tollgate.domain.routing.RoutingPlan;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// The walk through one group: its plan, level by level.
final class GroupWalk {
    static final Duration SOON = Duration.ofSeconds(1);

    private final Walk walk;
    private final Resolution resolution;
    private final Predicate<FailureKind> standIns;

    /// @param standIns whether another group may stand in after a failure of this kind
    GroupWalk(Walk walk, Resolution resolution, Predicate<FailureKind> standIns) {
        this.walk = walk;
        this.resolution = resolution;
        this.standIns = standIns;
    }

    /// @param call the call as this group gets it
    /// @param fallbacks groups that were tried before
    GroupEnd toItsEnd(ModelCall call, int fallbacks) {
        RoutingPlan plan =
                Routing.plan(
                        walk.rules().routing(),
                        resolution,
                        walk.facts().of(call, walk.rules().routing(), resolution, hasProbe()),
                        walk.fleet().snapshot(resolution.candidates()),
                        walk.random());
        walk.recorder().leftOut(plan.exclusions());
        GroupEnd end = new GroupEnd.Unanswered(PlanFacts.shortage(plan, name(), call), true);
        List<List<Candidate>> levels = failedLast(plan.levels());
        for (int i = 0; i < levels.size() && walk.progress().left() > 0; i++) {
            LevelWalk level = new LevelWalk(walk, this, levels.get(i), behind(levels, i));
            walk.progress().enter(call, name(), level, fallbacks);
            end = level.toItsEnd();
            if (!(end instanceof GroupEnd.Unanswered failed)
                    || !failed.mayGoOn()
                    || endsGroup(CallWalk.kindOf(failed.failure()))) {
                return end;
            }
        }
        return end;
    }

    /// Whoever failed this call in another group comes after the others of its level.
    private List<List<Candidate>> failedLast(List<List<Candidate>> levels) {
        Comparator<Candidate> byFailure =
                Comparator.comparing(each -> walk.failed().contains(each.deployment().id()));
        return walk.failed().isEmpty()
                ? levels
                : levels.stream().map(level -> level.stream().sorted(byFailure).toList()).toList();
    }

    private static List<Candidate> behind(List<List<Candidate>> levels, int place) {
        return place + 1 == levels.size()
                ? List.of()
                : levels.subList(place + 1, levels.size()).stream().flatMap(List::stream).toList();
    }

    /// Whether the group's other levels would say the same.
    static boolean endsGroup(FailureKind kind) {
        return kind == FailureKind.CONTEXT_WINDOW || kind == FailureKind.CONTENT_POLICY;
    }

    String name() {
        return resolution.group();
    }

    /// Whether the group has more than one deployment.
    boolean others() {
        return resolution.candidates().size() > 1;
    }

    /// Whether one deployment was asked for by its id: neither cooldowns nor probes apply.
    boolean byId() {
        return resolution.via() == Via.DEPLOYMENT_ID;
    }

    /// Whether the group has a single deployment, which may be in need of probing.
    boolean alone() {
        return !others() && !byId();
    }

    /// Whether calls go elsewhere while another one probes whether the deployment works again.
    private boolean hasProbe() {
        return alone() && standIn(FailureKind.UNAVAILABLE);
    }

    boolean standIn(FailureKind kind) {
        return standIns.test(kind);
    }
}
