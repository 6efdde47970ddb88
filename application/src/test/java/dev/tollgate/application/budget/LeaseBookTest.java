package dev.tollgate.application.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.application.memory.InMemoryAccounts;
import dev.tollgate.application.memory.InMemoryBooks;
import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetDuration;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.money.Usd;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

class LeaseBookTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    /// From [#NOW].
    private static final Duration LATE_IN_THE_DAY = Duration.ofHours(13).plusMinutes(50);

    private static final EscrowRules IMPATIENT = new EscrowRules(Duration.ZERO, 0);

    private final InMemoryBooks books = new InMemoryBooks(() -> NOW, TestGateway.seeded(1));
    private final InMemoryAccounts shared = new InMemoryAccounts(books);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicBoolean deaf = new AtomicBoolean();
    private final AtomicBoolean answersLost = new AtomicBoolean();
    private final AtomicLong nanos = new AtomicLong();
    private final Charge key = charge(Scope.KEY, "k", 10);
    private final Charge team = charge(Scope.TEAM, "t", 4);
    private final LeaseBook book = book("one", IMPATIENT, nanos::get);

    @Test
    void a_warm_account_is_reserved_on_in_memory() {
        granted(book.reserve(List.of(key), usd(1), usd(1))).settle(usd(1));
        int cold = asked.get();
        for (int i = 0; i < 8; i++) {
            granted(book.reserve(List.of(key), usd(1), usd(1))).settle(usd(1));
        }
        assertThat(asked).hasValue(cold);
    }

    @Test
    void nothing_is_reserved_where_one_of_several_accounts_has_no_room() {
        granted(book.reserve(List.of(key, team), usd(3), usd(3)));
        assertThat(book.reserve(List.of(key, team), usd(3), usd(3)))
                .isInstanceOf(Reserved.Held.class);
        granted(book.reserve(List.of(key), usd(7), usd(7)));
    }

    @Test
    void as_much_as_there_is_is_reserved_where_less_than_wanted_will_do() {
        granted(book.reserve(List.of(key), usd(7), usd(7)));
        assertThat(granted(book.reserve(List.of(key), usd(1), usd(5))).amount()).isEqualTo(usd(3));
    }

    @Test
    void what_was_leased_under_an_increase_is_not_spent_once_it_has_ended() {
        Budget increased =
                new Budget(key.budget().subject(), usd(10), Optional.empty(), usd(10), NOW, false);
        Charge before = Charge.of(increased, NOW.minusSeconds(1), ZoneOffset.UTC);
        Charge after = Charge.of(increased, NOW, ZoneOffset.UTC);
        LeaseBook other = book("two", IMPATIENT, nanos::get);
        book.keepAlive();
        other.keepAlive();
        granted(book.reserve(List.of(before), usd(8), usd(8))).release();
        granted(other.reserve(List.of(before), usd(8), usd(8))).release();

        long spent = 0;
        for (int round = 0; round < 40; round++) {
            for (LeaseBook each : List.of(book, other)) {
                if (each.reserve(List.of(after), usd(1), usd(1))
                        instanceof Reserved.Granted(Reservation one)) {
                    one.settle(usd(1));
                    spent++;
                }
                each.tend();
            }
            nanos.addAndGet(Duration.ofMillis(300).toNanos());
        }

        assertThat(spent).isEqualTo(10);
    }

    @Test
    void what_is_only_reserved_is_told_from_what_is_spent() {
        Reservation all = granted(book.reserve(List.of(key), usd(10), usd(10)));
        assertThat(book.reserve(List.of(key), usd(1), usd(1))).isEqualTo(new Reserved.Held(key));
        all.settle(usd(10));
        assertThat(book.reserve(List.of(key), usd(1), usd(1)))
                .isEqualTo(new Reserved.Spent(key, usd(10)));
    }

    @Test
    void a_waiting_call_gets_what_a_running_one_gives_back() throws Exception {
        LeaseBook patient = new LeaseBook("two", shared, EscrowRules.DEFAULT, System::nanoTime);
        Reservation all = granted(patient.reserve(List.of(key), usd(10), usd(10)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(() -> patient.reserve(List.of(key), usd(5), usd(5)));
            all.settle(usd(1));
            assertThat(granted(waiting.get()).amount()).isEqualTo(usd(5));
        }
    }

    @Test
    void a_refused_call_of_a_spent_budget_does_not_ask_the_shared_accounts_each_time() {
        granted(book.reserve(List.of(key), usd(10), usd(10))).settle(usd(10));
        book.reserve(List.of(key), usd(1), usd(1));
        int once = asked.get();
        for (int i = 0; i < 100; i++) {
            book.reserve(List.of(key), usd(1), usd(1));
        }
        assertThat(asked).hasValue(once);
    }

    @Test
    void a_raised_limit_is_used_at_once() {
        granted(book.reserve(List.of(key), usd(10), usd(10))).settle(usd(10));
        book.reserve(List.of(key), usd(1), usd(1));
        Charge raised = charge(Scope.KEY, "k", 12);
        granted(book.reserve(List.of(raised), usd(2), usd(2)));
    }

    @Test
    void a_lowered_limit_holds_although_more_was_leased() {
        granted(book.reserve(List.of(key), usd(1), usd(1))).settle(usd(1));
        Charge lowered = charge(Scope.KEY, "k", 2);
        granted(book.reserve(List.of(lowered), usd(1), usd(1))).settle(usd(1));
        assertThat(book.reserve(List.of(lowered), usd(1), usd(1)))
                .isInstanceOf(Reserved.Spent.class);
    }

    @Test
    void what_is_leased_can_be_spent_while_the_shared_accounts_are_away() {
        granted(book.reserve(List.of(key), usd(1), usd(1))).settle(usd(1));
        away.set(true);
        granted(book.reserve(List.of(key), usd(9), usd(9)));
        assertThat(book.reserve(List.of(key), usd(1), usd(1)))
                .isEqualTo(new Reserved.OutOfReach(key));
    }

    @Test
    void a_grant_that_was_never_heard_of_is_not_lost() {
        answersLost.set(true);
        assertThat(book.reserve(List.of(key), usd(1), usd(10)))
                .isEqualTo(new Reserved.OutOfReach(key));
        answersLost.set(false);
        book.tend();
        granted(book.reserve(List.of(key), usd(10), usd(10)));
    }

    @Test
    void a_grant_that_is_made_late_is_not_lost() {
        away.set(true);
        assertThat(book.reserve(List.of(key), usd(1), usd(10)))
                .isEqualTo(new Reserved.OutOfReach(key));
        away.set(false);
        book.tend();
        shared.lease("one", List.of(new Accounts.Request(key.account(), usd(10), usd(1), usd(10))));
        book.tend();
        granted(book.reserve(List.of(key), usd(10), usd(10)));
    }

    @Test
    void what_was_given_back_unheard_is_given_back_again() {
        granted(book.reserve(List.of(key), usd(1), usd(1))).release();
        LeaseBook other = book("two", IMPATIENT, nanos::get);
        assertThat(other.reserve(List.of(key), usd(10), usd(10))).isInstanceOf(Reserved.Held.class);
        deaf.set(true);
        assertThatThrownBy(book::tend).isInstanceOf(StorageUnavailable.class);
        deaf.set(false);
        book.tend();
        granted(other.reserve(List.of(key), usd(10), usd(10)));
    }

    @Test
    void a_lease_is_not_used_when_its_holder_was_not_heard_of_for_too_long() {
        granted(book.reserve(List.of(key), usd(1), usd(1))).release();
        away.set(true);
        nanos.addAndGet(Accounts.LEASE_LENGTH.toNanos());
        assertThat(book.reserve(List.of(key), usd(1), usd(1)))
                .isInstanceOf(Reserved.OutOfReach.class);
    }

    @Test
    void idle_parts_go_to_another_instance_that_needs_them() {
        granted(book.reserve(List.of(key), usd(1), usd(1))).settle(usd(1));
        LeaseBook other = book("two", IMPATIENT, nanos::get);
        assertThat(other.reserve(List.of(key), usd(5), usd(5))).isInstanceOf(Reserved.Held.class);
        book.tend();
        granted(other.reserve(List.of(key), usd(5), usd(5)));
    }

    @Test
    void who_gives_idle_parts_up_keeps_a_fair_part_at_first() {
        granted(book.reserve(List.of(key), usd(1), usd(1))).settle(usd(1));
        LeaseBook other = book("two", IMPATIENT, nanos::get);
        assertThat(other.reserve(List.of(key), usd(5), usd(5))).isInstanceOf(Reserved.Held.class);
        book.tend();
        away.set(true);
        granted(book.reserve(List.of(key), usd(2), usd(2)));
    }

    @Test
    void what_was_kept_at_first_goes_to_whom_the_rest_is_not_enough() {
        granted(book.reserve(List.of(key), usd(1), usd(1))).settle(usd(1));
        LeaseBook other = book("two", IMPATIENT, nanos::get);
        for (int i = 0; i < 2; i++) {
            assertThat(other.reserve(List.of(key), usd(9), usd(9)))
                    .isInstanceOf(Reserved.Held.class);
            book.tend();
        }
        granted(other.reserve(List.of(key), usd(9), usd(9)));
    }

    @Test
    void who_waits_for_an_answer_that_never_came_is_told_that_the_store_is_away() throws Exception {
        CountDownLatch asking = new CountDownLatch(1);
        CountDownLatch failing = new CountDownLatch(1);
        Accounts dying =
                (Accounts)
                        Proxy.newProxyInstance(
                                Accounts.class.getClassLoader(),
                                new Class<?>[] {Accounts.class},
                                (_, _, _) -> {
                                    asking.countDown();
                                    failing.await();
                                    throw new StorageUnavailable(
                                            "dying", new IllegalStateException());
                                });
        LeaseBook its = new LeaseBook("three", dying, IMPATIENT, nanos::get);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> its.reserve(List.of(key), usd(1), usd(1)));
            asking.await();
            AtomicReference<Reserved> second = new AtomicReference<>();
            Thread waiting =
                    Thread.startVirtualThread(
                            () -> second.set(its.reserve(List.of(key), usd(1), usd(1))));
            while (waiting.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            failing.countDown();
            waiting.join();
            assertThat(first.get()).isEqualTo(new Reserved.OutOfReach(key));
            assertThat(second).hasValue(new Reserved.OutOfReach(key));
        }
    }

    @Test
    void a_period_that_begins_while_the_store_is_away_has_been_leased_before() {
        granted(book.reserve(List.of(daily(NOW)), usd(1), usd(1))).settle(usd(1));
        book.takeAhead(NOW.plus(LATE_IN_THE_DAY));
        away.set(true);
        granted(book.reserve(List.of(daily(NOW.plus(DAY))), usd(10), usd(10))).settle(usd(10));
        assertThat(book.reserve(List.of(daily(NOW.plus(DAY))), usd(1), usd(1)))
                .isInstanceOf(Reserved.Spent.class);
    }

    @Test
    void long_before_its_end_nothing_of_the_next_period_is_leased() {
        granted(book.reserve(List.of(daily(NOW)), usd(1), usd(1)));
        int before = asked.get();
        book.takeAhead(NOW);
        assertThat(asked).hasValue(before);
    }

    @Test
    void what_is_leased_ahead_is_asked_for_once_and_kept_until_its_period() {
        granted(book.reserve(List.of(daily(NOW)), usd(1), usd(1)));
        book.takeAhead(NOW.plus(LATE_IN_THE_DAY));
        int once = asked.get();
        for (int i = 0; i < 10; i++) {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            book.tend();
            book.takeAhead(NOW.plus(LATE_IN_THE_DAY).plusSeconds(i));
        }
        assertThat(asked).hasValue(once);
        away.set(true);
        granted(book.reserve(List.of(daily(NOW.plus(DAY))), usd(10), usd(10)));
    }

    @Test
    void what_is_leased_ahead_and_not_used_is_given_back_when_its_period_has_begun() {
        granted(book.reserve(List.of(daily(NOW)), usd(1), usd(1))).release();
        book.takeAhead(NOW.plus(LATE_IN_THE_DAY));
        nanos.addAndGet(Duration.ofMinutes(12).toNanos());
        book.keepAlive();
        book.tend();
        LeaseBook other = book("two", IMPATIENT, nanos::get);
        granted(other.reserve(List.of(daily(NOW.plus(DAY))), usd(10), usd(10)));
    }

    @Test
    void replicas_lease_equal_parts_ahead_and_never_more_than_the_next_limit() {
        LeaseBook other = book("two", IMPATIENT, nanos::get);
        book.keepAlive();
        List<LeaseBook> both = List.of(book, other);
        for (LeaseBook each : both) {
            granted(each.reserve(List.of(daily(NOW)), usd(1), usd(1)));
            each.takeAhead(NOW.plus(LATE_IN_THE_DAY));
        }
        away.set(true);
        for (LeaseBook each : both) {
            granted(each.reserve(List.of(daily(NOW.plus(DAY))), usd(5), usd(5)));
            assertThat(each.reserve(List.of(daily(NOW.plus(DAY))), usd(1), usd(1)))
                    .isInstanceOf(Reserved.OutOfReach.class);
        }
    }

    @Test
    void who_comes_later_gets_a_part_of_the_next_period_too() {
        granted(book.reserve(List.of(daily(NOW)), usd(1), usd(1)));
        book.takeAhead(NOW.plus(LATE_IN_THE_DAY));
        LeaseBook other = book("two", IMPATIENT, nanos::get);
        book.tend();
        assertThat(other.reserve(List.of(daily(NOW)), usd(1), usd(1)))
                .isInstanceOf(Reserved.Held.class);
        book.tend();
        granted(other.reserve(List.of(daily(NOW)), usd(1), usd(1)));
        for (int i = 0; i < 2; i++) {
            other.takeAhead(NOW.plus(LATE_IN_THE_DAY));
            book.tend();
        }
        away.set(true);
        for (LeaseBook each : List.of(book, other)) {
            granted(each.reserve(List.of(daily(NOW.plus(DAY))), usd(2), usd(2)));
        }
    }

    private static Charge daily(Instant moment) {
        Budget budget =
                new Budget(Subject.of(Scope.KEY, "daily"), usd(10), BudgetDuration.parse("1d"));
        return Charge.of(budget, moment, ZoneOffset.UTC);
    }

    @Test
    void replicas_under_a_race_never_spend_more_than_the_limit_and_nearly_all_of_it() {
        for (int i = 0; i < 5; i++) {
            race(System.nanoTime());
        }
    }

    private void race(long seed) {
        RandomGenerator random = TestGateway.seeded(seed);
        Charge contested = charge(Scope.TEAM, "race" + seed, 1);
        Charge own = charge(Scope.KEY, "race" + seed, 1_000);
        AtomicLong spent = new AtomicLong();
        List<LeaseBook> replicas = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            replicas.add(
                    book(
                            name + seed,
                            new EscrowRules(Duration.ofMillis(20), 1_000),
                            System::nanoTime));
        }
        long[] costs = random.longs(300, 1_000_000, 20_000_000).toArray();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < costs.length; i++) {
                LeaseBook replica = replicas.get(i % 3);
                long cost = costs[i];
                threads.submit(
                        () -> {
                            replica.tend();
                            Usd wanted = new Usd(cost * 2);
                            if (replica.reserve(List.of(contested, own), wanted, wanted)
                                    instanceof Reserved.Granted(Reservation reservation)) {
                                spent.addAndGet(cost);
                                reservation.settle(new Usd(cost));
                            }
                        });
            }
        }
        assertThat(spent.get()).as("seed " + seed).isLessThanOrEqualTo(usd(1).nanos());
        drain(replicas, contested, spent);
        assertThat(spent.get()).as("seed " + seed).isGreaterThan(usd(1).nanos() * 95 / 100);
    }

    /// Goes on in small steps until nobody gets anything any more.
    private static void drain(List<LeaseBook> replicas, Charge contested, AtomicLong spent) {
        Usd step = new Usd(10_000_000);
        int inVain = 0;
        for (int i = 0; inVain < 9; i++) {
            replicas.forEach(LeaseBook::tend);
            inVain++;
            if (replicas.get(i % 3).reserve(List.of(contested), step, step)
                    instanceof Reserved.Granted(Reservation reservation)) {
                spent.addAndGet(step.nanos());
                reservation.settle(step);
                inVain = 0;
            }
        }
    }

    private LeaseBook book(String instance, EscrowRules rules, LongSupplier clock) {
        Accounts counting =
                (Accounts)
                        Proxy.newProxyInstance(
                                Accounts.class.getClassLoader(),
                                new Class<?>[] {Accounts.class},
                                (_, method, arguments) -> {
                                    if (away.get()) {
                                        throw new StorageUnavailable(
                                                "away", new IllegalStateException());
                                    }
                                    if (method.getName().equals("lease")) {
                                        asked.incrementAndGet();
                                    }
                                    if (deaf.get() && method.getName().equals("keep")) {
                                        throw new StorageUnavailable(
                                                "deaf", new IllegalStateException());
                                    }
                                    Object answer = method.invoke(shared, arguments);
                                    if (answersLost.get()) {
                                        throw new StorageUnavailable(
                                                "late", new IllegalStateException());
                                    }
                                    return answer;
                                });
        LeaseBook its = new LeaseBook(instance, counting, rules, clock);
        its.keepAlive();
        return its;
    }

    private static Reservation granted(Reserved reserved) {
        assertThat(reserved).isInstanceOf(Reserved.Granted.class);
        return ((Reserved.Granted) reserved).reservation();
    }

    private static Charge charge(Scope scope, String id, long dollars) {
        Budget budget = new Budget(Subject.of(scope, id), usd(dollars), Optional.empty());
        return Charge.of(budget, NOW, ZoneOffset.UTC);
    }

    private static Usd usd(long dollars) {
        return new Usd(dollars * 1_000_000_000L);
    }
}
