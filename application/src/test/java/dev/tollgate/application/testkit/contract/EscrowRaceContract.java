package dev.tollgate.application.testkit.contract;

import static dev.tollgate.application.testkit.contract.EntryDraft.NOON;
import static dev.tollgate.application.testkit.contract.EntryDraft.anEntry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.Accounts.Balance;
import dev.tollgate.application.port.out.Accounts.Grant;
import dev.tollgate.application.port.out.Accounts.Request;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.money.Usd;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The one promise everything else stands on, under many instances at once: what is settled and
/// what is leased never exceed the limit together.
public interface EscrowRaceContract {
    int INSTANCES = 4;

    List<BudgetAccount> RACED =
            List.of(
                    new BudgetAccount(Subject.of(Scope.KEY, "k"), "1d", NOON),
                    BudgetAccount.ever(Subject.of(Scope.TEAM, "t")),
                    BudgetAccount.ever(Subject.GATEWAY));

    /// The same throughout one test.
    BooksUnderTest books();

    /// How often every instance does something.
    int steps();

    /// Where chance begins, for each race.
    List<Long> seeds();

    @Test
    default void settled_and_leased_never_exceed_the_limit_together() throws Exception {
        for (long seed : seeds()) {
            // Each race has accounts of its own.
            race(seed);
        }
    }

    private void race(long seed) throws Exception {
        Map<BudgetAccount, Long> limits = new HashMap<>();
        Random chance = new Random(seed);
        RACED.forEach(each -> limits.put(of(each, seed), 1_000L + chance.nextInt(5_000)));
        List<Callable<Racer>> racers = new ArrayList<>();
        for (int i = 0; i < INSTANCES; i++) {
            Racer racer = new Racer(books(), "racer-" + seed + "-" + i, limits, chance.nextLong());
            racers.add(() -> racer.run(steps()));
        }
        List<Racer> ended = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Racer> racer : threads.invokeAll(racers)) {
                ended.add(racer.get());
            }
        }
        limits.forEach((account, limit) -> assertBooked(seed, account, limit, ended));
    }

    private static BudgetAccount of(BudgetAccount account, long seed) {
        Subject subject = account.subject().onModel("race-" + seed);
        return new BudgetAccount(subject, account.window(), account.periodStart());
    }

    private void assertBooked(long seed, BudgetAccount account, long limit, List<Racer> ended) {
        Balance balance = books().accounts().balances(List.of(account)).getFirst();
        long spent = ended.stream().mapToLong(racer -> racer.spent(account)).sum();
        long held = ended.stream().mapToLong(racer -> racer.held(account)).sum();
        assertThat(balance)
                .as("account %s with seed %d", account, seed)
                .isEqualTo(new Balance(account, new Usd(spent), new Usd(held)));
        assertThat(spent + held).as("seed %d", seed).isLessThanOrEqualTo(limit);
        assertThat(spent).as("something was spent with seed %d", seed).isPositive();
    }

    /// An instance that leases, spends and gives back as it happens to.
    final class Racer {
        private final BooksUnderTest books;
        private final String name;
        private final Map<BudgetAccount, Long> limits;
        private final Random chance;
        private final Map<BudgetAccount, Long> held = new HashMap<>();
        private final Map<BudgetAccount, Long> spent = new HashMap<>();

        Racer(BooksUnderTest books, String name, Map<BudgetAccount, Long> limits, long seed) {
            this.books = books;
            this.name = name;
            this.limits = limits;
            this.chance = new Random(seed);
        }

        Racer run(int steps) {
            for (int i = 0; i < steps; i++) {
                switch (chance.nextInt(4)) {
                    case 0, 1 -> lease();
                    case 2 -> spend();
                    default -> giveBack();
                }
            }
            return this;
        }

        long spent(BudgetAccount account) {
            return spent.getOrDefault(account, 0L);
        }

        long held(BudgetAccount account) {
            return held.getOrDefault(account, 0L);
        }

        private void lease() {
            List<Request> requests = limits.keySet().stream().map(this::request).toList();
            List<Grant> grants = books.accounts().lease(name, requests);
            for (int i = 0; i < grants.size(); i++) {
                check(requests.get(i), grants.get(i));
            }
        }

        private Request request(BudgetAccount account) {
            int least = chance.nextInt(300);
            return new Request(
                    account,
                    new Usd(limits.getOrDefault(account, 0L)),
                    new Usd(least),
                    new Usd(least + chance.nextInt(300)));
        }

        private void check(Request request, Grant grant) {
            long granted = grant.granted().nanos();
            held.merge(request.account(), granted, Long::sum);
            if (granted > 0) {
                assertThat(granted).isBetween(request.least().nanos(), request.wanted().nanos());
                assertThat(
                                grant.settled().nanos()
                                        + grant.leasedToOthers().nanos()
                                        + held(request.account()))
                        .isLessThanOrEqualTo(request.limit().nanos());
            }
        }

        /// Posts a cost that all leases cover, sometimes twice.
        private void spend() {
            long least = limits.keySet().stream().mapToLong(this::held).min().orElse(0);
            if (least > 0) {
                long cost = 1 + chance.nextLong(least);
                BudgetAccount[] accounts = limits.keySet().toArray(BudgetAccount[]::new);
                LedgerEntry entry =
                        anEntry().ofNobody().by(name).costing(new Usd(cost)).on(accounts).build();
                for (int times = chance.nextInt(2); times >= 0; times--) {
                    assertThat(books.ledger().post(List.of(entry))).isEmpty();
                }
                for (BudgetAccount account : accounts) {
                    held.merge(account, -cost, Long::sum);
                    spent.merge(account, cost, Long::sum);
                }
            }
        }

        private void giveBack() {
            Map<BudgetAccount, Usd> kept = new HashMap<>();
            held.replaceAll(
                    (account, amount) -> {
                        long rest = chance.nextLong(amount + 1);
                        kept.put(account, new Usd(rest));
                        return rest;
                    });
            books.accounts().keep(name, kept);
        }
    }
}
