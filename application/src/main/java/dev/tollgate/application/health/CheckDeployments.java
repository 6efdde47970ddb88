package dev.tollgate.application.health;

import dev.tollgate.application.port.in.CheckHealth;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.catalog.Deployment;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// Answers what the deployments' health is. Asking costs money: results of background checks are
/// told where there are any, and whoever asks while, or shortly after, the same is being found out
/// gets the same answer.
public final class CheckDeployments implements CheckHealth {
    private static final Duration SHARED_FOR = Duration.ofSeconds(3);

    /// The same for those who do not administer the gateway.
    private static final Duration SHARED_WITH_ALL_FOR = Duration.ofMinutes(1);

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
    public Report check(Caller caller, String model) {
        GatewaySetup setup = setups.get();
        boolean operator = Heard.everything(caller);
        List<Deployment> asked =
                Heard.by(caller, setup).stream()
                        .filter(it -> setup.health().probes().containsKey(it.id()))
                        .filter(it -> names(it, model))
                        .toList();
        boolean details = setup.health().details();
        if (asked.isEmpty()) {
            return new Report(List.of(), details);
        }
        if (setup.health().background()) {
            return new Report(known(setup, asked, Instant.MIN), details);
        }
        Instant since = time.instant().minus(SHARED_WITH_ALL_FOR);
        List<Probe> found =
                operator
                        ? shared(model, () -> probes.probe(setup, asked))
                        : shared("|" + ids(asked), () -> known(setup, asked, since));
        return new Report(found, details);
    }

    private static List<String> ids(List<Deployment> deployments) {
        return deployments.stream().map(it -> it.id().value()).toList();
    }

    private static boolean names(Deployment deployment, String model) {
        return model.isEmpty()
                || deployment.group().equals(model)
                || deployment.id().value().equals(model);
    }

    /// Stored results; a deployment that was not checked since then is asked.
    private List<Probe> known(GatewaySetup setup, List<Deployment> asked, Instant since) {
        List<Deployment> unknown =
                asked.stream()
                        .filter(
                                it ->
                                        results.latest(it.id())
                                                .filter(probe -> probe.at().isAfter(since))
                                                .isEmpty())
                        .toList();
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

    private List<Probe> shared(String what, Callable<List<Probe>> asking) {
        Instant now = time.instant();
        inquiries.values().removeIf(it -> it.done() && it.older(now));
        Inquiry inquiry =
                inquiries.computeIfAbsent(what, _ -> new Inquiry(new FutureTask<>(asking), now));
        // Whoever comes first does the work; the others wait for it.
        inquiry.work().run();
        try {
            return inquiry.work().get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException e) {
            inquiries.remove(what, inquiry);
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
