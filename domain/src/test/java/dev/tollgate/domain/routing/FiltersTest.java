package dev.tollgate.domain.routing;

import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;
import static dev.tollgate.domain.testkit.StateFixture.aState;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.catalog.ModelCatalog.Resolution;
import dev.tollgate.domain.failure.Exclusion.Reason;
import dev.tollgate.domain.fleet.DeploymentState;
import dev.tollgate.domain.fleet.DeploymentState.Circuit;
import dev.tollgate.domain.fleet.FleetSnapshot;
import dev.tollgate.domain.testkit.DeploymentFixture;
import dev.tollgate.domain.testkit.Group;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class FiltersTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:20Z");
    private static final Duration FRESH = Duration.ofSeconds(60);
    private static final TagRules ANY = new TagRules(true, true);
    private static final TagRules ALL = new TagRules(true, false);
    private static final DeploymentState WELL = aState().build();

    private TagRules tags = TagRules.OFF;
    private boolean preCallChecks;
    private boolean enforced;
    private Duration healthFreshness = Duration.ZERO;

    private RoutingPlan plan(Resolution group, CallFacts facts, DeploymentState... states) {
        RoutingRules rules =
                new RoutingRules(
                        new RoutingStrategy.SimpleShuffle(),
                        tags,
                        preCallChecks,
                        enforced,
                        healthFreshness,
                        RoutingRules.DEFAULT_EASING);
        FleetSnapshot fleet = new FleetSnapshot(NOW, 0, List.of(states));
        return Routing.plan(rules, group, facts, fleet, new Random(1));
    }

    private static CallFacts tagged(String... tags) {
        return CallFacts.tagged(List.of(tags));
    }

    private static CallFacts from(String userAgent, String... tags) {
        return new CallFacts(List.of(tags), userAgent, false, false, 0, CallFacts.NOT_COUNTED);
    }

    private static CallFacts prompt(long tokens) {
        return new CallFacts(List.of(), "", false, false, 4 * tokens, tokens);
    }

    private static DeploymentState cooling(long seconds) {
        return aState().coolingUntil(NOW.plusSeconds(seconds)).build();
    }

    private static DeploymentState unhealthy(long secondsAgo) {
        return aState().checked(false, NOW.minusSeconds(secondsAgo)).build();
    }

    private static void assertExcluded(RoutingPlan plan, String id, Reason reason, String words) {
        assertThat(plan.exclusions())
                .filteredOn(each -> each.deployment().value().equals(id))
                .singleElement()
                .satisfies(
                        exclusion -> {
                            assertThat(exclusion.reason()).isEqualTo(reason);
                            assertThat(exclusion.detail()).contains(words);
                        });
    }

    @Test
    void one_common_tag_is_enough_where_any_may_match() {
        tags = ANY;
        Resolution group =
                Group.of(
                        aDeployment("a").tagged("free", "eu"),
                        aDeployment("b").tagged("paid"),
                        aDeployment("c"));

        RoutingPlan plan = plan(group, tagged("eu", "us"));

        assertThat(Group.ids(plan)).containsExactly("a");
        assertExcluded(plan, "b", Reason.TAGS, "has the tags [paid], the call [eu, us]");
        assertExcluded(plan, "c", Reason.TAGS, "has the tags []");
    }

    @Test
    void a_deployment_must_have_all_tags_of_the_call_where_all_must_match() {
        tags = ALL;
        Resolution group =
                Group.of(aDeployment("a").tagged("eu"), aDeployment("b").tagged("eu", "us", "x"));

        assertThat(Group.ids(plan(group, tagged("eu", "us")))).containsExactly("b");
    }

    @Test
    void default_deployments_serve_tags_that_nobody_has() {
        tags = ANY;
        Resolution group =
                Group.of(aDeployment("a").tagged("eu"), aDeployment("b").tagged("default"));

        assertThat(Group.ids(plan(group, tagged("us")))).containsExactly("b");
    }

    @Test
    void a_call_without_tags_goes_to_default_deployments_else_to_all() {
        tags = ANY;
        Resolution withDefault =
                Group.of(aDeployment("a").tagged("eu"), aDeployment("b").tagged("default"));
        Resolution without = Group.of(aDeployment("a").tagged("eu"), aDeployment("b"));

        assertThat(Group.ids(plan(withDefault, tagged()))).containsExactly("b");
        assertThat(Group.ids(plan(without, tagged()))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void a_pattern_chooses_by_the_callers_user_agent() {
        tags = ANY;
        Resolution group =
                Group.of(
                        aDeployment("a").forUserAgents("^User-Agent: claude-code/", "curl"),
                        aDeployment("b"));

        assertThat(Group.ids(plan(group, from("claude-code/2.1")))).containsExactly("a");
        assertThat(Group.ids(plan(group, from("python/3")))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void a_pattern_does_not_make_up_for_missing_tags_where_all_must_match() {
        Resolution group =
                Group.of(aDeployment("a").tagged("eu").forUserAgents("curl"), aDeployment("b"));

        tags = ALL;
        assertThat(plan(group, from("curl/8", "us")).shortage()).isEqualTo(new Shortage.NoTags());
        tags = ANY;
        assertThat(Group.ids(plan(group, from("curl/8", "us")))).containsExactly("a");
    }

    @Test
    void tags_that_nobody_has_are_why_nobody_is_left() {
        tags = ANY;

        RoutingPlan plan = plan(Group.of(aDeployment("a").tagged("eu")), tagged("us"));

        assertThat(plan.shortage()).isEqualTo(new Shortage.NoTags());
    }

    @Test
    void where_the_matching_deployments_merely_cool_that_is_the_reason() {
        tags = ANY;
        Resolution group =
                Group.of(aDeployment("a").tagged("eu"), aDeployment("b").tagged("default"));

        RoutingPlan plan = plan(group, tagged("eu"), cooling(4), WELL);

        assertThat(plan.shortage()).isEqualTo(new Shortage.NobodyNow(Duration.ofSeconds(4)));
        assertExcluded(plan, "a", Reason.COOLING_DOWN, "until 2026-01-01T00:00:24Z");
    }

    @Test
    void tags_choose_nothing_while_they_are_switched_off() {
        assertThat(Group.ids(plan(Group.of(aDeployment("a").tagged("eu")), tagged("us"))))
                .containsExactly("a");
    }

    @Test
    void a_freshly_failed_check_leaves_a_deployment_out() {
        healthFreshness = FRESH;
        Resolution group = Group.of(aDeployment("a"), aDeployment("b"));

        RoutingPlan plan = plan(group, CallFacts.NONE, unhealthy(59), WELL);

        assertThat(Group.ids(plan)).containsExactly("b");
        assertExcluded(plan, "a", Reason.UNHEALTHY, "failed a health check");
        assertThat(Group.ids(plan(group, CallFacts.NONE, unhealthy(60), WELL))).hasSize(2);
    }

    @Test
    void where_every_check_failed_all_are_kept() {
        healthFreshness = FRESH;
        Resolution group = Group.of(aDeployment("a"), aDeployment("b"));

        assertThat(Group.ids(plan(group, CallFacts.NONE, unhealthy(1), unhealthy(1)))).hasSize(2);
    }

    @Test
    void checks_do_not_route_unless_they_are_meant_to() {
        assertThat(Group.ids(plan(Group.of(aDeployment("a")), CallFacts.NONE, unhealthy(1))))
                .containsExactly("a");
    }

    @Test
    void a_lone_deployment_with_a_stand_in_is_left_to_its_probe() {
        CallFacts standIn = new CallFacts(List.of(), "", false, true, 0, CallFacts.NOT_COUNTED);
        DeploymentState probed = aState().withCircuit(Circuit.PROBED).build();
        DeploymentState open = aState().withCircuit(Circuit.OPEN).build();
        Resolution lone = Group.of(aDeployment("a"));
        Resolution two = Group.of(aDeployment("a"), aDeployment("b"));

        RoutingPlan plan = plan(lone, standIn, probed);

        assertExcluded(plan, "a", Reason.CIRCUIT_OPEN, "tests");
        assertThat(plan.shortage()).isEqualTo(new Shortage.NobodyNow(Duration.ofSeconds(1)));
        assertThat(Group.ids(plan(lone, standIn, open))).containsExactly("a");
        assertThat(Group.ids(plan(lone, CallFacts.NONE, probed))).containsExactly("a");
        assertThat(Group.ids(plan(two, standIn, probed, WELL))).hasSize(2);
    }

    @Test
    void a_prompt_goes_where_it_fits() {
        preCallChecks = true;
        Resolution group =
                Group.of(aDeployment("small").reading(4096), aDeployment("large").reading(128_000));

        RoutingPlan plan = plan(group, prompt(10_000));

        assertThat(Group.ids(plan)).containsExactly("large");
        assertExcluded(
                plan, "small", Reason.CONTEXT_WINDOW, "takes 4096 input tokens, the prompt has");
        assertThat(Group.ids(plan(group, prompt(4096)))).hasSize(2);
    }

    @Test
    void a_prompt_that_fits_nowhere_is_told_the_longest_window() {
        preCallChecks = true;
        Resolution group =
                Group.of(
                        aDeployment("a").by("openai", "tiny").reading(1000),
                        aDeployment("b").by("openai", "small").reading(4096));

        assertThat(plan(group, prompt(5000)).shortage())
                .isEqualTo(new Shortage.PromptTooLong("small", 5000, 4096));
    }

    @Test
    void a_prompt_that_would_fit_one_that_cools_waits_for_it() {
        preCallChecks = true;
        Resolution group = Group.of(aDeployment("a").reading(1000), aDeployment("b").reading(9000));

        assertThat(plan(group, prompt(5000), cooling(1), cooling(3)).shortage())
                .isEqualTo(new Shortage.NobodyNow(Duration.ofSeconds(3)));
    }

    @Test
    void a_prompt_nobody_counted_is_sent_anywhere() {
        preCallChecks = true;

        assertThat(Group.ids(plan(Group.of(aDeployment("a").reading(10)), CallFacts.NONE)))
                .containsExactly("a");
    }

    @Test
    void requests_used_up_leave_a_deployment_out_until_the_next_minute() {
        preCallChecks = true;
        Resolution group = Group.of(aDeployment("a").withRpm(2));

        assertThat(Group.ids(plan(group, CallFacts.NONE, aState().used(1, 0).build()))).hasSize(1);
        RoutingPlan plan = plan(group, CallFacts.NONE, aState().used(2, 0).build());
        assertExcluded(plan, "a", Reason.RATE_LIMIT, "RPM limit=2, current usage=2");
        assertThat(plan.shortage()).isEqualTo(new Shortage.NobodyNow(Duration.ofSeconds(40)));
    }

    @Test
    void enforced_limits_are_told_as_such() {
        enforced = true;
        Resolution group = Group.of(aDeployment("a").withRpm(2), aDeployment("b").withTpm(100));

        RoutingPlan plan =
                plan(
                        group,
                        CallFacts.NONE,
                        aState().used(2, 0).build(),
                        aState().used(1, 90).running(1).usuallyUsing(10).build());

        assertExcluded(plan, "a", Reason.RATE_LIMIT, "RPM limit=2, current usage=2");
        assertExcluded(plan, "b", Reason.RATE_LIMIT, "TPM limit=100, current usage=100");
        assertThat(plan.shortage()).isEqualTo(new Shortage.LimitsUsedUp(Duration.ofSeconds(40)));
    }

    @Test
    void what_cools_may_be_back_before_limits_are() {
        enforced = true;
        Resolution group = Group.of(aDeployment("a").withRpm(2), aDeployment("b").withRpm(2));

        RoutingPlan plan = plan(group, CallFacts.NONE, aState().used(2, 0).build(), cooling(5));

        assertThat(plan.shortage()).isEqualTo(new Shortage.LimitsUsedUp(Duration.ofSeconds(5)));
    }

    @Test
    void limits_are_only_shares_unless_they_are_enforced() {
        Resolution group = Group.of(aDeployment("a").withRpm(2));

        assertThat(Group.ids(plan(group, CallFacts.NONE, aState().used(9, 0).build()))).hasSize(1);
    }

    @Test
    void every_deployment_is_planned_or_left_out_for_one_reason() {
        tags = ANY;
        preCallChecks = true;
        enforced = true;
        healthFreshness = FRESH;
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            int size = 1 + random.nextInt(6);
            DeploymentFixture[] members = new DeploymentFixture[size];
            DeploymentState[] states = new DeploymentState[size];
            for (int i = 0; i < size; i++) {
                members[i] = aDeployment("d" + i).reading(random.nextInt(3)).withRpm(5);
                if (random.nextBoolean()) {
                    members[i].tagged("eu");
                }
                states[i] =
                        aState().coolingUntil(NOW.plusSeconds(random.nextInt(-3, 3)))
                                .checked(random.nextBoolean(), NOW)
                                .used(random.nextInt(8), 0)
                                .build();
            }
            CallFacts facts = new CallFacts(List.of("eu"), "", false, true, 9, 1);
            RoutingPlan plan = plan(Group.of(members), facts, states);
            List<String> told = new ArrayList<>(Group.ids(plan));
            plan.exclusions().forEach(each -> told.add(each.deployment().value()));
            assertThat(told).as("round %d", round).hasSize(size).doesNotHaveDuplicates();
        }
    }
}
