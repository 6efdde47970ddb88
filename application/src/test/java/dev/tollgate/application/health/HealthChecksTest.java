package dev.tollgate.application.health;

import static dev.tollgate.application.testkit.ScriptedProvider.fails;
import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.desk.AdmissionDesk;
import dev.tollgate.application.fleet.FleetMonitor;
import dev.tollgate.application.port.in.CheckHealth.Probe;
import dev.tollgate.application.setup.CurrentSetup;
import dev.tollgate.application.setup.HealthRules;
import dev.tollgate.application.setup.ProbePlan;
import dev.tollgate.application.testkit.ScriptedProvider;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.access.ModelAccess;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.Letter;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.fleet.Health;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

class HealthChecksTest {
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final TestGateway gateway = new TestGateway();
    private final ScriptedProvider provider = gateway.provider;
    private final AdmissionDesk desk = gateway.desk;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final FleetMonitor fleet = new FleetMonitor(() -> now);
    private final HealthResults results = new HealthResults(fleet);
    private final ProbeDeployments probes =
            new ProbeDeployments(
                    desk, gateway.books, results, () -> now, threads, new Cancellation());

    @BeforeEach
    void two_deployments_that_can_be_checked_and_one_that_cannot() {
        gateway.with(
                aDeployment("east").serving("chat"),
                aDeployment("west").serving("chat"),
                aDeployment("painter").serving("pictures"));
    }

    @AfterEach
    void every_probe_has_given_back_its_place() {
        threads.close();
        assertThat(desk.running()).isZero();
        assertThat(desk.leakedClaims()).isZero();
    }

    private static ProbePlan plan(boolean background) {
        Letter letter = new Letter(Dialect.OPENAI_CHAT, new byte[] {'{', '}'}, List.of());
        return new ProbePlan("m", letter, Duration.ofSeconds(60), background);
    }

    private CurrentSetup setups(boolean background, boolean ignoreTransient) {
        gateway.withHealth(
                new HealthRules(
                        background,
                        INTERVAL,
                        true,
                        4,
                        ignoreTransient,
                        Map.of(
                                new DeploymentId("east"), plan(true),
                                new DeploymentId("west"), plan(false))));
        return new CurrentSetup(gateway.setup(), () -> {});
    }

    private CheckDeployments checks(CurrentSetup setups) {
        return new CheckDeployments(setups, probes, results, () -> now);
    }

    private Health healthOf(String id) {
        return fleet.look(List.of(new Candidate(aDeployment(id).build(), "m"))).of(0).health();
    }

    private static List<String> ids(List<Probe> found) {
        return found.stream().map(Probe::deploymentId).toList();
    }

    @Test
    void a_check_asks_the_deployments_of_a_model_or_one_by_its_id() {
        CheckDeployments checks = checks(setups(false, false));

        assertThat(ids(checks.check(Caller.MASTER, "chat").probes()))
                .containsExactly("east", "west");
        assertThat(ids(checks.check(Caller.MASTER, "west").probes())).containsExactly("west");
        assertThat(checks.check(Caller.MASTER, "pictures").probes()).isEmpty();
        assertThat(checks.check(Caller.MASTER, "nope").probes()).isEmpty();
        assertThat(ids(checks.check(Caller.MASTER, "").probes())).containsExactly("east", "west");
    }

    @Test
    void whoever_asks_the_same_shortly_after_gets_the_same_answer() {
        CheckDeployments checks = checks(setups(false, false));

        List<Probe> first = checks.check(Caller.MASTER, "east").probes();
        now = now.plusSeconds(2);
        assertThat(checks.check(Caller.MASTER, "east").probes()).isEqualTo(first);
        assertThat(provider.asked()).containsExactly("east");

        now = now.plusSeconds(2);
        checks.check(Caller.MASTER, "east");
        assertThat(provider.asked()).containsExactly("east", "east");
    }

    @Test
    void who_does_not_administer_has_nobody_asked_twice_in_a_minute() {
        CheckDeployments checks = checks(setups(false, false));
        Caller ci = new Caller("ci", Caller.Role.KEY, KeyHolder.NOBODY);

        checks.check(ci, "east");
        now = now.plusSeconds(59);
        assertThat(ids(checks.check(ci, "").probes())).containsExactly("east", "west");
        assertThat(provider.asked()).containsExactly("east", "west");

        now = now.plusSeconds(2);
        checks.check(ci, "east");
        assertThat(provider.asked()).containsExactly("east", "west", "east");
    }

    @Test
    void who_does_not_administer_hears_of_the_models_they_may_call() {
        CheckDeployments checks = checks(setups(false, false));

        assertThat(checks.check(keptTo("pictures"), "chat").probes()).isEmpty();
        assertThat(ids(checks.check(keptTo("chat"), "").probes())).containsExactly("east", "west");
        // Both are asked at once.
        assertThat(provider.asked()).containsExactlyInAnyOrder("east", "west");
    }

    @Test
    void what_was_found_is_told_of_the_models_that_a_caller_may_call() {
        CurrentSetup setups = setups(false, false);
        checks(setups).check(Caller.MASTER, "chat");
        RecallResults recalled = new RecallResults(setups, results);

        assertThat(ids(recalled.recall(Caller.MASTER, 1))).containsExactly("east", "west");
        assertThat(ids(recalled.recall(keptTo("chat"), 1))).containsExactly("east", "west");
        assertThat(recalled.recall(keptTo("pictures"), 1)).isEmpty();
    }

    static Caller keptTo(String model) {
        KeyHolder any = KeyHolder.NOBODY;
        ModelAccess models =
                new ModelAccess(
                        List.of(
                                new ModelAccess.ModelList(
                                        ModelAccess.Owner.KEY, "k", List.of(model))));
        KeyHolder holder =
                new KeyHolder(
                        "k",
                        "",
                        "",
                        "",
                        any.user(),
                        any.role(),
                        "",
                        "",
                        "",
                        models,
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        any.confidential(),
                        false,
                        any.expires());
        return new Caller("ci", Caller.Role.KEY, holder);
    }

    @Test
    void with_background_checks_only_what_was_never_checked_is_asked() {
        CheckDeployments checks = checks(setups(true, false));

        checks.check(Caller.MASTER, "east");
        now = now.plus(INTERVAL);
        List<Probe> found = checks.check(Caller.MASTER, "chat").probes();

        assertThat(provider.asked()).containsExactly("east", "west");
        assertThat(ids(found)).containsExactly("east", "west");
        assertThat(found.getFirst().at()).isEqualTo(now.minus(INTERVAL));
    }

    @Test
    void a_failure_is_told_in_one_line_and_known_to_the_fleet() {
        provider.always("east", fails(FailureKind.INTERNAL, 500));

        List<Probe> found = checks(setups(false, false)).check(Caller.MASTER, "chat").probes();

        assertThat(found.getFirst().error()).isEqualTo("500: scripted INTERNAL");
        assertThat(found.get(1).healthy()).isTrue();
        assertThat(healthOf("east").healthy()).isFalse();
        assertThat(healthOf("west").healthy()).isTrue();
    }

    @Test
    void a_rate_limit_says_nothing_where_the_operator_wants_it_so() {
        provider.always("east", fails(FailureKind.RATE_LIMIT, 429));

        checks(setups(false, true)).check(Caller.MASTER, "east");
        assertThat(healthOf("east").healthy()).isTrue();

        now = now.plusSeconds(10);
        checks(setups(false, false)).check(Caller.MASTER, "east");
        assertThat(healthOf("east").healthy()).isFalse();
    }

    @Test
    void only_the_last_results_are_kept() {
        CheckDeployments checks = checks(setups(false, false));
        for (int i = 0; i < 2 * HealthResults.KEPT; i++) {
            now = now.plusSeconds(10);
            checks.check(Caller.MASTER, "east");
        }

        List<Probe> kept = results.recall(100);

        assertThat(kept).hasSize(HealthResults.KEPT);
        assertThat(kept.getFirst().at()).isEqualTo(now);
        assertThat(results.recall(1)).containsExactly(kept.getFirst());

        results.keepOnly(List.of());
        assertThat(results.recall(100)).isEmpty();
    }

    @Test
    void rounds_begin_an_interval_apart_and_leave_out_whoever_wants_none() {
        List<Duration> rests = rounds(setups(true, false), 3);

        assertThat(provider.asked()).containsExactly("east", "east", "east");
        assertThat(rests.getFirst()).isBetween(Duration.ZERO, Duration.ofSeconds(10));
        assertThat(rests.subList(1, 3)).containsExactly(INTERVAL, INTERVAL);
    }

    @Test
    void without_background_checks_nobody_is_asked() {
        rounds(setups(false, false), 3);

        assertThat(provider.asked()).isEmpty();
    }

    @Test
    void a_changed_configuration_is_followed_without_an_extra_round() {
        CurrentSetup setups = setups(true, false);
        int[] calls = {0};
        new BackgroundChecks(
                        setups,
                        probes,
                        () -> now,
                        TestGateway.seeded(1),
                        time -> {
                            // The second rest ends at once, as after a reload.
                            now = calls[0] == 1 ? now.plusSeconds(1) : now.plus(time);
                            return ++calls[0] <= 3;
                        })
                .run();

        assertThat(provider.asked()).containsExactly("east", "east");
    }

    private List<Duration> rounds(CurrentSetup setups, int most) {
        List<Duration> rests = new ArrayList<>();
        new BackgroundChecks(
                        setups,
                        probes,
                        () -> now,
                        TestGateway.seeded(1),
                        time -> {
                            rests.add(time);
                            now = now.plus(time);
                            return rests.size() <= most;
                        })
                .run();
        return rests;
    }
}
