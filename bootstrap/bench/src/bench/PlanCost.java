package bench;

import dev.tollgate.application.fleet.FleetMonitor;
import dev.tollgate.application.fleet.Observation;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.catalog.ModelCatalog.Resolution;
import dev.tollgate.domain.catalog.ModelCatalog.Via;
import dev.tollgate.domain.money.Prices;
import dev.tollgate.domain.routing.CallFacts;
import dev.tollgate.domain.routing.Routing;
import dev.tollgate.domain.routing.RoutingPlan;
import dev.tollgate.domain.routing.RoutingRules;
import dev.tollgate.domain.routing.RoutingStrategy;
import dev.tollgate.domain.usage.Usage;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// What each call pays for being routed: a snapshot of the fleet and the plan made from it. Every
/// deployment has a weight, a price, limits, calls in flight and a past of both kinds of calls, so
/// that no strategy finds all of them equal.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PlanCost {
    private static final int PAST_CALLS = 20;
    private static final CallFacts FACTS =
            new CallFacts(List.of(), "bench", false, false, 900, CallFacts.NOT_COUNTED);

    /// The strategies by the names that configurations use.
    public enum Strategy {
        SIMPLE_SHUFFLE(new RoutingStrategy.SimpleShuffle()),
        LEAST_BUSY(new RoutingStrategy.LeastBusy()),
        USAGE_BASED(new RoutingStrategy.UsageBased()),
        LATENCY_BASED(
                new RoutingStrategy.LatencyBased(RoutingStrategy.LatencyBased.DEFAULT_MEMORY, 0.2)),
        COST_BASED(new RoutingStrategy.CostBased()),
        ROUND_ROBIN(new RoutingStrategy.RoundRobin());

        private final RoutingRules rules;

        Strategy(RoutingStrategy strategy) {
            this.rules = RoutingRules.of(strategy);
        }

        String title() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Param public Strategy strategy = Strategy.SIMPLE_SHUFFLE;

    @Param({"4", "40", "400"})
    public int candidates;

    private Resolution group = new Resolution("bench", Via.GROUP, List.of());
    private FleetMonitor fleet = new FleetMonitor(InstantSource.system());

    @Setup
    public void fill() {
        fleet = new FleetMonitor(InstantSource.system());
        List<Candidate> members = new ArrayList<>();
        for (int i = 0; i < candidates; i++) {
            Deployment deployment = deployment(i);
            members.add(new Candidate(deployment, deployment.model()));
            past(deployment, i);
        }
        group = new Resolution("bench", Via.GROUP, members);
    }

    private static Deployment deployment(int i) {
        BigDecimal price = BigDecimal.valueOf(1 + i % 7);
        return new Deployment(
                new DeploymentId("deployment-" + i),
                "bench",
                "openai",
                "gpt-4o-mini",
                "",
                "",
                new Deployment.Share(1 + i % 5, 1_000_000, 1_000_000_000),
                Deployment.Limits.NONE,
                Set.of(),
                List.of(),
                new ModelCard(
                        "gpt-4o-mini",
                        "openai",
                        "chat",
                        128_000,
                        16_384,
                        0,
                        new Prices(Map.of("input", price, "output", price)),
                        Set.of(),
                        Set.of()),
                Deployment.Entry.NONE);
    }

    private void past(Deployment deployment, int i) {
        Usage usage = Usage.of(50, 50);
        Duration whole = Duration.ofMillis(400 + 13 * (i % 31));
        for (int call = 0; call < PAST_CALLS; call++) {
            boolean streamed = call % 2 == 0;
            fleet.started(deployment, streamed)
                    .succeeded(
                            streamed
                                    ? new Observation.Streamed(usage, whole.dividedBy(4))
                                    : new Observation.Plain(usage, whole));
        }
        for (int call = 0; call < i % 4; call++) {
            fleet.started(deployment, false);
        }
    }

    @Benchmark
    public RoutingPlan plan() {
        return Routing.plan(
                strategy.rules,
                group,
                FACTS,
                fleet.snapshot(group.candidates()),
                ThreadLocalRandom.current());
    }

    /// @param nanos average time of a plan
    /// @param bytes allocated for it
    record Cost(Strategy strategy, int candidates, double nanos, double bytes) {}

    /// Measures all of them, each in a virtual machine of its own with the launcher's options.
    static List<Cost> measure(String java, Path jvmOptions, Path log, boolean brief)
            throws RunnerException {
        Collection<RunResult> results =
                new Runner(
                                new OptionsBuilder()
                                        .include(PlanCost.class.getName())
                                        .jvm(java)
                                        .jvmArgs("@" + jvmOptions)
                                        .forks(brief ? 1 : 2)
                                        .warmupIterations(brief ? 1 : 3)
                                        .warmupTime(TimeValue.milliseconds(brief ? 300 : 500))
                                        .measurementIterations(brief ? 1 : 5)
                                        .measurementTime(TimeValue.milliseconds(brief ? 200 : 500))
                                        .addProfiler(GCProfiler.class)
                                        .shouldFailOnError(true)
                                        .verbosity(VerboseMode.NORMAL)
                                        .output(log.toString())
                                        .build())
                        .run();
        return results.stream().map(PlanCost::cost).toList();
    }

    private static Cost cost(RunResult result) {
        double bytes =
                result.getSecondaryResults().entrySet().stream()
                        .filter(each -> each.getKey().endsWith("gc.alloc.rate.norm"))
                        .mapToDouble(each -> each.getValue().getScore())
                        .findFirst()
                        .orElse(Double.NaN);
        return new Cost(
                Strategy.valueOf(result.getParams().getParam("strategy")),
                Integer.parseInt(result.getParams().getParam("candidates")),
                result.getPrimaryResult().getScore(),
                bytes);
    }
}
