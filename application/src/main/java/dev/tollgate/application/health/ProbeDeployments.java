package dev.tollgate.application.health;

import dev.tollgate.application.desk.AdmissionDesk;
import dev.tollgate.application.desk.AdmissionDesk.ClaimOutcome;
import dev.tollgate.application.desk.Claim;
import dev.tollgate.application.desk.Ticket;
import dev.tollgate.application.ledger.Books;
import dev.tollgate.application.port.in.CheckHealth.Probe;
import dev.tollgate.application.port.out.AttemptLimits;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.application.setup.ProbePlan;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Sends deployments one small call each, a few at once, and keeps what was found.
public final class ProbeDeployments {
    private static final int LONGEST_ERROR = 500;
    private static final int NO_ROOM = 429;

    private final AdmissionDesk desk;
    private final Books books;
    private final HealthResults results;
    private final InstantSource time;
    private final ExecutorService threads;
    private final Cancellation closing;

    /// @param threads runs the probes; not shut down here
    /// @param closing ends running probes
    public ProbeDeployments(
            AdmissionDesk desk,
            Books books,
            HealthResults results,
            InstantSource time,
            ExecutorService threads,
            Cancellation closing) {
        this.desk = desk;
        this.books = books;
        this.results = results;
        this.time = time;
        this.threads = threads;
        this.closing = closing;
    }

    /// What was found, in this order; deployments that cannot be checked are left out.
    List<Probe> probe(GatewaySetup setup, List<Deployment> deployments) {
        Semaphore turns = new Semaphore(setup.health().concurrency());
        List<Callable<Probe>> probes = new ArrayList<>();
        for (Deployment deployment : deployments) {
            ProbePlan plan = setup.health().probes().get(deployment.id());
            if (plan != null) {
                probes.add(() -> inTurn(turns, new Asking(setup, deployment, plan)));
            }
        }
        return run(probes);
    }

    private List<Probe> run(List<Callable<Probe>> probes) {
        try {
            List<Probe> done = new ArrayList<>(probes.size());
            for (Future<Probe> probe : threads.invokeAll(probes)) {
                done.add(probe.get());
            }
            return done;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a health probe broke", e.getCause());
        }
    }

    private Probe inTurn(Semaphore turns, Asking asking) throws InterruptedException {
        turns.acquire();
        try {
            Probe found = asking.probe();
            results.keep(found, asking.setup.health().ignoreTransient());
            return found;
        } finally {
            turns.release();
        }
    }

    /// One probe of one deployment.
    private final class Asking {
        private final GatewaySetup setup;
        private final Deployment deployment;
        private final ProbePlan plan;

        Asking(GatewaySetup setup, Deployment deployment, ProbePlan plan) {
            this.setup = setup;
            this.deployment = deployment;
            this.plan = plan;
        }

        Probe probe() {
            ModelCall call = call();
            try (Ticket ticket = desk.admitOwn()) {
                return switch (ticket.claim(deployment, deployment.card(), call)) {
                    case ClaimOutcome.Denied(var reason) -> found(NO_ROOM, reason.toString());
                    case ClaimOutcome.Refused(var reason) -> found(NO_ROOM, reason.toString());
                    case ClaimOutcome.Granted(Claim claim) -> ask(claim, call);
                };
            }
        }

        private Probe ask(Claim claim, ModelCall call) {
            Candidate candidate = new Candidate(deployment, plan.model());
            LedgerEntry entry =
                    books.of(call, true)
                            .begun(
                                    candidate,
                                    deployment.group(),
                                    deployment.card().priceVersion(),
                                    List.of());
            claim.leaves(entry);
            ProviderReply reply = setup.provider().ask(claim, candidate, call, limits(), closing);
            return switch (reply) {
                case ProviderReply.Whole whole -> {
                    settle(claim, entry, whole.usage(), Outcome.SUCCESS);
                    yield found(0, "");
                }
                case ProviderReply.Streaming(_, var stream) -> {
                    stream.close();
                    settle(claim, entry, stream.usage(), Outcome.SUCCESS);
                    yield found(0, "");
                }
                case ProviderReply.NotAsked(ProviderFailure failure) -> {
                    claim.release();
                    yield failed(failure);
                }
                case ProviderReply.Failed failed -> {
                    ProviderFailure failure = failed.failure();
                    String error = failure.kind() + " " + failure.status();
                    Outcome outcome = Outcome.failed(Status.FAILURE, error, failure.message());
                    settle(claim, entry, failed.usage(), outcome);
                    yield failed(failed.failure());
                }
            };
        }

        private void settle(Claim claim, LedgerEntry entry, Usage usage, Outcome outcome) {
            Duration took = Duration.between(entry.startedAt(), time.instant());
            Optional<Usd> price =
                    usage.reported()
                            ? deployment.card().prices().cost(usage)
                            : Optional.of(Usd.ZERO);
            claim.settle(entry.ended(took, Duration.ZERO, usage, price, price, outcome, true, ""));
        }

        private AttemptLimits limits() {
            Duration connect = setup.rules().times().connect();
            return new AttemptLimits(
                    plan.timeout(), plan.timeout(), connect, Duration.ZERO, Duration.ZERO);
        }

        private ModelCall call() {
            return new ModelCall(
                    "health-" + deployment.id(),
                    Caller.MASTER,
                    deployment.group(),
                    false,
                    false,
                    CallOverrides.NONE,
                    HeaderLines.NONE,
                    plan.letter());
        }

        private Probe failed(ProviderFailure failure) {
            return found(failure.status(), failure.status() + ": " + failure.message());
        }

        private Probe found(int status, String error) {
            String line = error.replaceAll("\\s+", " ").strip();
            return new Probe(
                    deployment.id().value(),
                    deployment.provider() + "/" + plan.model(),
                    deployment.apiBase(),
                    line.length() <= LONGEST_ERROR ? line : line.substring(0, LONGEST_ERROR) + "…",
                    status,
                    time.instant());
        }
    }
}
