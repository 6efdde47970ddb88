package dev.tollgate.application.call;

import dev.tollgate.application.budget.Reservation;
import dev.tollgate.application.call.AnswerCalls.Surroundings;
import dev.tollgate.application.call.AttemptResult.Answered;
import dev.tollgate.application.call.AttemptResult.BrokenOff;
import dev.tollgate.application.call.AttemptResult.Denied;
import dev.tollgate.application.call.AttemptResult.Failed;
import dev.tollgate.application.call.AttemptResult.Stopped;
import dev.tollgate.application.desk.AdmissionDesk.ClaimOutcome;
import dev.tollgate.application.desk.Claim;
import dev.tollgate.application.desk.Ticket;
import dev.tollgate.application.desk.Told;
import dev.tollgate.application.fleet.FleetMonitor;
import dev.tollgate.application.fleet.Observation;
import dev.tollgate.application.fleet.WatchedAttempt;
import dev.tollgate.application.ledger.CallEntries;
import dev.tollgate.application.limit.RateBook;
import dev.tollgate.application.port.in.KeyFacts;
import dev.tollgate.application.port.in.ReplyFacts;
import dev.tollgate.application.port.in.ReplySink.CallerGone;
import dev.tollgate.application.port.out.AttemptLimits;
import dev.tollgate.application.port.out.CallLog;
import dev.tollgate.application.port.out.ModelCards;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.application.port.out.StreamContinuations.Way;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.application.setup.RouterRules;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.failure.Refusal;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.money.Bill;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.retry.Allowance;
import dev.tollgate.domain.usage.Usage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Makes the attempts of one call: claim, ask, hand over, settle. Remembers the last one for the
/// response headers.
final class Attempts {
    private final RouterRules rules;
    private final GatewaySetup setup;
    private final FleetMonitor fleet;
    private final ModelCards cards;
    private final ModelCall call;
    private final Ticket ticket;
    private final Reply reply;
    private final CallRecorder recorder;
    private final CallEntries entries;
    private final Cancellation cancellation;
    private final SentAnswer sent;
    private final AttemptClocks clocks;
    private final MockedFailures mocked;

    private ModelCall asked;
    private String group = "";
    private Outlook outlook = Outlook.NOTHING;
    private int fallbacks;
    private int made;
    private int retries;
    private int maxRetries;
    private Duration timeout = Duration.ZERO;
    private Optional<Candidate> last = Optional.empty();
    private Optional<Claim> lastClaim = Optional.empty();
    private HeaderLines upstream = HeaderLines.NONE;
    private Optional<Bill> bill = Optional.empty();

    /// What the answer calls itself. Whoever continues one goes on under its name.
    private String answerId = "";

    /// What the parts of the answer cost whose streams broke; empty once one has no price.
    private Optional<Usd> brokenParts = Optional.of(Usd.ZERO);

    Attempts(
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
        this.cards = surroundings.cards();
        this.call = call;
        this.asked = call;
        this.ticket = ticket;
        this.reply = reply;
        this.recorder = reply.recorder();
        this.entries = recorder.entries();
        this.cancellation = cancellation;
        this.sent = new SentAnswer(setup.continuations(), call);
        this.clocks = new AttemptClocks(rules, fleet);
        this.mocked = new MockedFailures(call, surroundings.pause(), cancellation);
    }

    /// The attempts that follow belong to this group.
    ///
    /// @param its the call as the group gets it
    /// @param around what else could be tried
    /// @param groupsBefore groups that were tried before it
    void enter(ModelCall its, String newGroup, Outlook around, int groupsBefore) {
        asked = its;
        group = newGroup;
        outlook = around;
        fallbacks = groupsBefore;
    }

    Duration timeLeft() {
        Duration left = rules.times().deadline().minus(recorder.elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// How many more attempts the call may make.
    int left() {
        return rules.retries().maxAttempts() - made;
    }

    /// The retries after a failure of this deployment; remembered for the response headers.
    Allowance allow(Candidate candidate, FailureKind kind) {
        Allowance allowance = allowance(candidate, kind);
        maxRetries = allowance.retries();
        return allowance;
    }

    Allowance allowance(Candidate candidate, FailureKind kind) {
        return rules.retries()
                .allowance(
                        kind,
                        group,
                        call.overrides().numRetries(),
                        candidate.deployment().limits().numRetries());
    }

    /// What a failure in the current group is to the call.
    CallFailure failed(ProviderFailure failure) {
        return new CallFailure.ProviderFailed(failure, group, recorder.attempts(), "");
    }

    /// Makes one attempt; where the caller has a part of an answer already, one or more to have it
    /// continued.
    AttemptResult attempt(Candidate candidate, Turn turn) {
        Optional<SentAnswer.Broken> broken = sent.broken();
        return broken.isPresent()
                ? goOn(broken.get(), candidate, turn)
                : attempt(candidate, turn, new Asking(asked, stream -> stream));
    }

    private AttemptResult goOn(SentAnswer.Broken broken, Candidate candidate, Turn turn) {
        AttemptResult result = new BrokenOff(broken.failure());
        for (Way way : broken.answer().ways(asked, candidate, card(candidate))) {
            result = attempt(candidate, turn, new Asking(way.call(), way::continued));
            if (!refused(result) || !sent.still(broken) || left() < 1) {
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

    /// What the caller is told of a call that ends with this failure.
    CallFailure told(CallFailure failure) {
        return sent.told(failure);
    }

    private AttemptResult attempt(Candidate candidate, Turn turn, Asking asking) {
        if (cancellation.cancelled()) {
            return new Stopped(cancelled());
        }
        Duration left = timeLeft();
        if (left.isZero()) {
            return new Stopped(new CallFailure.DeadlineExceeded(rules.times().deadline()));
        }
        if (!call.overrides().mocked().isEmpty()) {
            Optional<ProviderFailure> failure = mocked(candidate, turn, left);
            if (failure.isPresent()) {
                return cancellation.cancelled()
                        ? new Stopped(cancelled())
                        : new Failed(failure.get(), Duration.ZERO);
            }
        }
        return switch (ticket.claim(candidate.deployment(), card(candidate), asking.call())) {
            case ClaimOutcome.Denied(var reason) ->
                    new Denied(
                            new Exclusion(
                                    candidate.deployment().id(), full(reason), detail(reason)));
            case ClaimOutcome.Refused(var reason) -> new Stopped(new CallFailure.Refused(reason));
            case ClaimOutcome.Granted(Claim claim) ->
                    attempt(candidate, claim, turn, asking.telling(claim.told()), left);
        };
    }

    private AttemptResult attempt(
            Candidate candidate, Claim claim, Turn turn, Asking asking, Duration left) {
        Optional<WatchedAttempt> started = start(candidate.deployment(), turn);
        if (started.isEmpty()) {
            claim.release();
            return new Denied(limitReached(candidate.deployment()));
        }
        try (WatchedAttempt watched = started.get()) {
            AttemptLimits limits = begin(candidate, turn, left);
            return new Attempt(candidate, claim, watched, asking).run(limits);
        }
    }

    /// Plans of one moment know nothing of each other: what is a limit is kept here.
    private Optional<WatchedAttempt> start(Deployment deployment, Turn turn) {
        return rules.routing().enforceRateLimits() && !turn.byId()
                ? fleet.startedWithinLimit(deployment, call.streaming())
                : Optional.of(fleet.started(deployment, call.streaming()));
    }

    private static Exclusion.Reason full(Refusal reason) {
        return reason instanceof Refusal.TooManyParallel
                ? Exclusion.Reason.PARALLEL_LIMIT
                : Exclusion.Reason.BUDGET;
    }

    private static String detail(Refusal reason) {
        return reason instanceof Refusal.BudgetSpent spent
                ? "%s spent %s of %s".formatted(spent.shown(), spent.spent(), spent.limit())
                : reason.toString();
    }

    private static Exclusion limitReached(Deployment deployment) {
        return new Exclusion(
                deployment.id(),
                Exclusion.Reason.RATE_LIMIT,
                "RPM limit=%1$d, current usage=%1$d".formatted(deployment.share().rpm()));
    }

    private Optional<ProviderFailure> mocked(Candidate candidate, Turn turn, Duration left) {
        Duration bound = limits(candidate, left).timeout();
        Optional<ProviderFailure> failure = mocked.ofAttempt(made == 0, group, bound);
        if (failure.isPresent()) {
            begin(candidate, turn, left);
        }
        return failure;
    }

    private AttemptLimits limits(Candidate candidate, Duration left) {
        return clocks.limits(
                asked,
                candidate.deployment(),
                card(candidate),
                left,
                () -> elsewhere(FailureKind.TIMEOUT));
    }

    private AttemptLimits begin(Candidate candidate, Turn turn, Duration left) {
        made++;
        AttemptLimits limits = limits(candidate, left);
        retries = turn.retries();
        last = Optional.of(candidate);
        timeout = limits.timeout();
        upstream = HeaderLines.NONE;
        bill = Optional.empty();
        return limits;
    }

    private boolean elsewhere(FailureKind kind) {
        return left() > 0 && outlook.elsewhere(kind);
    }

    private CallFailure cancelled() {
        return switch (cancellation.cause()) {
            case CALLER_LEFT -> new CallFailure.CallerLeft();
            case SHUTTING_DOWN -> new CallFailure.ShuttingDown();
        };
    }

    ReplyFacts facts() {
        if (last.isEmpty()) {
            return ReplyFacts.none(call.id());
        }
        Deployment deployment = last.get().deployment();
        return new ReplyFacts(
                call.id(),
                deployment.id().value(),
                group,
                deployment.provider() + "/" + last.get().upstreamModel(),
                deployment.apiBase(),
                deployment.region(),
                upstream,
                retries,
                maxRetries,
                fallbacks,
                timeout,
                bill,
                keyFacts(),
                recorder.elapsed(),
                recorder.overhead());
    }

    private KeyFacts keyFacts() {
        if (lastClaim.isEmpty()) {
            return KeyFacts.NONE;
        }
        Optional<Reservation.KeyAccount> account = lastClaim.get().reservation().key();
        List<RateBook.Left> left = ticket.left();
        OptionalLong bound = lastClaim.get().told().output();
        return account.isEmpty() && left.isEmpty() && bound.isEmpty()
                ? KeyFacts.NONE
                : new KeyFacts(
                        bound,
                        account.map(Reservation.KeyAccount::spent),
                        account.map(Reservation.KeyAccount::limit),
                        left.stream()
                                .map(each -> new KeyFacts.Remaining(each.limit(), each.remaining()))
                                .toList());
    }

    /// One attempt, from its claim to the end of the claim.
    private final class Attempt implements StreamHandover.Attempt {
        private final Candidate candidate;
        private final Claim claim;
        private final WatchedAttempt watched;
        private final Asking asking;
        private final LedgerEntry entry;
        private final long began = recorder.now();
        private Duration firstToken = Duration.ZERO;

        /// What was used, should a bug end the attempt before it is settled.
        private Supplier<Usage> used = () -> Usage.NONE;

        private Supplier<String> name = () -> "";

        Attempt(Candidate candidate, Claim claim, WatchedAttempt watched, Asking asking) {
            this.candidate = candidate;
            this.claim = claim;
            this.watched = watched;
            this.asking = asking;
            lastClaim = Optional.of(claim);
            this.entry = entries.begun(candidate, group, claim.reservation().accounts());
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
                claim.leaves(entry);
            } catch (StorageUnavailable e) {
                claim.release();
                return new Stopped(new CallFailure.Refused(notWritten(e)));
            }
            ProviderReply answer =
                    setup.provider().ask(claim, candidate, asking.call(), limits, cancellation);
            recorder.waitedForProvider(recorder.now() - began);
            return switch (answer) {
                case ProviderReply.NotAsked(ProviderFailure failure) ->
                        unanswered(failure, Usage.NONE);
                case ProviderReply.Failed(ProviderFailure failure, Usage usage) -> {
                    used = () -> usage;
                    yield failed(failure, usage);
                }
                case ProviderReply.Whole whole -> whole(whole);
                case ProviderReply.Streaming(HeaderLines headers, ReplyStream stream) -> {
                    upstream = headers;
                    used = stream::usage;
                    name = stream::answerId;
                    try (ReplyStream told = asking.told().apply(stream)) {
                        yield new StreamHandover(this, reply, sent, cancellation, told, began)
                                .run();
                    }
                }
            };
        }

        private static Refusal notWritten(StorageUnavailable e) {
            return new Refusal.NotNow(String.valueOf(e.getMessage()), Duration.ofSeconds(1));
        }

        private AttemptResult whole(ProviderReply.Whole whole) {
            upstream = whole.headers();
            used = whole::usage;
            name = whole::id;
            if (whole.refused() && refusalHasStandIn()) {
                return refused(whole.usage());
            }
            succeeded(new Observation.Plain(whole.usage(), took(recorder.now())));
            handOver(() -> reply.whole(facts(), whole.body()));
            return new Answered();
        }

        private boolean refusalHasStandIn() {
            boolean meant =
                    !rules.fallbacks().contentPolicy().isEmpty()
                            || !call.overrides().contentPolicyFallbacks().isEmpty();
            return meant && left() > 0 && outlook.standIn(FailureKind.CONTENT_POLICY);
        }

        /// The answer is a refusal by content policy, and somebody else is meant to answer then.
        private AttemptResult refused(Usage usage) {
            ProviderFailure failure =
                    ProviderFailure.of(
                            FailureKind.CONTENT_POLICY,
                            400,
                            candidate.deployment().provider(),
                            "The provider's content filter ended the answer.");
            watched.succeeded(new Observation.Plain(usage, took(recorder.now())));
            settle(usage, shortly(failure));
            return new Failed(failure, Duration.ZERO);
        }

        @Override
        public boolean othersLeft() {
            return rules.streams().continued() && elsewhere(FailureKind.CONNECTION);
        }

        @Override
        public AttemptResult differed(ProviderFailure failure, Usage usage) {
            watched.answers();
            abandoned(usage, "continuation differs");
            return new BrokenOff(failure);
        }

        @Override
        public ReplyFacts facts() {
            return Attempts.this.facts();
        }

        @Override
        public void answers() {
            watched.answers();
        }

        @Override
        public void succeeded(Observation seen) {
            firstToken = seen.firstTokenTime();
            watched.succeeded(seen);
            settle(seen.usage(), "");
        }

        @Override
        public void broke(ProviderFailure failure, Usage usage) {
            brokenParts = costWith(usage);
            out(failure, usage);
        }

        @Override
        public boolean tellsCost() {
            return call.streamUsage() && rules.streams().tellCost();
        }

        @Override
        public Optional<Usd> costWith(Usage usage) {
            return brokenParts.flatMap(
                    before -> price(atTier(usage)).map(its -> before.plus(its.cost())));
        }

        private Optional<Bill> price(Usage usage) {
            return usage.reported()
                    ? card(candidate).prices().bill(usage, fleet.now())
                    : Optional.empty();
        }

        /// The usage at the tier that was asked for, unless the provider told another one.
        private Usage atTier(Usage usage) {
            return usage.terms().tier().stated()
                    ? usage
                    : usage.orTier(asking.call().output().tier());
        }

        /// Counts and settles a failure.
        ///
        /// @return how long the deployment is left alone from now on
        private Duration out(ProviderFailure failure, Usage usage) {
            boolean alternative = outlook.others() || outlook.standIn(failure.kind());
            Duration out = watched.failed(failure, rules.cooldowns(), alternative);
            settle(usage, shortly(failure));
            return out;
        }

        private static String shortly(ProviderFailure failure) {
            return failure.kind() + " " + failure.status();
        }

        @Override
        public void abandoned(Usage usage, String why) {
            if (claim.open()) {
                watched.ignored();
                settle(usage, why);
            }
        }

        @Override
        public CallFailure told(ProviderFailure failure) {
            return Attempts.this.failed(failure);
        }

        @Override
        public CallFailure cancelled() {
            return Attempts.this.cancelled();
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
            upstream = failure.headers();
            if (cancellation.cancelled()) {
                abandoned(usage, "cancelled");
                return new Stopped(cancelled());
            }
            return new Failed(failure, out(failure, usage));
        }

        private void handOver(Runnable whole) {
            try {
                whole.run();
            } catch (CallerGone _) {
                cancellation.cancel();
            }
        }

        private void settle(Usage reported, String failure) {
            Usage usage = atTier(reported);
            Optional<Bill> price = price(usage);
            bill = failure.isEmpty() ? price : Optional.empty();
            if (sent.broken().isEmpty()) {
                answerId = name.get();
            }
            recorder.attempted(
                    new CallLog.Attempt(
                            claim.deployment().value(),
                            group,
                            candidate.upstreamModel(),
                            usage,
                            price.map(Bill::cost),
                            took(recorder.now()),
                            failure));
            ticket.used(usage.totalTokens());
            boolean billed = usage.reported() || failure.isEmpty();
            claim.settle(
                    entries.ended(
                            entry.ended(
                                    took(recorder.now()),
                                    firstToken,
                                    usage,
                                    billed ? price.map(Bill::cost) : Optional.of(Usd.ZERO),
                                    billed ? price.map(Bill::original) : Optional.of(Usd.ZERO),
                                    outcome(failure),
                                    failure.isEmpty(),
                                    answerId)));
        }

        private static Outcome outcome(String failure) {
            return failure.isEmpty() ? Outcome.SUCCESS : new Outcome(Status.FAILURE, failure, "");
        }

        private Duration took(long until) {
            return Duration.ofNanos(until - began);
        }
    }

    private ModelCard card(Candidate candidate) {
        return cards.cardOf(candidate);
    }

    /// An attempt's place in the walk through its level.
    ///
    /// @param retries made before it
    /// @param byId whether the deployment was asked for by its id
    record Turn(int retries, boolean byId) {}

    /// What is asked of a provider, and how its stream is told to the caller.
    private record Asking(ModelCall call, UnaryOperator<ReplyStream> told) {
        Asking telling(Told bounds) {
            return bounds.fields().isEmpty() ? this : new Asking(call.with(bounds.fields()), told);
        }
    }
}
