package dev.tollgate.application.health;

import dev.tollgate.application.port.in.CheckHealth;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.domain.catalog.Deployment;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// Answers what the deployments' health is. Asking costs money: results of background checks are
/// told where there are any, and whoever asks while, or shortly after, the same is being found out
/// gets the same answer.
public final class CheckDeployments implements CheckHealth {
    private static final Duration SHARED_FOR = Duration.ofSeconds(3);

    private final Supplier<GatewaySetup> setups;
    private final ProbeDeployments probes;
    private final HealthResults results;
    private final InstantSource time;
    private final Map<String, Inquiry> inquiries = new ConcurrentHashMap<>();

    public CheckDeployments(
            Supplier<GatewaySetup> setups,
            ProbeDeployments probes,
            HealthResults results,
            InstantSource time) {
        this.setups = setups;
        this.probes = probes;
        this.results = results;
        this.time = time;
    }

    @Override
    public Report check(String model) {
        GatewaySetup setup = setups.get();
        List<Deployment> asked =
                setup.catalog().deployments().stream()
                        .filter(it -> setup.health().probes().containsKey(it.id()))
                        .filter(it -> names(it, model))
                        .toList();
        boolean details = setup.health().details();
        if (asked.isEmpty()) {
            return new Report(List.of(), details);
        }
        List<Probe> found =
                setup.health().background() ? known(setup, asked) : shared(model, setup, asked);
        return new Report(found, details);
    }

    private static boolean names(Deployment deployment, String model) {
        return model.isEmpty()
                || deployment.group().equals(model)
                || deployment.id().value().equals(model);
    }

    /// Stored results; a deployment that was never checked is asked.
    private List<Probe> known(GatewaySetup setup, List<Deployment> asked) {
        List<Deployment> unknown =
                asked.stream().filter(it -> results.latest(it.id()).isEmpty()).toList();
        Map<String, Probe> fresh = new HashMap<>();
        probes.probe(setup, unknown).forEach(it -> fresh.put(it.deploymentId(), it));
        List<Probe> all = new ArrayList<>(asked.size());
        for (Deployment deployment : asked) {
            Probe asking = fresh.get(deployment.id().value());
            if (asking != null) {
                all.add(asking);
            } else {
                results.latest(deployment.id()).ifPresent(all::add);
            }
        }
        return all;
    }

    private List<Probe> shared(String model, GatewaySetup setup, List<Deployment> asked) {
        Instant now = time.instant();
        inquiries.values().removeIf(it -> it.done() && it.older(now));
        Inquiry inquiry =
                inquiries.computeIfAbsent(
                        model,
                        _ -> new Inquiry(new FutureTask<>(() -> probes.probe(setup, asked)), now));
        // Whoever comes first does the work; the others wait for it.
        inquiry.work().run();
        try {
            return inquiry.work().get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException e) {
            inquiries.remove(model, inquiry);
            throw new IllegalStateException("a health check broke", e.getCause());
        }
    }

    private record Inquiry(FutureTask<List<Probe>> work, Instant began) {
        boolean done() {
            return work.isDone();
        }

        boolean older(Instant now) {
            return !now.isBefore(began.plus(SHARED_FOR));
        }
    }
}
