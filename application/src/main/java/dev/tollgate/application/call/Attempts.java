package dev.tollgate.application.call;

import dev.tollgate.application.call.AttemptResult.Answered;
import dev.tollgate.application.call.AttemptResult.BrokenOff;
import dev.tollgate.application.call.AttemptResult.Denied;
import dev.tollgate.application.call.AttemptResult.Failed;
import dev.tollgate.application.call.AttemptResult.Stopped;
import dev.tollgate.application.desk.AdmissionDesk.ClaimOutcome;
import dev.tollgate.application.desk.Claim;
import dev.tollgate.application.desk.Ticket;
import dev.tollgate.application.fleet.FleetMonitor;
import dev.tollgate.application.fleet.Observation;
import dev.tollgate.application.port.in.ReplyFacts;
import dev.tollgate.application.port.in.ReplySink.CallerGone;
import dev.tollgate.application.port.out.AttemptLimits;
import dev.tollgate.application.port.out.CallLog;
import dev.tollgate.application.port.out.ModelCards;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.port.out.StreamContinuations.Way;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.application.setup.RouterRules;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
    private final Cancellation cancellation;
    private final SentAnswer sent;

    private String group = "";
    private boolean others;
    private BooleanSupplier fallbackLeft = () -> false;
    private int fallbacks;
    private int retries;
    private int maxRetries;
    private Duration timeout = Duration.ZERO;
    private Optional<Candidate> last = Optional.empty();
    private HeaderLines upstream = HeaderLines.NONE;
    private Optional<Usd> cost = Optional.empty();

    Attempts(
            GatewaySetup setup,
            FleetMonitor fleet,
            ModelCards cards,
            ModelCall call,
            Ticket ticket,
            Reply reply,
            Cancellation cancellation) {
        this.setup = setup;
        this.rules = setup.rules();
        this.fleet = fleet;
        this.cards = cards;
        this.call = call;
        this.ticket = ticket;
        this.reply = reply;
        this.recorder = reply.recorder();
        this.cancellation = cancellation;
        this.sent = new SentAnswer(setup.continuations(), call);
    }

    /// The attempts that follow belong to this group.
    ///
    /// @param hasOthers whether the group has more than one deployment
    /// @param hasFallback whether another group may be tried after it
    /// @param groupsBefore groups that were tried before it
    void enter(String newGroup, boolean hasOthers, BooleanSupplier hasFallback, int groupsBefore) {
        group = newGroup;
        others = hasOthers;
        fallbackLeft = hasFallback;
        fallbacks = groupsBefore;
    }

    Duration timeLeft() {
        Duration left = rules.times().deadline().minus(recorder.elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// Retries in the group after this deployment failed: the caller's number, else the
    /// deployment's, else the router's.
    int allowedRetries(Candidate candidate) {
        int asked = call.overrides().numRetries();
        int own = candidate.deployment().limits().numRetries();
        if (asked != CallOverrides.UNSET) {
            return asked;
        }
        return own >= 0 ? own : rules.retries().numRetries();
    }

    /// Makes one attempt; where the caller has a part of an answer already, one or more to have it
    /// continued.
    AttemptResult attempt(Candidate candidate, int retriesDone) {
        Optional<SentAnswer.Broken> broken = sent.broken();
        return broken.isPresent()
                ? goOn(broken.get(), candidate, retriesDone)
                : attempt(candidate, retriesDone, new Asking(call, stream -> stream));
    }

    private AttemptResult goOn(SentAnswer.Broken broken, Candidate candidate, int retriesDone) {
        AttemptResult result = new BrokenOff(broken.failure());
        for (Way way : broken.answer().ways(call, candidate, card(candidate))) {
            result = attempt(candidate, retriesDone, new Asking(way.call(), way::continued));
            if (!refused(result) || !sent.still(broken)) {
                return result;
            }
        }
        return result;
    }

    /// Whether the candidate would not write on from there, which says nothing of other ways.
    private static boolean refused(AttemptResult result) {
        return switch (result) {
            case Failed(ProviderFailure failure) ->
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

    private AttemptResult attempt(Candidate candidate, int retriesDone, Asking asking) {
        if (cancellation.cancelled()) {
            return new Stopped(cancelled());
        }
        Duration left = timeLeft();
        if (left.isZero()) {
            return new Stopped(new CallFailure.DeadlineExceeded(rules.times().deadline()));
        }
        return switch (ticket.claim(candidate.deployment())) {
            case ClaimOutcome.Denied(var reason) ->
                    new Denied(
                            new Exclusion(
                                    candidate.deployment().id(),
                                    Exclusion.Reason.PARALLEL_LIMIT,
                                    reason.toString()));
            case ClaimOutcome.Granted(Claim claim) -> {
                remember(candidate, retriesDone, left);
                yield new Attempt(candidate, claim, asking).run(left);
            }
        };
    }

    private void remember(Candidate candidate, int retriesDone, Duration left) {
        last = Optional.of(candidate);
        retries = retriesDone;
        maxRetries = allowedRetries(candidate);
        timeout = timeoutFor(candidate.deployment());
        if (timeout.compareTo(left) > 0) {
            timeout = left;
        }
        upstream = HeaderLines.NONE;
        cost = Optional.empty();
    }

    private Duration timeoutFor(Deployment deployment) {
        CallOverrides overrides = call.overrides();
        if (call.streaming()) {
            for (Duration wait :
                    List.of(
                            overrides.streamTimeout(),
                            deployment.limits().streamTimeout(),
                            rules.times().streamTimeout())) {
                if (wait.isPositive()) {
                    return wait;
                }
            }
        }
        if (overrides.timeout().isPositive()) {
            return overrides.timeout();
        }
        return deployment.limits().timeout().isPositive()
                ? deployment.limits().timeout()
                : rules.times().timeout();
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
                cost,
                recorder.elapsed(),
                recorder.overhead());
    }

    /// One attempt, from its claim to the end of the claim.
    private final class Attempt implements StreamHandover.Attempt {
        private final Candidate candidate;
        private final Claim claim;
        private final Asking asking;
        private final long began = recorder.now();

        Attempt(Candidate candidate, Claim claim, Asking asking) {
            this.candidate = candidate;
            this.claim = claim;
            this.asking = asking;
        }

        AttemptResult run(Duration left) {
            fleet.started(claim.deployment(), false);
            try {
                return ask(left);
            } finally {
                // Open only after a bug; the ticket releases and counts it.
                if (claim.open()) {
                    fleet.ignored(claim.deployment());
                }
            }
        }

        private AttemptResult ask(Duration left) {
            ProviderReply answer =
                    setup.provider()
                            .ask(
                                    claim,
                                    candidate,
                                    asking.call(),
                                    new AttemptLimits(
                                            timeout,
                                            left,
                                            rules.times().connect(),
                                            rules.times().firstByte(),
                                            Duration.ZERO),
                                    cancellation);
            recorder.waitedForProvider(recorder.now() - began);
            return switch (answer) {
                case ProviderReply.Failed(ProviderFailure failure) -> failed(failure, Usage.NONE);
                case ProviderReply.Whole(HeaderLines headers, byte[] body, Usage usage, _) -> {
                    upstream = headers;
                    succeeded(usage, Duration.ZERO);
                    handOver(() -> reply.whole(facts(), body));
                    yield new Answered();
                }
                case ProviderReply.Streaming(HeaderLines headers, ReplyStream stream) -> {
                    upstream = headers;
                    try (ReplyStream told = asking.told().apply(stream)) {
                        yield new StreamHandover(this, reply, sent, cancellation, told, began)
                                .run();
                    }
                }
            };
        }

        @Override
        public boolean othersLeft() {
            return rules.streams().continued() && (others || fallbackLeft.getAsBoolean());
        }

        @Override
        public AttemptResult differed(ProviderFailure failure, Usage usage) {
            abandoned(usage, "continuation differs");
            return new BrokenOff(failure);
        }

        @Override
        public ReplyFacts facts() {
            return Attempts.this.facts();
        }

        @Override
        public void succeeded(Usage usage, Duration firstToken) {
            fleet.succeeded(
                    claim.deployment(), new Observation(usage, took(recorder.now()), firstToken));
            settle(usage, "");
        }

        @Override
        public void broke(ProviderFailure failure, Usage usage) {
            fleet.failed(candidate.deployment(), failure, rules.cooldowns(), others);
            settle(usage, failure.kind() + " " + failure.status());
        }

        @Override
        public void abandoned(Usage usage, String why) {
            if (claim.open()) {
                fleet.ignored(claim.deployment());
                settle(usage, why);
            }
        }

        @Override
        public CallFailure told(ProviderFailure failure) {
            return new CallFailure.ProviderFailed(failure, group, recorder.attempts(), "");
        }

        @Override
        public CallFailure cancelled() {
            return Attempts.this.cancelled();
        }

        /// The provider failed before the caller saw anything.
        @Override
        public AttemptResult failed(ProviderFailure failure, Usage usage) {
            upstream = failure.headers();
            if (cancellation.cancelled()) {
                abandoned(usage, "cancelled");
                return new Stopped(cancelled());
            }
            broke(failure, usage);
            return new Failed(failure);
        }

        private void handOver(Runnable whole) {
            try {
                whole.run();
            } catch (CallerGone _) {
                cancellation.cancel();
            }
        }

        private void settle(Usage usage, String failure) {
            Optional<Usd> price =
                    usage.reported() ? card(candidate).prices().cost(usage) : Optional.empty();
            cost = failure.isEmpty() ? price : Optional.empty();
            recorder.attempted(
                    new CallLog.Attempt(
                            claim.deployment().value(),
                            group,
                            candidate.upstreamModel(),
                            usage,
                            price,
                            took(recorder.now()),
                            failure));
            if (usage.reported() || failure.isEmpty()) {
                claim.settle(usage);
            } else {
                claim.release();
            }
        }

        private Duration took(long until) {
            return Duration.ofNanos(until - began);
        }
    }

    private ModelCard card(Candidate candidate) {
        Deployment deployment = candidate.deployment();
        return deployment.card().known()
                ? deployment.card()
                : cards.find(deployment.provider(), candidate.upstreamModel());
    }

    /// What is asked of a provider, and how its stream is told to the caller.
    private record Asking(ModelCall call, UnaryOperator<ReplyStream> told) {}
}
