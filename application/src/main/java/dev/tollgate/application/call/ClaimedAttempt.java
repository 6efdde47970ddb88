package dev.tollgate.application.call;

import dev.tollgate.application.call.AttemptResult.Answered;
import dev.tollgate.application.call.AttemptResult.BrokenOff;
import dev.tollgate.application.call.AttemptResult.Failed;
import dev.tollgate.application.call.AttemptResult.Stopped;
import dev.tollgate.application.desk.Claim;
import dev.tollgate.application.fleet.Observation;
import dev.tollgate.application.fleet.WatchedAttempt;
import dev.tollgate.application.port.in.ReplyFacts;
import dev.tollgate.application.port.in.ReplySink.CallerGone;
import dev.tollgate.application.port.out.AttemptLimits;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.application.setup.RouterRules;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.failure.Refusal;
import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// One attempt, from its claim to the end of the claim: asks the provider, hands its answer over,
/// and settles before the last byte of it is released.
final class ClaimedAttempt implements StreamHandover.Attempt {
    private final AdmittedCall admitted;
    private final CallProgress progress;
    private final Candidate candidate;
    private final Claim claim;
    private final WatchedAttempt watched;
    private final Asking asking;
    private final Settlement settlement;
    private Duration firstToken = Duration.ZERO;
    private boolean heard;

    /// What was used, should a bug end the attempt before it is settled.
    private Supplier<Usage> used = () -> Usage.NONE;

    private Supplier<String> name = () -> "";

    ClaimedAttempt(
            AdmittedCall admitted,
            CallProgress progress,
            Candidate candidate,
            Claim claim,
            WatchedAttempt watched,
            Asking asking) {
        this.admitted = admitted;
        this.progress = progress;
        this.candidate = candidate;
        this.claim = claim;
        this.watched = watched;
        this.asking = asking;
        progress.claimed(claim);
        this.settlement =
                new Settlement(admitted, progress, candidate, claim, asking.call().output().tier());
    }

    AttemptResult run(AttemptLimits limits) {
        try {
            return ask(limits);
        } catch (RuntimeException | Error bug) {
            diedOf(bug);
            throw bug;
        }
    }

    /// Settles what is left to be settled. What fails here, too, is left to the ticket.
    private void diedOf(Throwable bug) {
        try {
            abandoned(used.get(), "bug");
        } catch (RuntimeException | Error another) {
            bug.addSuppressed(another);
        }
    }

    private AttemptResult ask(AttemptLimits limits) {
        try {
            claim.leaves(settlement.entry());
        } catch (StorageUnavailable e) {
            claim.release();
            return new Stopped(new CallFailure.Refused(notWritten(e)));
        }
        ProviderReply answer =
                admitted.setup()
                        .provider()
                        .ask(claim, candidate, asking.call(), limits, cancellation());
        admitted.recorder().waitedForProvider(settlement.took().toNanos());
        return switch (answer) {
            case ProviderReply.NotAsked(ProviderFailure failure) -> unanswered(failure, Usage.NONE);
            case ProviderReply.Failed(ProviderFailure failure, Usage usage) -> {
                used = () -> usage;
                yield failed(failure, usage);
            }
            case ProviderReply.Whole whole -> whole(whole);
            case ProviderReply.Streaming(HeaderLines headers, ReplyStream stream) -> {
                progress.answeredWith(headers);
                used = stream::usage;
                name = stream::answerId;
                try (ReplyStream told = asking.told().apply(stream)) {
                    yield new StreamHandover(
                                    this,
                                    admitted.reply(),
                                    admitted.sent(),
                                    cancellation(),
                                    told,
                                    settlement.began())
                            .run();
                }
            }
        };
    }

    private static Refusal notWritten(StorageUnavailable e) {
        return new Refusal.NotNow(String.valueOf(e.getMessage()), Duration.ofSeconds(1));
    }

    private AttemptResult whole(ProviderReply.Whole whole) {
        progress.answeredWith(whole.headers());
        used = whole::usage;
        name = whole::id;
        if (whole.refused() && refusalHasStandIn()) {
            return refused(whole.usage());
        }
        succeeded(new Observation.Plain(whole.usage(), settlement.took()));
        handOver(() -> admitted.reply().whole(facts(), whole.body()));
        return new Answered();
    }

    private boolean refusalHasStandIn() {
        boolean meant =
                !rules().fallbacks().contentPolicy().isEmpty()
                        || !admitted.call().overrides().contentPolicyFallbacks().isEmpty();
        return meant && progress.standIn(FailureKind.CONTENT_POLICY);
    }

    /// The answer is a refusal by content policy, and somebody else is meant to answer then.
    private AttemptResult refused(Usage usage) {
        ProviderFailure failure =
                ProviderFailure.of(
                        FailureKind.CONTENT_POLICY,
                        400,
                        candidate.deployment().provider(),
                        "The provider's content filter ended the answer.");
        watched.succeeded(new Observation.Plain(usage, settlement.took()));
        settle(usage, FailureWords.of(failure));
        return new Failed(failure, Duration.ZERO);
    }

    @Override
    public boolean othersLeft() {
        return rules().streams().continued() && progress.elsewhere(FailureKind.CONNECTION);
    }

    @Override
    public AttemptResult differed(ProviderFailure failure, Usage usage) {
        watched.answers();
        abandoned(usage, "continuation differs");
        return new BrokenOff(failure);
    }

    @Override
    public ReplyFacts facts() {
        return progress.facts();
    }

    @Override
    public void answers() {
        heard = true;
        watched.answers();
    }

    @Override
    public void succeeded(Observation seen) {
        firstToken = seen.firstTokenTime();
        watched.succeeded(seen);
        settle(seen.usage(), Outcome.SUCCESS);
    }

    @Override
    public void broke(ProviderFailure failure, Usage usage) {
        admitted.sent().partCost(settlement.cost(usage));
        out(failure, usage);
    }

    @Override
    public boolean tellsCost() {
        return admitted.call().streamUsage() && rules().streams().tellCost();
    }

    @Override
    public Optional<Usd> costWith(Usage usage) {
        return admitted.sent().costWith(settlement.cost(usage));
    }

    /// Counts and settles a failure.
    ///
    /// @return how long the deployment is left alone from now on
    private Duration out(ProviderFailure failure, Usage usage) {
        boolean alternative = progress.alternative(failure.kind());
        Duration out = watched.failed(failure, rules().cooldowns(), alternative);
        boolean unheard = !heard && byCaller(failure.kind());
        settlement.settle(usage, firstToken, name, FailureWords.of(failure), unheard);
        return out;
    }

    @Override
    public void abandoned(Usage usage, String why) {
        if (claim.open()) {
            watched.ignored();
            boolean unheard = !heard && byCaller(FailureKind.CONNECTION);
            Outcome outcome = new Outcome(Status.FAILURE, why, "");
            settlement.settle(usage, firstToken, name, outcome, unheard);
        }
    }

    @Override
    public CallFailure told(ProviderFailure failure) {
        return progress.failed(failure);
    }

    @Override
    public CallFailure cancelled() {
        return admitted.cancelled();
    }

    /// The provider failed before the caller saw anything.
    @Override
    public AttemptResult failed(ProviderFailure failure, Usage usage) {
        if (failure.kind().ofTheRequest()) {
            watched.answers();
        }
        return unanswered(failure, usage);
    }

    private AttemptResult unanswered(ProviderFailure failure, Usage usage) {
        progress.answeredWith(failure.headers());
        if (cancellation().cancelled()) {
            abandoned(usage, "cancelled");
            return new Stopped(cancelled());
        }
        return new Failed(failure, out(failure, usage));
    }

    private void handOver(Runnable whole) {
        try {
            whole.run();
        } catch (CallerGone _) {
            cancellation().cancel();
        }
    }

    private void settle(Usage usage, Outcome outcome) {
        settlement.settle(usage, firstToken, name, outcome, false);
    }

    /// Whether it was the caller who left, or had set the time that is over.
    private boolean byCaller(FailureKind kind) {
        boolean left =
                cancellation().cancelled()
                        && cancellation().cause() == Cancellation.Cause.CALLER_LEFT;
        CallOverrides own = admitted.call().overrides();
        boolean hurried = own.timeout().isPositive() || own.streamTimeout().isPositive();
        return left || hurried && kind == FailureKind.TIMEOUT;
    }

    private RouterRules rules() {
        return admitted.rules();
    }

    private Cancellation cancellation() {
        return admitted.cancellation();
    }
}
