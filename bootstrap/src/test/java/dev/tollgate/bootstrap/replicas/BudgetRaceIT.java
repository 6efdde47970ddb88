package dev.tollgate.bootstrap.replicas;

import static dev.tollgate.bootstrap.e2e.SpawnedGateway.await;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A thousand calls at once on a budget for ten, judged by what the provider counted.
@Timeout(3600)
class BudgetRaceIT {
    private static final int CALLS = Chaos.number("calls", 1_000);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SLOWEST_MILLIS = 60;

    /// What ten of the longest answers cost, in nano-dollars.
    private static final long BUDGET = 10 * GreedyProvider.LONGEST * Sale.OUTPUT_PRICE;

    private static final String MAX_BUDGET = "\"max_budget\": " + BUDGET / 1e9;

    @TempDir private Path folder;

    /// @param maxTokens the callers' bound; 0: none
    private record Form(String name, boolean streaming, long maxTokens) {
        private static final long HALF = GreedyProvider.LONGEST / 2;

        private static final List<Form> ALL =
                List.of(
                        new Form("plain", false, 0),
                        new Form("plain-bounded", false, HALF),
                        new Form("streamed", true, 0),
                        new Form("streamed-bounded", true, HALF));
    }

    private List<Call> calls(String race, Form form, List<String> keys, int replicas, long seed) {
        Random random = new Random(seed);
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(
                    new Call(
                            race + "." + i,
                            keys.get(random.nextInt(keys.size())),
                            random.nextInt(replicas),
                            form.streaming,
                            form.maxTokens));
        }
        return calls;
    }

    private interface Keys {
        List<String> of(Replicas replicas, String race) throws Exception;
    }

    private static List<String> oneWithABudget(Replicas replicas, String race) throws Exception {
        return List.of(replicas.key(MAX_BUDGET));
    }

    private static List<String> tenOfATeamWithABudget(Replicas replicas, String race)
            throws Exception {
        replicas.manage(0, "/team/new", "{\"team_id\": \"%s\", %s}".formatted(race, MAX_BUDGET));
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            keys.add(replicas.key("\"team_id\": \"%s\"".formatted(race)));
        }
        return keys;
    }

    private static List<String> oneWithout(Replicas replicas, String race) throws Exception {
        return List.of(replicas.key(""));
    }

    private interface Judging {
        void judge(String race, List<Answer> answers, long sold);
    }

    private void race(int count, List<Form> forms, Keys keys, Judging judging) throws Exception {
        try (Postgres postgres = Postgres.in(folder.resolve("data"));
                GreedyProvider provider = new GreedyProvider(count, SLOWEST_MILLIS);
                Replicas replicas = Replicas.start(count, folder, postgres, provider);
                Crowd crowd = new Crowd(replicas)) {
            for (long seed : Chaos.seeds()) {
                for (Form form : forms) {
                    String race = "race-%d-%s-on-%d".formatted(seed, form.name, count);
                    List<Call> calls = calls(race, form, keys.of(replicas, race), count, seed);
                    long began = System.nanoTime();

                    List<Answer> answers = crowd.rush(calls, PATIENCE);

                    Chaos.tell(race, answers);
                    Chaos.tell(race, began);
                    long sold = provider.sold(race + ".");
                    judging.judge(race, answers, sold);
                    await("the ledger has all of it", () -> postgres.charged(race + ".") == sold);
                }
            }
        }
    }

    private static void spentAndNotOverspent(String race, List<Answer> answers, long sold) {
        assertThat(sold).as(race).isBetween(BUDGET / 100 * 99, BUDGET);
        assertThat(answers).as(race).allMatch(answer -> answer.whole() || answer.refused());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void the_budget_of_a_key_is_spent_to_its_end_and_not_a_token_further(int replicas)
            throws Exception {
        race(replicas, Form.ALL, BudgetRaceIT::oneWithABudget, BudgetRaceIT::spentAndNotOverspent);
    }

    @Test
    void the_budget_of_a_team_is_spent_to_its_end_and_not_a_token_further() throws Exception {
        race(
                3,
                List.of(Form.ALL.getFirst(), Form.ALL.getLast()),
                BudgetRaceIT::tenOfATeamWithABudget,
                BudgetRaceIT::spentAndNotOverspent);
    }

    @Test
    void without_a_budget_the_same_crowd_overspends() throws Exception {
        race(
                1,
                List.of(Form.ALL.getFirst()),
                BudgetRaceIT::oneWithout,
                (race, _, sold) -> assertThat(sold).as(race).isGreaterThan(BUDGET));
    }
}
