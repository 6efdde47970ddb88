package dev.tollgate.bootstrap.replicas;

import static dev.tollgate.bootstrap.e2e.SpawnedGateway.await;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/// Processes are killed and the database goes away, under traffic.
@Timeout(3600)
class BadDaysIT {
    private static final int ROUNDS = Chaos.number("rounds", 2);
    private static final int SLOWEST_MILLIS = 60;
    private static final int SOME = 40;
    private static final long PERIOD_MILLIS = 5_000;
    private static final String MARK = "day-";

    @TempDir private Path folder;

    private static String richKey(Replicas replicas) throws Exception {
        return replicas.key("\"max_budget\": 1000");
    }

    private static String periodicKey(Replicas replicas) throws Exception {
        return replicas.key("\"max_budget\": 1000, \"budget_duration\": \"5s\"");
    }

    /// How many replicas have leased periods to come.
    private static int leasedAhead(Postgres postgres) {
        return postgres.texts(
                        "SELECT l.instance FROM tollgate.lease l"
                                + " JOIN tollgate.account a ON a.name = l.account"
                                + " WHERE l.amount > 0 AND a.period = '5s'"
                                + " AND a.period_start > now() AT TIME ZONE 'UTC'"
                                + " GROUP BY l.instance HAVING count(*) > 4")
                .size();
    }

    private static void awaitNextPeriod() throws Exception {
        long period = System.currentTimeMillis() / PERIOD_MILLIS;
        await("a period ends", () -> System.currentTimeMillis() / PERIOD_MILLIS > period);
    }

    @Test
    void who_is_killed_loses_no_call_and_counts_none_twice() throws Exception {
        long seed = Chaos.seeds().getFirst();
        Random random = new Random(seed);
        try (Postgres postgres = Postgres.in(folder.resolve("data"));
                GreedyProvider provider = new GreedyProvider(seed, SLOWEST_MILLIS);
                Replicas replicas = Replicas.start(2, folder, postgres, provider);
                Crowd crowd = new Crowd(replicas);
                Traffic traffic = new Traffic(replicas, crowd, richKey(replicas), MARK, 100)) {
            for (int i = 0; i < ROUNDS; i++) {
                awaitMore(traffic);
                int victim = random.nextInt(replicas.count());
                replicas.kill(victim);
                replicas.restart(victim);
            }
            awaitMore(traffic);

            List<Answer> answers = traffic.stop();

            Chaos.tell("killed " + ROUNDS + " times, seed " + seed, answers);
            assertThat(answers).allMatch(each -> each.whole() || each.comeBack() || each.cut());
            Set<String> reached = marks(provider.sales(MARK));
            await("each call has its row", () -> postgres.asked(MARK).containsAll(reached));
            awaitAnswers(postgres, answers);
            assertThat(postgres.asked(MARK)).doesNotHaveDuplicates();
            assertThat(postgres.charged(MARK)).isGreaterThanOrEqualTo(provider.sold(MARK));
        }
    }

    @Test
    void while_the_database_is_away_known_keys_go_on_over_a_periods_end_and_nothing_is_missing()
            throws Exception {
        long seed = Chaos.seeds().getFirst();
        try (Postgres postgres = Postgres.in(folder.resolve("data"));
                GreedyProvider provider = new GreedyProvider(seed, SLOWEST_MILLIS);
                Replicas replicas = Replicas.start(2, folder, postgres, provider);
                Crowd crowd = new Crowd(replicas);
                Traffic traffic = new Traffic(replicas, crowd, periodicKey(replicas), MARK, 100)) {
            for (int i = 0; i < ROUNDS; i++) {
                awaitMore(traffic);
                await("periods to come are leased", () -> leasedAhead(postgres) == 2);
                postgres.stop();
                awaitNextPeriod();
                awaitMore(traffic);
                postgres.start();
            }
            awaitMore(traffic);

            List<Answer> answers = traffic.stop();

            Chaos.tell("without its database " + ROUNDS + " times", answers);
            assertThat(answers).allMatch(each -> each.whole() || each.comeBack());
            awaitAnswers(postgres, answers);
            assertThat(postgres.asked(MARK))
                    .containsExactlyInAnyOrderElementsOf(
                            provider.sales(MARK).stream().map(Sale::mark).toList());
            assertThat(postgres.charged(MARK)).isEqualTo(provider.sold(MARK));
            assertThat(
                            postgres.nanos(
                                    "SELECT settled FROM tollgate.account"
                                            + " WHERE scope = 'KEY' AND period = ''"))
                    .isEqualTo(provider.sold(MARK));
        }
    }

    private static boolean served(Answer answer) {
        assertThat(answer.whole() || answer.comeBack()).as(answer.body()).isTrue();
        return answer.whole();
    }

    @Test
    void without_a_grace_for_known_keys_the_same_outage_has_them_refused() throws Exception {
        try (Postgres postgres = Postgres.in(folder.resolve("data"));
                GreedyProvider provider = new GreedyProvider(1, 1);
                Replicas replicas =
                        Replicas.start(
                                1,
                                folder,
                                postgres,
                                provider,
                                "tollgate_settings: {known_key_grace: 0}");
                Crowd crowd = new Crowd(replicas)) {
            Call call = new Call(MARK + "refused", richKey(replicas), 0, false, 100);
            // Without a grace a moment's silence of a busy database is an outage already.
            await("it is served", () -> served(crowd.ask(call)));

            postgres.stop();

            await("nobody is served", () -> crowd.ask(call).status() == 503);
            assertThat(crowd.ask(call).comeBack()).isTrue();
        }
    }

    private static void awaitMore(Traffic traffic) throws Exception {
        int enough = traffic.whole() + SOME;
        await("more is answered", () -> traffic.whole() >= enough);
    }

    private static void awaitAnswers(Postgres postgres, List<Answer> answers) throws Exception {
        List<String> seen =
                answers.stream().filter(Answer::whole).map(each -> each.call().mark()).toList();
        await("each answer has its row", () -> postgres.succeeded(MARK).containsAll(seen));
    }

    private static Set<String> marks(List<Sale> sales) {
        return sales.stream().map(Sale::mark).collect(Collectors.toSet());
    }
}
