package dev.tollgate.application.health;

import dev.tollgate.application.desk.AdmissionDesk;
import dev.tollgate.application.desk.AdmissionDesk.Admission;
import dev.tollgate.application.desk.AdmissionDesk.ClaimOutcome;
import dev.tollgate.application.desk.Claim;
import dev.tollgate.application.desk.ParallelLimits;
import dev.tollgate.application.port.in.CheckHealth;
import dev.tollgate.application.port.out.AttemptLimits;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.Letter;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.usage.Usage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/// Sends every deployment one small call and reports who answered. A deployment that serves a
/// pattern has no model of its own to ask for and is left out.
public final class ProbeDeployments implements CheckHealth {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int AT_ONCE = 16;

    private final Supplier<GatewaySetup> setup;
    private final AdmissionDesk desk;
    private final Function<String, Optional<Letter>> letters;
    private final ExecutorService threads;

    /// @param letters a small letter for a model's mode (`chat`, `embedding`, …); none where such a
    ///   model cannot be asked yet
    /// @param threads runs the probes; not shut down here
    public ProbeDeployments(
            Supplier<GatewaySetup> setup,
            AdmissionDesk desk,
            Function<String, Optional<Letter>> letters,
            ExecutorService threads) {
        this.setup = setup;
        this.desk = desk;
        this.letters = letters;
        this.threads = threads;
    }

    @Override
    public List<Probe> check(String model) {
        GatewaySetup current = setup.get();
        Semaphore turns = new Semaphore(AT_ONCE);
        List<Callable<Probe>> probes = new ArrayList<>();
        for (Deployment deployment : current.catalog().deployments()) {
            boolean asked =
                    model.isEmpty()
                            || deployment.group().equals(model)
                            || deployment.id().value().equals(model);
            Optional<Letter> letter = letters.apply(deployment.card().mode());
            if (asked && !deployment.wildcard() && letter.isPresent()) {
                probes.add(() -> inTurn(turns, current, deployment, letter.get()));
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

    private Probe inTurn(
            Semaphore turns, GatewaySetup current, Deployment deployment, Letter letter)
            throws InterruptedException {
        turns.acquire();
        try {
            return probe(current, deployment, letter);
        } finally {
            turns.release();
        }
    }

    private Probe probe(GatewaySetup current, Deployment deployment, Letter letter) {
        return switch (desk.admit(Caller.MASTER, ParallelLimits.NONE)) {
            case Admission.Refused(var reason) -> result(deployment, reason.toString());
            case Admission.Admitted(var ticket) -> {
                try (ticket) {
                    yield switch (ticket.claim(deployment)) {
                        case ClaimOutcome.Denied(var reason) ->
                                result(deployment, reason.toString());
                        case ClaimOutcome.Granted(Claim claim) ->
                                ask(current, deployment, letter, claim);
                    };
                }
            }
        };
    }

    private static Probe ask(
            GatewaySetup current, Deployment deployment, Letter letter, Claim claim) {
        ModelCall call =
                new ModelCall(
                        "health-" + deployment.id(),
                        Caller.MASTER,
                        deployment.group(),
                        false,
                        false,
                        CallOverrides.NONE,
                        HeaderLines.NONE,
                        letter);
        ProviderReply reply =
                current.provider()
                        .ask(
                                claim,
                                new Candidate(deployment, deployment.model()),
                                call,
                                new AttemptLimits(
                                        PATIENCE, PATIENCE, PATIENCE, Duration.ZERO, Duration.ZERO),
                                new Cancellation());
        return switch (reply) {
            case ProviderReply.Whole(_, _, Usage usage, _) -> {
                claim.settle(usage);
                yield result(deployment, "");
            }
            case ProviderReply.Streaming(_, var stream) -> {
                stream.close();
                claim.settle(Usage.NONE);
                yield result(deployment, "");
            }
            case ProviderReply.Failed(var failure, _) -> {
                claim.release();
                yield result(deployment, failure.status() + ": " + failure.message());
            }
        };
    }

    private static Probe result(Deployment deployment, String error) {
        return new Probe(
                deployment.id().value(),
                deployment.provider() + "/" + deployment.model(),
                deployment.apiBase(),
                error);
    }
}
