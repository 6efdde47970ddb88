package dev.tollgate.application.fleet;

import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.ModelCatalog.Resolution;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.fleet.CooldownRules;
import dev.tollgate.domain.fleet.DeploymentState;
import dev.tollgate.domain.fleet.FleetSnapshot;
import dev.tollgate.domain.routing.CallFacts;
import dev.tollgate.domain.routing.Routing;
import dev.tollgate.domain.routing.RoutingPlan;
import dev.tollgate.domain.routing.RoutingRules;
import dev.tollgate.domain.routing.RoutingStrategy;
import dev.tollgate.domain.testkit.DeploymentFixture;
import dev.tollgate.domain.testkit.Group;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Drives whole fleets through the strategies over a clock that the test turns.
class RoutingSimulationTest {
    private static final long SEEDS = 5;
    private static final Usage USAGE = Usage.of(50, 50);

    /// Calls come at random moments, take as long as their deployment takes, and are counted where
    /// they went.
    private static final class Simulation {
        final RoutingRules rules;
        final Resolution group;
        final Random random;
        final ToDoubleFunction<String> seconds;
        final Map<String, Integer> served = new HashMap<>();
        final PriorityQueue<Running> running = new PriorityQueue<>();
        final FleetMonitor fleet;
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        boolean streaming;
        double jitter = 0.3;

        Simulation(
                RoutingStrategy strategy,
                Resolution group,
                long seed,
                ToDoubleFunction<String> seconds) {
            this.rules = RoutingRules.of(strategy);
            this.group = group;
            this.random = new Random(seed);
            this.seconds = seconds;
            this.fleet = new FleetMonitor(() -> now);
        }

        /// @param perSecond calls that come in a second, on average
        void calls(int count, double perSecond) {
            for (int i = 0; i < count; i++) {
                pass(-Math.log1p(-random.nextDouble()) / perSecond);
                call();
            }
        }

        RoutingPlan plan() {
            FleetSnapshot snapshot = fleet.snapshot(group.candidates());
            CallFacts facts =
                    new CallFacts(List.of(), "", streaming, false, 0, CallFacts.NOT_COUNTED);
            return Routing.plan(rules, group, facts, snapshot, random);
        }

        void call() {
            call(plan().levels().getFirst().getFirst().deployment());
        }

        void call(Deployment chosen) {
            String id = chosen.id().value();
            served.merge(id, 1, Integer::sum);
            WatchedAttempt attempt = fleet.started(chosen, streaming);
            // Deployments are not of one mind about how long they take.
            double takes = seconds.applyAsDouble(id) * (1 + jitter * (2 * random.nextDouble() - 1));
            running.add(new Running(now.plusNanos((long) (takes * 1e9)), now, attempt));
        }

        void pass(double time) {
            Instant until = now.plusNanos((long) (time * 1e9));
            while (!running.isEmpty() && !running.peek().ends().isAfter(until)) {
                Running done = running.remove();
                now = done.ends();
                Duration took = Duration.between(done.began(), now);
                done.attempt()
                        .succeeded(
                                streaming
                                        ? new Observation.Streamed(USAGE, took)
                                        : new Observation.Plain(USAGE, took));
            }
            now = until;
        }

        void passToNextAnswer() {
            pass(Duration.between(now, running.peek().ends()).toNanos() / 1e9);
        }

        List<DeploymentState> states() {
            return fleet.look(group.candidates()).states();
        }

        double share(String id) {
            double all = served.values().stream().mapToInt(Integer::intValue).sum();
            return served.getOrDefault(id, 0) / all;
        }

        /// The part of plans that put a deployment first.
        double draws(String id, int count) {
            int first = 0;
            for (int i = 0; i < count; i++) {
                first += Group.first(plan()).equals(id) ? 1 : 0;
            }
            return (double) first / count;
        }

        void cools(String id, Duration length) {
            fails(id, FailureKind.RATE_LIMIT, new CooldownRules(length, 0, Map.of()));
        }

        void timesOut(String id) {
            fails(id, FailureKind.TIMEOUT, CooldownRules.NEVER);
        }

        private void fails(String id, FailureKind kind, CooldownRules cooldowns) {
            Deployment deployment =
                    group.candidates().stream()
                            .map(Candidate::deployment)
                            .filter(each -> each.id().value().equals(id))
                            .findFirst()
                            .orElseThrow();
            fleet.started(deployment, streaming)
                    .failed(ProviderFailure.of(kind, 429, "openai", "not now"), cooldowns, true);
        }
    }

    private record Running(Instant ends, Instant began, WatchedAttempt attempt)
            implements Comparable<Running> {
        @Override
        public int compareTo(Running other) {
            return ends.compareTo(other.ends);
        }
    }

    private static Resolution members(int count) {
        DeploymentFixture[] members = new DeploymentFixture[count];
        for (int i = 0; i < count; i++) {
            members[i] = aDeployment("d" + i);
        }
        return Group.of(members);
    }

    private static void assertWithinThreeSigma(
            double share, double expected, int draws, long seed) {
        double sigma = Math.sqrt(expected * (1 - expected) / draws);
        assertThat(share).as("seed %d", seed).isBetween(expected - 3 * sigma, expected + 3 * sigma);
    }

    @Test
    void weights_are_kept_within_three_sigma() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Resolution group =
                    Group.of(
                            aDeployment("a").weighing(5),
                            aDeployment("b").weighing(3),
                            aDeployment("c").weighing(2));
            Simulation simulation =
                    new Simulation(new RoutingStrategy.SimpleShuffle(), group, seed, _ -> 0.5);

            simulation.calls(10_000, 50);

            assertWithinThreeSigma(simulation.share("a"), 0.5, 10_000, seed);
            assertWithinThreeSigma(simulation.share("b"), 0.3, 10_000, seed);
            assertWithinThreeSigma(simulation.share("c"), 0.2, 10_000, seed);
        }
    }

    @Test
    void the_second_choice_of_a_draw_keeps_the_weights_too() {
        Resolution group =
                Group.of(
                        aDeployment("a").weighing(5),
                        aDeployment("b").weighing(3),
                        aDeployment("c").weighing(2));
        for (long seed = 0; seed < SEEDS; seed++) {
            Simulation simulation =
                    new Simulation(new RoutingStrategy.SimpleShuffle(), group, seed, _ -> 1);
            int afterA = 0;
            int bAfterA = 0;
            for (int draw = 0; draw < 20_000; draw++) {
                List<String> order = Group.ids(simulation.plan());
                afterA += order.get(0).equals("a") ? 1 : 0;
                bAfterA += order.get(0).equals("a") && order.get(1).equals("b") ? 1 : 0;
            }
            assertWithinThreeSigma((double) bAfterA / afterA, 0.6, afterA, seed);
        }
    }

    @Test
    void the_least_busy_differ_by_two_in_flight_at_most_whatever_their_speeds() {
        Map<String, Double> speeds = Map.of("d0", 0.5, "d1", 1.5, "d2", 2.0, "d3", 6.0);
        for (long seed = 0; seed < SEEDS; seed++) {
            Simulation simulation =
                    new Simulation(new RoutingStrategy.LeastBusy(), members(4), seed, speeds::get);
            for (int caller = 0; caller < 30; caller++) {
                simulation.call();
            }
            // Everybody who got an answer asks again.
            for (int call = 0; call < 5_000; call++) {
                simulation.passToNextAnswer();
                assertSpread(busy(simulation), seed);
                simulation.call();
                assertSpread(busy(simulation), seed);
            }
        }
    }

    private static void assertSpread(List<Integer> busy, long seed) {
        assertThat(Collections.max(busy) - Collections.min(busy))
                .as("seed %d: %s", seed, busy)
                .isLessThanOrEqualTo(2);
    }

    @Test
    void a_call_goes_to_a_least_busy_deployment_whatever_their_speeds() {
        Map<String, Double> speeds = Map.of("d0", 0.5, "d1", 1.5, "d2", 2.0, "d3", 6.0);
        for (long seed = 0; seed < SEEDS; seed++) {
            Simulation simulation =
                    new Simulation(new RoutingStrategy.LeastBusy(), members(4), seed, speeds::get);
            simulation.calls(500, 20);
            for (int call = 0; call < 2_000; call++) {
                simulation.pass(0.05);
                List<Integer> before = busy(simulation);
                simulation.call();
                List<Integer> after = busy(simulation);
                int chosen = IntStream.range(0, 4).filter(i -> after.get(i) > before.get(i)).sum();
                assertThat(before.get(chosen))
                        .as("seed %d, call %d: %s", seed, call, before)
                        .isEqualTo(Collections.min(before));
            }
        }
    }

    private static List<Integer> busy(Simulation simulation) {
        return simulation.states().stream().map(DeploymentState::inFlight).toList();
    }

    @Test
    void usage_never_exceeds_a_limit_while_another_deployment_has_room() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Resolution group =
                    Group.of(
                            aDeployment("a").withRpm(60).withTpm(10_000),
                            aDeployment("b").withRpm(600).withTpm(3_000),
                            aDeployment("c").withRpm(300).withTpm(30_000));
            Simulation simulation =
                    new Simulation(new RoutingStrategy.UsageBased(), group, seed, _ -> 0.5);
            int over = 0;
            for (int call = 0; call < 4_000; call++) {
                simulation.pass(-Math.log1p(-simulation.random.nextDouble()) / 8);
                List<DeploymentState> before = simulation.states();
                String chosen = Group.first(simulation.plan());
                int place = chosen.charAt(0) - 'a';
                boolean anyRoom = IntStream.range(0, 3).anyMatch(i -> hasRoom(group, before, i));
                boolean room = hasRoom(group, before, place);
                over += room ? 0 : 1;
                assertThat(room || !anyRoom)
                        .as("seed %d, call %d: %s of %s", seed, call, chosen, before)
                        .isTrue();
                simulation.call(group.candidates().get(place).deployment());
            }
            assertThat(over).as("seed %d: the limits were met", seed).isPositive();
        }
    }

    /// By what the test knows of the calls: 100 tokens each.
    private static boolean hasRoom(Resolution group, List<DeploymentState> states, int place) {
        Deployment.Share share = group.candidates().get(place).deployment().share();
        DeploymentState state = states.get(place);
        return state.requests() + 1 <= share.rpm()
                && state.tokens() + 100L * (state.inFlight() + 1) <= share.tpm();
    }

    @Test
    void tokens_are_spread_evenly_by_usage() {
        Simulation simulation =
                new Simulation(new RoutingStrategy.UsageBased(), members(4), 1, _ -> 0.5);

        simulation.calls(4_000, 20);

        for (int i = 0; i < 4; i++) {
            assertThat(simulation.share("d" + i)).isBetween(0.23, 0.27);
        }
    }

    @Test
    void four_of_five_calls_go_to_the_deployment_that_is_three_times_as_fast() {
        for (boolean streaming : List.of(false, true)) {
            for (double perSecond : List.of(0.2, 2.0, 20.0)) {
                for (long seed = 0; seed < SEEDS; seed++) {
                    Simulation simulation =
                            new Simulation(
                                    latencyBased(),
                                    members(2),
                                    seed,
                                    RoutingSimulationTest::oneToThree);
                    simulation.streaming = streaming;

                    simulation.calls(2_000, perSecond);

                    assertThat(simulation.share("d0"))
                            .as(
                                    "seed %d, %s calls a second, streaming %s",
                                    seed, perSecond, streaming)
                            .isGreaterThan(0.8);
                    assertThat(simulation.share("d1")).isPositive();
                }
            }
        }
    }

    private static RoutingStrategy latencyBased() {
        return new RoutingStrategy.LatencyBased(Duration.ofHours(1), 0);
    }

    private static double oneToThree(String id) {
        return id.equals("d0") ? 1 : 3;
    }

    @Test
    void unknown_deployments_are_tried_one_at_a_time() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Simulation simulation =
                    new Simulation(
                            latencyBased(), members(20), seed, id -> id.equals("d0") ? 1 : 3);
            simulation.call(simulation.group.candidates().getFirst().deployment());
            simulation.pass(2);
            for (int call = 0; call < 3_000; call++) {
                simulation.calls(1, 20);
                long explored =
                        simulation.states().stream()
                                .skip(1)
                                .mapToInt(DeploymentState::inFlight)
                                .sum();
                assertThat(explored).as("seed %d, call %d", seed, call).isLessThanOrEqualTo(1);
            }
            assertThat(simulation.served).as("seed %d", seed).hasSize(20);
        }
    }

    @Test
    void a_deployment_that_became_fast_again_is_found() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Map<String, Double> speeds = new HashMap<>(Map.of("d0", 9.0, "d1", 3.0));
            Simulation simulation = new Simulation(latencyBased(), members(2), seed, speeds::get);
            simulation.calls(500, 5);
            simulation.timesOut("d0");
            assertThat(favourite(simulation)).isEqualTo("d1");

            speeds.put("d0", 1.0);
            simulation.calls(1_500, 5);
            simulation.served.clear();
            simulation.calls(1_000, 5);

            assertThat(simulation.share("d0")).as("seed %d", seed).isGreaterThan(0.8);
        }
    }

    /// The one that most plans put first.
    private static String favourite(Simulation simulation) {
        return simulation.draws("d0", 100) > 0.5 ? "d0" : "d1";
    }

    @Test
    void deployments_nearly_as_fast_share_the_load_within_the_buffer() {
        Simulation simulation =
                new Simulation(
                        new RoutingStrategy.LatencyBased(Duration.ofHours(1), 0.5),
                        members(3),
                        1,
                        id -> id.equals("d2") ? 3 : id.equals("d1") ? 1.1 : 1);

        simulation.calls(3_000, 10);

        assertThat(simulation.share("d0")).isBetween(0.4, 0.55);
        assertThat(simulation.share("d1")).isBetween(0.4, 0.55);
    }

    @Test
    void the_cheapest_serves_until_its_limit_is_used_up() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Resolution group =
                    Group.of(
                            aDeployment("dear").priced("10", "10"),
                            aDeployment("free").priced("0", "0").withRpm(30),
                            aDeployment("cheap").priced("1", "1"),
                            aDeployment("unknown"));
            Simulation simulation =
                    new Simulation(new RoutingStrategy.CostBased(), group, seed, _ -> 0.1);

            for (int i = 0; i < 45; i++) {
                simulation.pass(1);
                simulation.call();
            }

            assertThat(simulation.served)
                    .as("seed %d", seed)
                    .isEqualTo(Map.of("free", 30, "cheap", 15));
            assertThat(Group.ids(simulation.plan())).endsWith("dear", "unknown", "free");
        }
    }

    @Test
    void turns_differ_by_one_at_most() {
        Simulation simulation =
                new Simulation(new RoutingStrategy.RoundRobin(), members(7), 1, _ -> 1);
        for (int call = 0; call < 100; call++) {
            simulation.calls(1, 10);
            int most = Collections.max(simulation.served.values());
            int least =
                    simulation.served.size() < 7 ? 0 : Collections.min(simulation.served.values());
            assertThat(most - least).as("call %d", call).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void turns_differ_by_one_at_most_also_where_many_plan_at_once() throws Exception {
        Resolution group = members(7);
        FleetMonitor fleet = new FleetMonitor(() -> Instant.EPOCH);
        RoutingRules rules = RoutingRules.of(new RoutingStrategy.RoundRobin());
        Map<String, LongAdder> served = new ConcurrentHashMap<>();
        List<Callable<Void>> callers = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            Random random = new Random(caller);
            callers.add(
                    () -> {
                        for (int call = 0; call < 1_000; call++) {
                            FleetSnapshot snapshot = fleet.snapshot(group.candidates());
                            String id =
                                    Group.first(
                                            Routing.plan(
                                                    rules,
                                                    group,
                                                    CallFacts.NONE,
                                                    snapshot,
                                                    random));
                            served.computeIfAbsent(id, _ -> new LongAdder()).increment();
                        }
                        return null;
                    });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> done : threads.invokeAll(callers)) {
                done.get();
            }
        }
        List<Long> counts = served.values().stream().map(LongAdder::sum).toList();
        assertThat(counts).hasSize(7);
        assertThat(Collections.max(counts) - Collections.min(counts)).isLessThanOrEqualTo(1);
    }

    @Test
    void who_comes_back_gets_a_tenth_then_half_then_all_of_its_share() {
        List<RoutingStrategy> strategies =
                List.of(
                        new RoutingStrategy.SimpleShuffle(),
                        new RoutingStrategy.RoundRobin(),
                        new RoutingStrategy.LeastBusy());
        for (RoutingStrategy strategy : strategies) {
            for (long seed = 0; seed < SEEDS; seed++) {
                assertEased(strategy, seed);
            }
        }
    }

    private static void assertEased(RoutingStrategy strategy, long seed) {
        int draws = 10_000;
        Simulation simulation = new Simulation(strategy, members(4), seed, _ -> 1);
        simulation.cools("d0", Duration.ofSeconds(5));
        simulation.pass(4.9);
        assertThat(simulation.draws("d0", 1_000)).isZero();

        simulation.pass(0.1);
        assertWithinThreeSigma(simulation.draws("d0", draws), 0.25 * 0.1, draws, seed);
        simulation.pass(15);
        assertWithinThreeSigma(simulation.draws("d0", draws), 0.25 * 0.55, draws, seed);
        simulation.pass(15);
        assertWithinThreeSigma(simulation.draws("d0", draws), 0.25, draws, seed);
    }

    @Test
    void a_lone_deployment_that_comes_back_serves_every_call() {
        Simulation simulation =
                new Simulation(new RoutingStrategy.SimpleShuffle(), members(1), 1, _ -> 1);
        simulation.cools("d0", Duration.ofSeconds(5));
        simulation.pass(5);

        assertThat(simulation.draws("d0", 100)).isEqualTo(1);
    }
}
