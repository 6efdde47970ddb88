package dev.tollgate.application.call;

import dev.tollgate.application.call.AnswerCalls.Surroundings;
import dev.tollgate.application.call.AttemptResult.Answered;
import dev.tollgate.application.call.AttemptResult.BrokenOff;
import dev.tollgate.application.call.AttemptResult.Denied;
import dev.tollgate.application.call.AttemptResult.Failed;
import dev.tollgate.application.call.AttemptResult.Stopped;
import dev.tollgate.application.desk.AdmissionDesk.ClaimOutcome;
import dev.tollgate.application.desk.Claim;
import dev.tollgate.application.fleet.WatchedAttempt;
import dev.tollgate.application.port.out.AttemptLimits;
import dev.tollgate.application.port.out.StreamContinuations.Way;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import java.time.Duration;
import java.util.Optional;

/// Makes the attempts of one call: sees that it may go on, claims, has the deployment watched, and
/// leaves the rest to a [ClaimedAttempt].
final class Attempts {
    private final AdmittedCall admitted;
    private final CallProgress progress;
    private final AttemptClocks clocks;
    private final MockedFailures mocked;

    Attempts(AdmittedCall admitted, CallProgress progress, Surroundings surroundings) {
        this.admitted = admitted;
        this.progress = progress;
        this.clocks = new AttemptClocks(admitted.rules(), admitted.fleet());
        this.mocked =
                new MockedFailures(admitted.call(), surroundings.pause(), admitted.cancellation());
    }

    /// Makes one attempt; where the caller has a part of an answer already, one or more to have it
    /// continued.
    AttemptResult attempt(Candidate candidate, Turn turn) {
        Optional<SentAnswer.Broken> broken = admitted.sent().broken();
        return broken.isPresent()
                ? goOn(broken.get(), candidate, turn)
                : attempt(candidate, turn, Asking.plainly(progress.asked()));
    }

    private AttemptResult goOn(SentAnswer.Broken broken, Candidate candidate, Turn turn) {
        AttemptResult result = new BrokenOff(broken.failure());
        for (Way way :
                broken.answer().ways(progress.asked(), candidate, admitted.card(candidate))) {
            result = attempt(candidate, turn, new Asking(way.call(), way::continued));
            if (!refused(result) || !admitted.sent().still(broken) || progress.left() < 1) {
                return result;
            }
        }
        return result;
    }

    /// Whether the candidate would not write on from there, which says nothing of other ways.
    private static boolean refused(AttemptResult result) {
        return switch (result) {
            case Failed(ProviderFailure failure, Duration _) ->
                    switch (failure.kind()) {
                        case BAD_REQUEST, UNSUPPORTED_PARAMS, UNPROCESSABLE -> true;
                        case CONTEXT_WINDOW,
                                CONTENT_POLICY,
                                AUTHENTICATION,
                                PERMISSION,
                                NOT_FOUND,
                                TIMEOUT,
                                RATE_LIMIT,
                                INTERNAL,
                                BAD_GATEWAY,
                                UNAVAILABLE,
                                API,
                                CONNECTION,
                                MALFORMED_REPLY ->
                                false;
                    };
            case BrokenOff _ -> true;
            case Answered _, Denied _, Stopped _ -> false;
        };
    }

    private AttemptResult attempt(Candidate candidate, Turn turn, Asking asking) {
        if (admitted.cancellation().cancelled()) {
            return new Stopped(admitted.cancelled());
        }
        Duration left = admitted.timeLeft();
        if (left.isZero()) {
            return new Stopped(
                    new CallFailure.DeadlineExceeded(admitted.rules().times().deadline()));
        }
        if (!admitted.call().overrides().mocked().isEmpty()) {
            Optional<ProviderFailure> failure = mocked(candidate, turn, left);
            if (failure.isPresent()) {
                return admitted.cancellation().cancelled()
                        ? new Stopped(admitted.cancelled())
                        : new Failed(failure.get(), Duration.ZERO);
            }
        }
        return claim(candidate, turn, asking, left);
    }

    private AttemptResult claim(Candidate candidate, Turn turn, Asking asking, Duration left) {
        return switch (admitted.ticket()
                .claim(candidate.deployment(), admitted.card(candidate), asking.call())) {
            case ClaimOutcome.Denied(var reason) -> Denied.by(reason, candidate.deployment());
            case ClaimOutcome.Refused(var reason) -> new Stopped(new CallFailure.Refused(reason));
            case ClaimOutcome.Granted(Claim claim) ->
                    watched(candidate, claim, turn, asking.telling(claim.told()), left);
        };
    }

    private AttemptResult watched(
            Candidate candidate, Claim claim, Turn turn, Asking asking, Duration left) {
        Optional<WatchedAttempt> started = start(candidate.deployment(), turn);
        if (started.isEmpty()) {
            claim.release();
            return Denied.byRateLimit(candidate.deployment());
        }
        try (WatchedAttempt watched = started.get()) {
            AttemptLimits limits = begin(candidate, turn, left);
            return new ClaimedAttempt(admitted, progress, candidate, claim, watched, asking)
                    .run(limits);
        }
    }

    /// Plans of one moment know nothing of each other: what is a limit is kept here.
    private Optional<WatchedAttempt> start(Deployment deployment, Turn turn) {
        boolean streaming = admitted.call().streaming();
        return admitted.rules().routing().enforceRateLimits() && !turn.byId()
                ? admitted.fleet().startedWithinLimit(deployment, streaming)
                : Optional.of(admitted.fleet().started(deployment, streaming));
    }

    private Optional<ProviderFailure> mocked(Candidate candidate, Turn turn, Duration left) {
        Duration bound = limits(candidate, left).timeout();
        Optional<ProviderFailure> failure =
                mocked.ofAttempt(progress.nothingMade(), progress.group(), bound);
        if (failure.isPresent()) {
            begin(candidate, turn, left);
        }
        return failure;
    }

    private AttemptLimits limits(Candidate candidate, Duration left) {
        return clocks.limits(
                progress.asked(),
                candidate.deployment(),
                admitted.card(candidate),
                left,
                () -> progress.elsewhere(FailureKind.TIMEOUT));
    }

    private AttemptLimits begin(Candidate candidate, Turn turn, Duration left) {
        progress.counts();
        AttemptLimits limits = limits(candidate, left);
        progress.begins(candidate, turn.retries(), limits.timeout());
        return limits;
    }

    /// An attempt's place in the walk through its level.
    ///
    /// @param retries made before it
    /// @param byId whether the deployment was asked for by its id
    record Turn(int retries, boolean byId) {}
}
