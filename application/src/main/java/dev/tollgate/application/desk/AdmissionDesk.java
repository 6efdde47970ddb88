package dev.tollgate.application.desk;

import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.failure.Refusal;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// The one place that decides whether a call may start and an attempt may be made.
public final class AdmissionDesk {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final AtomicInteger running = new AtomicInteger();
    private final Map<String, AtomicInteger> runningByCaller = new ConcurrentHashMap<>();
    private final Map<DeploymentId, AtomicInteger> runningByDeployment = new ConcurrentHashMap<>();
    private final LongAdder leakedClaims = new LongAdder();

    /// Lets a call start, or says why not. An admitted ticket must be closed.
    public Admission admit(Caller caller, ParallelLimits limits) {
        if (!take(running, limits.global())) {
            return new Admission.Refused(
                    new Refusal.TooManyParallel(
                            "global_max_parallel_requests", limits.global(), SOON));
        }
        if (limits.perCaller() == 0) {
            return new Admission.Admitted(new Ticket(this, running::decrementAndGet));
        }
        AtomicInteger own =
                runningByCaller.computeIfAbsent(caller.alias(), _ -> new AtomicInteger());
        if (!take(own, limits.perCaller())) {
            running.decrementAndGet();
            return new Admission.Refused(
                    new Refusal.TooManyParallel("max_parallel_requests", limits.perCaller(), SOON));
        }
        return new Admission.Admitted(
                new Ticket(
                        this,
                        () -> {
                            own.decrementAndGet();
                            running.decrementAndGet();
                        }));
    }

    ClaimOutcome claim(Deployment deployment) {
        int limit = deployment.limits().maxParallelRequests();
        if (limit == 0) {
            return new ClaimOutcome.Granted(new Claim(deployment.id(), () -> {}));
        }
        AtomicInteger slots =
                runningByDeployment.computeIfAbsent(deployment.id(), _ -> new AtomicInteger());
        return take(slots, limit)
                ? new ClaimOutcome.Granted(new Claim(deployment.id(), slots::decrementAndGet))
                : new ClaimOutcome.Denied(
                        new Refusal.TooManyParallel(
                                "max_parallel_requests of the deployment", limit, SOON));
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

    /// The desk's answer to a call.
    public sealed interface Admission {
        record Admitted(Ticket ticket) implements Admission {}

        record Refused(Refusal reason) implements Admission {}
    }

    /// The desk's answer to an attempt.
    public sealed interface ClaimOutcome {
        record Granted(Claim claim) implements ClaimOutcome {}

        record Denied(Refusal reason) implements ClaimOutcome {}
    }
}
