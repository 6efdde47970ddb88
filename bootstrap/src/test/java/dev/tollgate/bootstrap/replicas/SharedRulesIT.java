package dev.tollgate.bootstrap.replicas;

import static dev.tollgate.bootstrap.e2e.SpawnedGateway.await;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What is decided at one replica, or by the clock, holds at all of them.
@Timeout(3600)
class SharedRulesIT {
    private static final int SLOWEST_MILLIS = 60;
    private static final int REPLICAS = 3;
    private static final int PERIODS = Chaos.number("periods", 3);

    /// What five of the longest answers cost, in nano-dollars.
    private static final long BUDGET = 5 * GreedyProvider.LONGEST * Sale.OUTPUT_PRICE;

    @TempDir private Path folder;

    private static int status(Crowd crowd, String key, int replica) throws Exception {
        return crowd.ask(new Call("shared", key, replica, false, 100)).status();
    }

    private static void awaitStatus(Crowd crowd, String key, int replica, int status)
            throws Exception {
        await("replica " + replica, () -> status(crowd, key, replica) == status);
    }

    @Test
    void a_key_that_is_blocked_at_one_replica_is_refused_by_all() throws Exception {
        try (Postgres postgres = Postgres.in(folder.resolve("data"));
                GreedyProvider provider = new GreedyProvider(1, SLOWEST_MILLIS);
                Replicas replicas = Replicas.start(REPLICAS, folder, postgres, provider);
                Crowd crowd = new Crowd(replicas)) {
            String key = replicas.key("");
            for (int i = 0; i < REPLICAS; i++) {
                awaitStatus(crowd, key, i, 200);
            }

            replicas.manage(0, "/key/block", "{\"key\": \"" + key + "\"}");

            assertThat(status(crowd, key, 0)).isIn(401, 403);
            long blocked = System.nanoTime();
            int refused = status(crowd, key, 0);
            for (int i = 1; i < REPLICAS; i++) {
                awaitStatus(crowd, key, i, refused);
                Chaos.tell("blocked at replica %d after".formatted(i), blocked);
            }
            replicas.manage(1, "/key/unblock", "{\"key\": \"" + key + "\"}");
            for (int i = 0; i < REPLICAS; i++) {
                awaitStatus(crowd, key, i, 200);
            }
        }
    }

    @Test
    void a_limit_of_requests_holds_at_all_together_and_each_of_them_can_be_had() throws Exception {
        try (Postgres postgres = Postgres.in(folder.resolve("data"));
                GreedyProvider provider = new GreedyProvider(3, SLOWEST_MILLIS);
                Replicas replicas = Replicas.start(REPLICAS, folder, postgres, provider);
                Crowd crowd = new Crowd(replicas)) {
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
    }

    @Test
    void no_period_is_overspent_when_periods_end_under_traffic() throws Exception {
        try (Postgres postgres = Postgres.in(folder.resolve("data"));
                GreedyProvider provider = new GreedyProvider(2, SLOWEST_MILLIS);
                Replicas replicas = Replicas.start(REPLICAS, folder, postgres, provider);
                Crowd crowd = new Crowd(replicas)) {
            String key =
                    replicas.key(
                            "\"max_budget\": %s, \"budget_duration\": \"5s\""
                                    .formatted(BUDGET / 1e9));
            List<Answer> answers;
            try (Traffic traffic = new Traffic(replicas, crowd, key, "period-", 0)) {
                await("periods end", () -> periods(postgres).size() > PERIODS);
                answers = traffic.stop();
            }

            Chaos.tell(PERIODS + " periods", answers);
            assertThat(answers).allMatch(each -> each.whole() || each.refused());
            await("all is settled", () -> sum(postgres) == provider.sold("period-"));
            assertThat(periods(postgres)).allMatch(spent -> spent <= BUDGET);
        }
    }

    private static List<Long> periods(Postgres postgres) {
        return postgres
                .texts(
                        "SELECT CAST(settled * 1000000000 AS bigint) FROM tollgate.account"
                                + " WHERE scope = 'KEY' AND period = '5s' AND settled > 0")
                .stream()
                .map(Long::valueOf)
                .toList();
    }

    private static long sum(Postgres postgres) {
        return periods(postgres).stream().mapToLong(Long::longValue).sum();
    }
}
