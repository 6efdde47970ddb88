package dev.tollgate.bootstrap.replicas;

import static dev.tollgate.bootstrap.e2e.SpawnedGateway.await;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What is decided at one replica, or by the clock, holds at all of them.
@Timeout(3600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedRulesIT {
    private static final int SLOWEST_MILLIS = 60;
    private static final int REPLICAS = 3;
    private static final int PERIODS = Chaos.number("periods", 3);

    /// What five of the longest answers cost, in nano-dollars.
    private static final long BUDGET = 5 * GreedyProvider.LONGEST * Sale.OUTPUT_PRICE;

    private Postgres postgres;
    private GreedyProvider provider;
    private Replicas replicas;
    private Crowd crowd;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        postgres = Postgres.in(folder.resolve("data"));
        provider = new GreedyProvider(1, SLOWEST_MILLIS);
        replicas = Replicas.start(REPLICAS, folder, postgres, provider);
        crowd = new Crowd(replicas);
    }

    @AfterAll
    void stop() throws Exception {
        crowd.close();
        replicas.close();
        provider.close();
        postgres.close();
    }

    private int status(String key, int replica) throws Exception {
        return crowd.ask(new Call("shared", key, replica, false, 100)).status();
    }

    private void awaitStatus(String key, int replica, int status) throws Exception {
        await("replica " + replica, () -> status(key, replica) == status);
    }

    @Test
    void a_key_that_is_blocked_at_one_replica_is_refused_by_all() throws Exception {
        String key = replicas.key("");
        for (int i = 0; i < REPLICAS; i++) {
            awaitStatus(key, i, 200);
        }

        replicas.manage(0, "/key/block", "{\"key\": \"" + key + "\"}");

        assertThat(status(key, 0)).isIn(401, 403);
        long blocked = System.nanoTime();
        int refused = status(key, 0);
        for (int i = 1; i < REPLICAS; i++) {
            awaitStatus(key, i, refused);
            Chaos.tell("blocked at replica %d after".formatted(i), blocked);
        }
        replicas.manage(1, "/key/unblock", "{\"key\": \"" + key + "\"}");
        for (int i = 0; i < REPLICAS; i++) {
            awaitStatus(key, i, 200);
        }
    }

    @Test
    void a_deployment_that_one_replica_leaves_alone_is_left_alone_by_all() throws Exception {
        Call broken = new Call("broken", replicas.key(""), 0, "broken", false, 0);
        await("replica 0 leaves one alone", () -> failed(broken) && leftAlone(0) > 0);

        long cooled = System.nanoTime();
        for (int i = 1; i < REPLICAS; i++) {
            int replica = i;
            await("replica " + i + " leaves them alone", () -> leftAlone(replica) > 0);
            Chaos.tell("left alone by replica %d after".formatted(i), cooled);
        }
    }

    private boolean failed(Call call) throws Exception {
        Answer answer = crowd.ask(call);
        assertThat(answer.whole()).as(answer.body()).isFalse();
        return true;
    }

    private int leftAlone(int replica) throws Exception {
        return replicas.look(replica, "/health/readiness/details")
                .path("cooling_deployments")
                .size();
    }

    @Test
    void a_limit_of_requests_holds_at_all_together_and_each_of_them_can_be_had() throws Exception {
        for (int limit : List.of(10, 90)) {
            String key = replicas.key("\"rpm_limit\": " + limit);
            List<Call> calls = new ArrayList<>();
            for (int i = 0; i < 2 * limit; i++) {
                calls.add(new Call("rpm" + limit + "." + i, key, i % REPLICAS, false, 100));
            }

            List<Answer> answers = crowd.rush(calls, Duration.ofSeconds(1));

            Chaos.tell(limit + " requests a minute", answers);
            assertThat(answers).allMatch(each -> each.whole() || each.comeBack());
            assertThat(answers.stream().filter(Answer::whole).count()).isEqualTo(limit);
        }
    }

    @Test
    void no_period_is_overspent_when_periods_end_under_traffic() throws Exception {
        String key =
                replicas.key(
                        "\"max_budget\": %s, \"budget_duration\": \"5s\"".formatted(BUDGET / 1e9));
        List<Answer> answers;
        try (Traffic traffic = new Traffic(replicas, crowd, key, "period-", 0)) {
            for (int i = 1; i <= PERIODS; i++) {
                int ended = i;
                await("period " + ended + " ends", () -> periods().size() > ended);
            }
            answers = traffic.stop();
        }

        Chaos.tell(PERIODS + " periods", answers);
        assertThat(answers).allMatch(each -> each.whole() || each.refused());
        await("all is settled", () -> sum() == provider.sold("period-"));
        assertThat(periods()).allMatch(spent -> spent <= BUDGET);
    }

    private List<Long> periods() {
        return postgres
                .texts(
                        "SELECT CAST(settled * 1000000000 AS bigint) FROM tollgate.account"
                                + " WHERE scope = 'KEY' AND period = '5s' AND settled > 0")
                .stream()
                .map(Long::valueOf)
                .toList();
    }

    private long sum() {
        return periods().stream().mapToLong(Long::longValue).sum();
    }
}
