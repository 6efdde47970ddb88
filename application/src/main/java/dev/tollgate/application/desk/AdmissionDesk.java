package dev.tollgate.application.desk;

import dev.tollgate.application.access.Parties;
import dev.tollgate.application.budget.LeaseBook;
import dev.tollgate.application.desk.Purse.Taken;
import dev.tollgate.application.limit.RateBook;
import dev.tollgate.application.limit.Share;
import dev.tollgate.application.port.out.Journal;
import dev.tollgate.application.port.out.PromptTokens;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.application.setup.MoneyRules;
import dev.tollgate.application.setup.ParallelLimits;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.failure.Refusal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// The one place that decides whether a call may start and an attempt may be made.
public final class AdmissionDesk {
    private static final Duration SOON = Duration.ofSeconds(1);

    /// What an answer is taken to have, for limits on tokens: what it really has is booked later.
    private static final long USUAL_ANSWER = 256;

    private static final int BYTES_PER_TOKEN = 4;

    private final Journal journal;
    private final LeaseBook leases;
    private final RateBook rates;
    private final Parties parties;
    private final PromptTokens prompts;
    private final InstantSource time;
    private final AtomicInteger running = new AtomicInteger();
    private final Map<String, AtomicInteger> runningByCaller = new ConcurrentHashMap<>();
    private final Map<DeploymentId, AtomicInteger> runningByDeployment = new ConcurrentHashMap<>();
    private final LongAdder leakedClaims = new LongAdder();

    public AdmissionDesk(
            Journal journal,
            LeaseBook leases,
            RateBook rates,
            Parties parties,
            PromptTokens prompts,
            InstantSource time) {
        this.journal = journal;
        this.leases = leases;
        this.rates = rates;
        this.parties = parties;
        this.prompts = prompts;
        this.time = time;
    }

    /// Lets a call start, or says why not. An admitted ticket must be closed.
    public Admission admit(ModelCall call, GatewaySetup setup) {
        KeyHolder holder = call.caller().holder();
        Optional<Refusal> notAllowed = notAllowed(call, setup, holder);
        if (notAllowed.isPresent()) {
            return new Admission.Refused(notAllowed.get());
        }
        Constraints constraints;
        try {
            constraints = Constraints.of(call, setup, parties);
        } catch (StorageUnavailable _) {
            return new Admission.Refused(
                    new Refusal.NotNow("the database that customers are kept in is away", SOON));
        }
        if (constraints.blocked()) {
            return new Admission.Refused(
                    new Refusal.CustomerBlocked(call.attribution().customer()));
        }
        return switch (places(call.caller(), setup.limits())) {
            case Places.Full(Refusal reason) -> new Admission.Refused(reason);
            case Places.Taken(Runnable giveBack) -> {
                Admission admission = withinRates(call, setup.money(), constraints, giveBack);
                if (admission instanceof Admission.Refused) {
                    giveBack.run();
                }
                yield admission;
            }
        };
    }

    /// Lets the gateway itself make a call, which nobody's limits are on.
    public Ticket admitOwn() {
        running.incrementAndGet();
        return new Ticket(
                this,
                new Purse(
                        leases,
                        prompts,
                        MoneyRules.DEFAULT,
                        KeyHolder.MASTER,
                        List.of(),
                        ModelNames.NONE),
                Share.NONE,
                running::decrementAndGet);
    }

    /// The model asked for, and those the caller would fall back to, must all be allowed.
    private static Optional<Refusal> notAllowed(
            ModelCall call, GatewaySetup setup, KeyHolder holder) {
        if (holder.models().lists().isEmpty()) {
            return Optional.empty();
        }
        return Stream.of(
                        Stream.of(call.model()),
                        targets(call.overrides().fallbacks()),
                        targets(call.overrides().contextWindowFallbacks()),
                        targets(call.overrides().contentPolicyFallbacks()))
                .flatMap(names -> names)
                .map(name -> refusing(name, setup, holder))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Stream<String> targets(List<FallbackTarget> fallbacks) {
        return fallbacks.stream().map(FallbackTarget::model);
    }

    private static Optional<Refusal> refusing(String name, GatewaySetup setup, KeyHolder holder) {
        return holder.models()
                .refusing(setup.asked(name, holder.team()))
                .map(list -> new Refusal.ModelNotAllowed(list.owner(), name));
    }

    private Places places(Caller caller, ParallelLimits limits) {
        if (!take(running, limits.global())) {
            return new Places.Full(
                    new Refusal.TooManyParallel(
                            "global_max_parallel_requests", limits.global(), SOON));
        }
        if (limits.perCaller() == 0) {
            return new Places.Taken(running::decrementAndGet);
        }
        // Two keys may be shown alike: what is counted is the key itself.
        String key = caller.holder().keyId();
        AtomicInteger own =
                runningByCaller.computeIfAbsent(
                        key.isEmpty() ? caller.alias() : key, _ -> new AtomicInteger());
        if (!take(own, limits.perCaller())) {
            running.decrementAndGet();
            return new Places.Full(
                    new Refusal.TooManyParallel("max_parallel_requests", limits.perCaller(), SOON));
        }
        return new Places.Taken(
                () -> {
                    own.decrementAndGet();
                    running.decrementAndGet();
                });
    }

    private Admission withinRates(
            ModelCall call, MoneyRules rules, Constraints constraints, Runnable giveBack) {
        KeyHolder holder = call.caller().holder();
        return switch (rates.take(constraints.limits(), estimate(call))) {
            case RateBook.Taken.Refused refused ->
                    new Admission.Refused(
                            new Refusal.LimitReached(
                                    refused.limit(),
                                    shown(refused.limit().subject(), holder),
                                    refused.remaining(),
                                    refused.retryAfter(),
                                    refused.resetAt()));
            case RateBook.Taken.OutOfReach _ ->
                    new Admission.Refused(
                            new Refusal.NotNow(
                                    "the database that limits are shared through is away", SOON));
            case RateBook.Taken.Granted(Share share) ->
                    new Admission.Admitted(
                            new Ticket(
                                    this,
                                    new Purse(
                                            leases,
                                            prompts,
                                            rules,
                                            holder,
                                            constraints.budgets(),
                                            constraints.names()),
                                    share,
                                    giveBack));
        };
    }

    private static String shown(Subject subject, KeyHolder holder) {
        return subject.scope() == Scope.KEY ? holder.keyName() : subject.id();
    }

    static long estimate(ModelCall call) {
        long answer = call.output().maxTokens();
        return call.letter().size() / BYTES_PER_TOKEN
                + (answer > 0 ? Math.min(answer, USUAL_ANSWER) : USUAL_ANSWER);
    }

    ClaimOutcome claim(Deployment deployment, Purse purse, ModelCard card, ModelCall call) {
        int limit = deployment.limits().maxParallelRequests();
        if (limit == 0) {
            return claim(deployment, purse, card, call, () -> {});
        }
        AtomicInteger slots =
                runningByDeployment.computeIfAbsent(deployment.id(), _ -> new AtomicInteger());
        if (!take(slots, limit)) {
            return new ClaimOutcome.Denied(
                    new Refusal.TooManyParallel(
                            "max_parallel_requests of the deployment", limit, SOON));
        }
        ClaimOutcome outcome = claim(deployment, purse, card, call, slots::decrementAndGet);
        if (!(outcome instanceof ClaimOutcome.Granted)) {
            slots.decrementAndGet();
        }
        return outcome;
    }

    private ClaimOutcome claim(
            Deployment deployment, Purse purse, ModelCard card, ModelCall call, Runnable giveBack) {
        Optional<Journal.Room> room =
                purse.keeps(call) ? journal.reserve() : Optional.of(Journal.Room.NOWHERE);
        if (room.isEmpty()) {
            return new ClaimOutcome.Refused(
                    new Refusal.NotNow("the journal of the ledger is full", SOON));
        }
        return switch (purse.take(call, card, deployment, time.instant())) {
            case Taken.Granted(var reservation, Told told) ->
                    new ClaimOutcome.Granted(
                            new Claim(deployment.id(), reservation, told, room.get(), giveBack));
            case Taken.Refused(Refusal reason) -> {
                room.get().close();
                yield new ClaimOutcome.Refused(reason);
            }
            case Taken.NotHere(Refusal reason) -> {
                room.get().close();
                yield new ClaimOutcome.Denied(reason);
            }
        };
    }

    /// How many attempts may run at this deployment at once, if as many do now.
    public OptionalInt full(Deployment deployment) {
        int limit = deployment.limits().maxParallelRequests();
        AtomicInteger slots = limit == 0 ? null : runningByDeployment.get(deployment.id());
        return slots != null && slots.get() >= limit ? OptionalInt.of(limit) : OptionalInt.empty();
    }

    void leaked() {
        leakedClaims.increment();
    }

    /// Calls that were admitted and have not ended.
    public int running() {
        return running.get();
    }

    /// Claims that nobody ended before their ticket was closed: a count of bugs.
    public long leakedClaims() {
        return leakedClaims.sum();
    }

    private static boolean take(AtomicInteger slots, int limit) {
        if (slots.incrementAndGet() <= limit || limit == 0) {
            return true;
        }
        slots.decrementAndGet();
        return false;
    }

    private sealed interface Places {
        record Taken(Runnable giveBack) implements Places {}

        record Full(Refusal reason) implements Places {}
    }

    /// The desk's answer to a call.
    public sealed interface Admission {
        record Admitted(Ticket ticket) implements Admission {}

        record Refused(Refusal reason) implements Admission {}
    }

    /// The desk's answer to an attempt.
    public sealed interface ClaimOutcome {
        record Granted(Claim claim) implements ClaimOutcome {}

        /// This deployment has no room; another one may.
        record Denied(Refusal reason) implements ClaimOutcome {}

        /// The call as such may not go on.
        record Refused(Refusal reason) implements ClaimOutcome {}
    }
}
