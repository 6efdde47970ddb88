package dev.tollgate.application.call;

import dev.tollgate.application.call.AttemptResult.Answered;
import dev.tollgate.application.call.AttemptResult.BrokenOff;
import dev.tollgate.application.call.AttemptResult.Denied;
import dev.tollgate.application.call.AttemptResult.Failed;
import dev.tollgate.application.call.AttemptResult.Stopped;
import dev.tollgate.application.fleet.Pass;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.retry.Next;
import dev.tollgate.domain.retry.RepeatRules;
import dev.tollgate.domain.retry.Situation;
import dev.tollgate.domain.retry.Situation.Beyond;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The walk through one level of a group: its deployments in the plan's order, then once more those
/// that failed, as [RepeatRules] has it.
final class LevelWalk implements Outlook {
    private final Walk walk;
    private final GroupWalk group;
    private final List<Candidate> level;
    private final List<Candidate> later;

    /// The last failure of each deployment, that of whoever failed longest ago first.
    private final List<Failure> failures = new ArrayList<>(0);

    private final List<Exclusion> denials = new ArrayList<>(0);
    private Candidate candidate;
    private int retries;
    private int repeats;

    /// @param later the deployments of the levels behind this one
    LevelWalk(Walk walk, GroupWalk group, List<Candidate> level, List<Candidate> later) {
        this.walk = walk;
        this.group = group;
        this.level = level;
        this.later = later;
        this.candidate = fresh().orElse(level.getFirst());
    }

    GroupEnd toItsEnd() {
        Optional<GroupEnd> end = Optional.empty();
        while (end.isEmpty()) {
            end = group.alone() ? probe() : ask(Pass.FREE);
        }
        return end.get();
    }

    /// Asks a deployment that has no other beside it. Once such a one has failed too often, one
    /// call at a time tries it, as long as the others have somewhere else to go.
    private Optional<GroupEnd> probe() {
        DeploymentId id = candidate.deployment().id();
        Optional<Pass> pass = walk.fleet().pass(id);
        if (pass.isPresent() || !standIn(FailureKind.UNAVAILABLE)) {
            return ask(pass.orElse(Pass.FREE));
        }
        Exclusion out =
                walk.fleet().cooling(id)
                        ? new Exclusion(id, Exclusion.Reason.COOLING_DOWN, "a moment ago")
                        : new Exclusion(
                                id, Exclusion.Reason.CIRCUIT_OPEN, "another call is testing it");
        return failures.isEmpty() ? none(List.of(out)) : leave();
    }

    /// @param pass the right to ask, given back when the attempt has ended
    private Optional<GroupEnd> ask(Pass pass) {
        return switch (attempt(pass)) {
            case Answered() -> Optional.of(new GroupEnd.Answered());
            case Stopped(CallFailure failure) ->
                    Optional.of(new GroupEnd.Unanswered(failure, false));
            case Denied(Exclusion exclusion) -> denied(exclusion);
            case BrokenOff(ProviderFailure failure) -> brokenOff(failure);
            case Failed(ProviderFailure failure, Duration out) -> failed(failure, out);
        };
    }

    private AttemptResult attempt(Pass pass) {
        try (pass) {
            Attempts.Turn turn = new Attempts.Turn(retries, group.byId());
            return walk.attempts().attempt(candidate, turn);
        }
    }

    /// The deployment has no room; somebody else may.
    private Optional<GroupEnd> denied(Exclusion exclusion) {
        denials.add(exclusion);
        Optional<Candidate> next = fresh();
        if (next.isPresent()) {
            candidate = next.get();
            return Optional.empty();
        }
        return failures.isEmpty() ? none(denials) : leave();
    }

    /// A part of the answer went out: somebody else may go on with it, the same deployment not.
    private Optional<GroupEnd> brokenOff(ProviderFailure failure) {
        note(failure, true);
        boolean allowed =
                retries < walk.progress().allow(candidate, failure.kind()).retries()
                        && walk.progress().left() > 0;
        Optional<Candidate> next = fresh();
        return allowed && next.isPresent() ? goTo(next.get()) : leave();
    }

    private void note(ProviderFailure failure, boolean forGood) {
        failures.removeIf(old -> old.candidate() == candidate);
        failures.add(new Failure(candidate, failure, forGood));
        walk.failed().add(candidate.deployment().id());
        denials.clear();
    }

    private Optional<GroupEnd> failed(ProviderFailure failure, Duration out) {
        note(failure, false);
        Duration left = walk.admitted().timeLeft();
        if (left.isZero()) {
            CallFailure late = new CallFailure.DeadlineExceeded(walk.rules().times().deadline());
            return Optional.of(new GroupEnd.Unanswered(late, false));
        }
        Optional<Candidate> fresh = fresh();
        Failure again = again(failure.kind());
        Situation situation =
                new Situation(
                        failure,
                        walk.progress().allow(candidate, failure.kind()),
                        retries,
                        repeats,
                        others(),
                        fresh.isPresent(),
                        again.failure(),
                        again.candidate() == candidate ? out : Duration.ZERO,
                        beyond(failure.kind()),
                        walk.progress().left(),
                        left);
        return switch (RepeatRules.after(walk.rules().retries(), situation, walk.random())) {
            case Next.Another() -> goTo(fresh.orElseThrow());
            case Next.Again(Duration wait) -> repeat(again.candidate(), failure.kind(), wait);
            case Next.Leave() -> leave();
        };
    }

    private Optional<GroupEnd> goTo(Candidate next) {
        candidate = next;
        retries++;
        return Optional.empty();
    }

    private Optional<GroupEnd> repeat(Candidate again, FailureKind kind, Duration wait) {
        DeploymentId id = again.deployment().id();
        if (!walk.fleet().takeRepeat(id)) {
            Exclusion tooOften =
                    new Exclusion(
                            id, Exclusion.Reason.RETRY_LIMIT, "asked again too often in 10 s");
            walk.recorder().leftOut(List.of(tooOften));
            return leave();
        }
        walk.pauses(wait);
        repeats++;
        // Meanwhile somebody better may have come back, or this one may have been taken out.
        Candidate next = fresh().orElseGet(() -> again(kind).candidate());
        return cooling(next) ? leave() : goTo(next);
    }

    /// Leaves the level with its last failure.
    private Optional<GroupEnd> leave() {
        ProviderFailure last = failures.getLast().failure();
        return Optional.of(new GroupEnd.Unanswered(walk.progress().failed(last), true));
    }

    /// Leaves the level without having asked anybody.
    private Optional<GroupEnd> none(List<Exclusion> reasons) {
        walk.recorder().leftOut(reasons);
        return Optional.of(
                new GroupEnd.Unanswered(
                        limitsUsedUp(reasons)
                                ? new CallFailure.LimitsUsedUp(
                                        group.name(), reasons, walk.fleet().untilNextMinute())
                                : new CallFailure.NoDeployment(
                                        group.name(), reasons, GroupWalk.SOON),
                        true));
    }

    private static boolean limitsUsedUp(List<Exclusion> reasons) {
        return reasons.stream().allMatch(each -> each.reason() == Exclusion.Reason.RATE_LIMIT);
    }

    /// Who may be asked at once, the first in the plan's order: neither failed nor full nor cooling
    /// down.
    private Optional<Candidate> fresh() {
        for (Candidate each : level) {
            if (isFresh(each)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private boolean isFresh(Candidate each) {
        return !hasFailed(each) && !isFull(each) && !cooling(each);
    }

    private boolean hasFailed(Candidate each) {
        return failures.stream().anyMatch(failure -> failure.candidate() == each);
    }

    private boolean isFull(Candidate each) {
        return denials.stream().anyMatch(full -> full.deployment().equals(each.deployment().id()));
    }

    private boolean cooling(Candidate each) {
        return !group.byId() && walk.fleet().cooling(each.deployment().id());
    }

    /// Who would be asked again: of those that do not cool down, the one that failed longest ago;
    /// one that was silent only where nobody else is left.
    private Failure again(FailureKind kind) {
        boolean choosy = beyond(kind) != Beyond.NOTHING;
        for (Failure failure : failures) {
            boolean silent = failure.failure().kind() == FailureKind.TIMEOUT;
            if (!failure.forGood() && !cooling(failure.candidate()) && !(choosy && silent)) {
                return failure;
            }
        }
        return failures.getLast();
    }

    @Override
    public boolean others() {
        return group.others();
    }

    @Override
    public boolean standIn(FailureKind kind) {
        return group.standIn(kind);
    }

    @Override
    public boolean elsewhere(FailureKind kind) {
        boolean allowed = retries < walk.progress().allowance(candidate, kind).retries();
        return allowed && level.stream().anyMatch(each -> each != candidate && isFresh(each))
                || beyond(kind) != Beyond.NOTHING;
    }

    private Beyond beyond(FailureKind kind) {
        if (!GroupWalk.endsGroup(kind) && later.stream().anyMatch(each -> !cooling(each))) {
            return Beyond.LEVEL;
        }
        return standIn(kind) ? Beyond.GROUP : Beyond.NOTHING;
    }

    /// @param forGood whether the deployment is not asked again by this call
    private record Failure(Candidate candidate, ProviderFailure failure, boolean forGood) {}
}
