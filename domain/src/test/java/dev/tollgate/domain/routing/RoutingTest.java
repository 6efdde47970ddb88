package dev.tollgate.domain.routing;

import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;
import static dev.tollgate.domain.testkit.StateFixture.aState;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.catalog.ModelCatalog.Resolution;
import dev.tollgate.domain.catalog.ModelCatalog.Via;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.fleet.FleetSnapshot;
import dev.tollgate.domain.testkit.DeploymentFixture;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

class RoutingTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int DRAWS = 10_000;

    private static Resolution group(DeploymentFixture... members) {
        return resolved(Via.GROUP, members);
    }

    private static Resolution resolved(Via via, DeploymentFixture... members) {
        List<Candidate> candidates =
                Stream.of(members)
                        .map(DeploymentFixture::build)
                        .map(member -> new Candidate(member, member.model()))
                        .toList();
        return new Resolution("chat", via, candidates);
    }

    private static RoutingPlan plan(Resolution group, FleetSnapshot fleet, long seed) {
        return Routing.plan(RoutingRules.DEFAULT, group, CallFacts.NONE, fleet, new Random(seed));
    }

    private static FleetSnapshot healthy() {
        return FleetSnapshot.fresh(NOW);
    }

    /// The first candidate cools.
    private static FleetSnapshot cooling(Duration left) {
        return new FleetSnapshot(NOW, 0, List.of(aState().coolingUntil(NOW.plus(left)).build()));
    }

    private static String first(RoutingPlan plan) {
        return ids(plan.levels().getFirst()).getFirst();
    }

    private static List<String> ids(List<Candidate> level) {
        return level.stream()
                .map(Candidate::deployment)
                .map(Deployment::id)
                .map(DeploymentId::value)
                .toList();
    }

    /// Share of first draws that go to a deployment, within three standard deviations of expected.
    private static void assertShare(Resolution group, String id, double expected) {
        for (long seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            int hits = 0;
            for (int draw = 0; draw < DRAWS; draw++) {
                RoutingPlan plan =
                        Routing.plan(
                                RoutingRules.DEFAULT, group, CallFacts.NONE, healthy(), random);
                hits += first(plan).equals(id) ? 1 : 0;
            }
            double sigma = Math.sqrt(DRAWS * expected * (1 - expected));
            assertThat((double) hits)
                    .as("seed %d", seed)
                    .isBetween(DRAWS * expected - 3 * sigma, DRAWS * expected + 3 * sigma);
        }
    }

    @Test
    void weights_decide_the_share() {
        assertShare(group(aDeployment("a").weighing(9), aDeployment("b").weighing(1)), "a", 0.9);
    }

    @Test
    void requests_per_minute_decide_where_nobody_has_a_weight() {
        assertShare(group(aDeployment("a").withRpm(900), aDeployment("b").withRpm(100)), "a", 0.9);
    }

    @Test
    void a_weight_beats_requests_per_minute() {
        assertShare(
                group(
                        aDeployment("a").weighing(1).withRpm(1000),
                        aDeployment("b").weighing(3).withRpm(1)),
                "b",
                0.75);
    }

    @Test
    void without_any_measure_all_are_equal() {
        assertShare(group(aDeployment("a"), aDeployment("b"), aDeployment("c")), "c", 1.0 / 3);
    }

    @Test
    void a_deployment_without_the_others_measure_comes_last() {
        Resolution group =
                group(aDeployment("a"), aDeployment("b").weighing(1), aDeployment("c").weighing(2));
        for (long seed = 0; seed < 50; seed++) {
            assertThat(ids(plan(group, healthy(), seed).levels().getFirst()))
                    .as("seed %d", seed)
                    .endsWith("a");
        }
    }

    @Test
    void a_plan_holds_every_deployment_once() {
        Resolution group =
                group(aDeployment("a").weighing(5), aDeployment("b").weighing(1), aDeployment("c"));
        for (long seed = 0; seed < 50; seed++) {
            assertThat(ids(plan(group, healthy(), seed).levels().getFirst()))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @Test
    void smaller_orders_come_first_and_none_comes_last() {
        RoutingPlan plan =
                plan(
                        group(
                                aDeployment("c"),
                                aDeployment("b").inOrder(2),
                                aDeployment("a").inOrder(1)),
                        healthy(),
                        1);

        assertThat(plan.levels().stream().map(RoutingTest::ids))
                .containsExactly(List.of("a"), List.of("b"), List.of("c"));
    }

    @Test
    void a_cooling_deployment_is_left_out_with_its_reason() {
        RoutingPlan plan =
                plan(group(aDeployment("a"), aDeployment("b")), cooling(Duration.ofSeconds(3)), 1);

        assertThat(first(plan)).isEqualTo("b");
        assertThat(plan.exclusions())
                .singleElement()
                .satisfies(
                        left -> {
                            assertThat(left.deployment()).isEqualTo(new DeploymentId("a"));
                            assertThat(left.reason()).isEqualTo(Exclusion.Reason.COOLING_DOWN);
                        });
    }

    @Test
    void where_all_cool_down_the_plan_says_when_the_first_comes_back() {
        RoutingPlan plan = plan(group(aDeployment("a")), cooling(Duration.ofSeconds(3)), 1);

        assertThat(plan.empty()).isTrue();
        assertThat(plan.shortage()).isEqualTo(new Shortage.NobodyNow(Duration.ofSeconds(3)));
    }

    @Test
    void a_deployment_asked_for_by_id_is_planned_even_while_it_cools() {
        RoutingPlan plan =
                plan(
                        resolved(Via.DEPLOYMENT_ID, aDeployment("a")),
                        cooling(Duration.ofSeconds(3)),
                        1);

        assertThat(first(plan)).isEqualTo("a");
    }
}
