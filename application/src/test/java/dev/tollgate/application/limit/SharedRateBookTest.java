package dev.tollgate.application.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.limit.RateBook.Taken;
import dev.tollgate.application.memory.InMemoryLimitParts;
import dev.tollgate.application.port.out.LimitParts;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.limit.RateLimit;
import dev.tollgate.domain.limit.RateLimit.Kind;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// Three replicas that share limits, on one clock that is set by hand.
class SharedRateBookTest {
    private static final Instant START = Instant.parse("2026-11-26T10:00:00Z");
    private static final Subject KEY = Subject.of(Scope.KEY, "k");
    private static final Subject TEAM = Subject.of(Scope.TEAM, "t");
    private static final Duration TICK = Duration.ofMillis(300);
    private static final List<Integer> ALL = List.of(0, 1, 2);

    private Instant now = START;
    private final InMemoryLimitParts store = new InMemoryLimitParts(() -> now);
    private final AtomicInteger asked = new AtomicInteger();
    private final Set<Integer> cutOff = new HashSet<>();
    private boolean answersLost;
    private int busy;
    private final List<RateBook> replicas = ALL.stream().map(this::replica).toList();

    private RateBook replica(int number) {
        return new RateBook(
                () -> now,
                Optional.of(
                        new Replica(
                                "replica" + number,
                                new Reached(number),
                                () -> cutOff.contains(number),
                                Duration.ZERO,
                                this::nanos,
                                () -> {})));
    }

    private long nanos() {
        return Duration.between(START, now).toNanos();
    }

    /// The store, while it is reached.
    private final class Reached implements LimitParts {
        private final int number;

        private Reached(int number) {
            this.number = number;
        }

        private void reach() {
            if (cutOff.contains(number)) {
                throw new StorageUnavailable("away", new IllegalStateException());
            }
        }

        @Override
        public List<Part> hold(String instance, List<Wish> wishes) {
            reach();
            asked.incrementAndGet();
            if (busy > 0) {
                busy--;
                throw new StorageUnavailable("busy", new IllegalStateException());
            }
            List<Part> parts = store.hold(instance, wishes);
            if (answersLost) {
                throw new StorageUnavailable("late", new IllegalStateException());
            }
            return parts;
        }

        @Override
        public Set<String> recalled(String instance) {
            reach();
            return store.recalled(instance);
        }

        @Override
        public void sweep() {
            store.sweep();
        }
    }

    /// Time passes as gateways see it: each is heard of, and tends to its parts.
    private void passes(Duration time) {
        Instant end = now.plus(time);
        while (now.isBefore(end)) {
            now = now.plus(TICK).isBefore(end) ? now.plus(TICK) : end;
            for (int i : ALL) {
                if (!cutOff.contains(i)) {
                    replicas.get(i).heard(nanos(), ALL.size());
                    replicas.get(i).tend();
                }
            }
        }
    }

    private boolean takes(int replica, RateLimit... limits) {
        return replicas.get(replica).take(List.of(limits), 0) instanceof Taken.Granted;
    }

    private int takesOf(int calls, RateLimit limit) {
        int taken = 0;
        for (int i = 0; i < calls; i++) {
            taken += takes(i % ALL.size(), limit) ? 1 : 0;
        }
        return taken;
    }

    private static RateLimit limit(Subject subject, Kind kind, long limit) {
        return new RateLimit(subject, kind, limit);
    }

    /// Asks at random, unevenly, in bursts, with pauses, and counts.
    private final class Traffic {
        private final Deque<Instant> granted = new ArrayDeque<>();
        private final RandomGenerator random;
        private final RateLimit limit;
        private int most;

        private Traffic(long seed, long size) {
            this.random = TestGateway.seeded(seed);
            this.limit = limit(KEY, Kind.REQUESTS, size);
        }

        private void step() {
            passes(Duration.ofMillis(random.nextInt(700)));
            int favourite = random.nextInt(ALL.size());
            int calls = random.nextInt((int) (limit.limit() / 8) + 2);
            for (int i = 0; i < calls; i++) {
                int replica = random.nextBoolean() ? favourite : random.nextInt(ALL.size());
                if (takes(replica, limit)) {
                    granted.add(now);
                }
            }
            while (!granted.isEmpty() && granted.peek().isBefore(now.minusSeconds(60))) {
                granted.poll();
            }
            most = Math.max(most, granted.size());
        }
    }

    @Test
    void no_sixty_seconds_hold_more_than_the_limit_at_all_replicas_together_and_nearly_all_of_it() {
        for (long size : List.of(1L, 7L, 59L, 60L, 600L)) {
            long seed = System.nanoTime();
            Traffic traffic = new Traffic(seed, size);
            for (int i = 0; i < 1_000; i++) {
                traffic.step();
                assertThat(traffic.granted.size())
                        .as("limit %d, seed %d", size, seed)
                        .isLessThanOrEqualTo((int) size);
            }
            assertThat(traffic.most)
                    .as("limit %d, seed %d", size, seed)
                    .isGreaterThanOrEqualTo((int) (size * 9 / 10));
            passes(Duration.ofMinutes(3));
        }
    }

    @Test
    void it_holds_also_where_answers_are_lost() {
        long seed = System.nanoTime();
        Traffic traffic = new Traffic(seed, 200);
        RandomGenerator random = TestGateway.seeded(seed + 1);
        for (int i = 0; i < 1_000; i++) {
            answersLost = random.nextInt(10) == 0;
            try {
                traffic.step();
            } catch (StorageUnavailable _) {
                // Nobody tends while the store is silent.
            }
            assertThat(traffic.granted.size()).as("seed " + seed).isLessThanOrEqualTo(200);
        }
    }

    @Test
    void of_a_small_limit_every_call_is_had_wherever_it_is_asked_for() {
        assertThat(takesOf(30, limit(KEY, Kind.REQUESTS, 10))).isEqualTo(10);
    }

    @Test
    void a_warm_key_asks_nobody() {
        RateLimit requests = limit(KEY, Kind.REQUESTS, 6_000);
        RateLimit places = limit(KEY, Kind.PARALLEL, 100);
        for (int i = 0; i < 600; i++) {
            call(requests, places);
            passes(Duration.ofMillis(100));
        }
        int warm = asked.get();
        for (int i = 0; i < 600; i++) {
            call(requests, places);
            passes(Duration.ofMillis(100));
        }
        assertThat(asked).hasValue(warm);
    }

    private void call(RateLimit... limits) {
        Taken taken = replicas.getFirst().take(List.of(limits), 0);
        assertThat(taken).isInstanceOf(Taken.Granted.class);
        ((Taken.Granted) taken).share().close();
    }

    @Test
    void who_is_refused_again_and_again_does_not_ask_the_store_each_time() {
        RateLimit limit = limit(KEY, Kind.REQUESTS, 10);
        takesOf(10, limit);
        asked.set(0);
        takesOf(3_000, limit);
        assertThat(asked).hasValueLessThan(10);
    }

    @Test
    void a_refused_call_uses_up_nothing_anywhere() {
        RateLimit key = limit(KEY, Kind.REQUESTS, 10);
        RateLimit team = limit(TEAM, Kind.REQUESTS, 1);
        assertThat(takes(0, key, team)).isTrue();
        for (int i = 0; i < 30; i++) {
            assertThat(takes(i % 3, key, team)).isFalse();
        }
        assertThat(takesOf(30, key)).isEqualTo(9);
    }

    @Test
    void a_part_that_one_replica_does_not_use_goes_to_the_one_that_needs_it() {
        RateLimit limit = limit(KEY, Kind.REQUESTS, 600);
        passes(TICK);
        takesOf(3, limit);
        int taken = 0;
        for (int i = 0; i < 50; i++) {
            for (int j = 0; j < 20; j++) {
                taken += takes(0, limit) ? 1 : 0;
            }
            passes(TICK);
        }
        assertThat(taken).isEqualTo(597);
    }

    @Test
    void who_gets_no_answer_uses_what_it_holds_and_says_why_it_has_no_more() {
        RateLimit limit = limit(KEY, Kind.REQUESTS, 600);
        passes(TICK);
        assertThat(takes(0, limit)).isTrue();
        answersLost = true;
        int taken = 0;
        while (takes(0, limit)) {
            taken++;
        }
        assertThat(taken).isBetween(1, 200);
        assertThat(replicas.get(0).take(List.of(limit), 0)).isEqualTo(new Taken.OutOfReach(limit));
    }

    @Test
    void a_store_that_was_busy_once_is_asked_again() {
        RateLimit limit = limit(KEY, Kind.REQUESTS, 1);
        passes(TICK);
        busy = 1;
        assertThat(takes(0, limit)).isTrue();
        busy = 2;
        assertThat(replicas.get(1).take(List.of(limit(TEAM, Kind.REQUESTS, 1)), 0))
                .isInstanceOf(Taken.OutOfReach.class);
    }

    @Test
    void who_is_cut_off_keeps_to_an_equal_part() {
        RateLimit limit = limit(KEY, Kind.REQUESTS, 30);
        passes(TICK);
        cutOff.addAll(ALL);
        assertThat(takesOf(300, limit)).isEqualTo(30);
        assertThat(takes(0, limit)).isFalse();
    }

    @Test
    void after_a_loss_of_the_store_what_was_used_meanwhile_counts() {
        RateLimit limit = limit(KEY, Kind.REQUESTS, 30);
        passes(TICK);
        cutOff.addAll(ALL);
        for (int i = 0; i < 10; i++) {
            assertThat(takes(0, limit)).isTrue();
        }
        cutOff.clear();
        passes(TICK);
        assertThat(takes(0, limit)).isTrue();
        assertThat(takesOf(60, limit)).isEqualTo(19);
    }

    @Test
    void who_was_asleep_for_long_does_not_use_what_it_held_before() {
        RateLimit limit = limit(KEY, Kind.REQUESTS, 600);
        passes(TICK);
        for (int i = 0; i < 50; i++) {
            takes(0, limit);
        }
        now = now.plus(LimitParts.SILENT_FOR).plusSeconds(1);
        replicas.get(1).heard(nanos(), 1);
        int others = 0;
        for (int i = 0; i < 700; i++) {
            others += takes(1, limit) ? 1 : 0;
        }
        replicas.get(0).heard(nanos(), 2);
        assertThat(others).isEqualTo(600);
        assertThat(takes(0, limit)).isFalse();
    }

    @Test
    void places_of_a_replica_that_died_are_free_after_a_while() {
        RateLimit limit = limit(KEY, Kind.PARALLEL, 2);
        assertThat(takes(0, limit)).isTrue();
        assertThat(takes(0, limit)).isTrue();
        assertThat(takes(1, limit)).isFalse();
        cutOff.add(0);
        passes(LimitParts.SILENT_FOR.plusSeconds(1));
        assertThat(takes(1, limit)).isTrue();
    }

    @Test
    void a_place_that_comes_back_can_be_had_elsewhere() {
        RateLimit limit = limit(KEY, Kind.PARALLEL, 1);
        Taken first = replicas.get(0).take(List.of(limit), 0);
        assertThat(takes(1, limit)).isFalse();
        ((Taken.Granted) first).share().close();
        passes(TICK);
        assertThat(takes(1, limit)).isTrue();
    }

    @Test
    void tokens_that_were_used_beyond_the_estimate_count_everywhere() {
        RateLimit limit = limit(KEY, Kind.TOKENS, 1_000);
        passes(TICK);
        Taken taken = replicas.get(0).take(List.of(limit), 10);
        Share share = ((Taken.Granted) taken).share();
        share.used(900);
        share.close();
        passes(TICK);
        assertThat(replicas.get(1).take(List.of(limit), 200)).isInstanceOf(Taken.Refused.class);
        assertThat(replicas.get(1).take(List.of(limit), 80)).isInstanceOf(Taken.Granted.class);
    }

    @Test
    void many_at_once_at_all_replicas_get_no_more_than_there_is_and_all_of_it() throws Exception {
        for (long size : List.of(20L, 500L)) {
            RateLimit limit = limit(TEAM, Kind.REQUESTS, size);
            List<java.util.concurrent.Future<Boolean>> calls = new ArrayList<>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 1_500; i++) {
                    int replica = i % 3;
                    calls.add(threads.submit(() -> takes(replica, limit)));
                }
            }
            int taken = 0;
            for (var call : calls) {
                taken += call.get() ? 1 : 0;
            }
            assertThat(taken).isBetween((int) size * 8 / 10, (int) size);
            passes(Duration.ofMinutes(3));
        }
    }
}
