package dev.tollgate.application.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.limit.RateBook.Taken;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.limit.RateLimit;
import dev.tollgate.domain.limit.RateLimit.Kind;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

class RateBookTest {
    private static final Subject KEY = Subject.of(Scope.KEY, "k");
    private static final Subject TEAM = Subject.of(Scope.TEAM, "t");

    private Instant now = Instant.parse("2026-11-26T10:00:00Z");
    private final RateBook book = new RateBook(() -> now);

    @Test
    void no_sixty_seconds_hold_more_requests_than_the_limit() {
        long seed = System.nanoTime();
        RandomGenerator random = TestGateway.seeded(seed);
        Deque<Instant> granted = new ArrayDeque<>();
        for (int i = 0; i < 20_000; i++) {
            now = now.plusMillis(random.nextInt(400));
            if (takes(limit(KEY, Kind.REQUESTS, 50))) {
                granted.add(now);
            }
            while (!granted.isEmpty() && granted.peek().isBefore(now.minusSeconds(60))) {
                granted.poll();
            }
            assertThat(granted.size()).as("seed " + seed).isLessThanOrEqualTo(50);
        }
    }

    @Test
    void a_limit_is_free_again_when_it_says_so() {
        RateLimit limit = limit(KEY, Kind.REQUESTS, 2);
        takes(limit);
        now = now.plusSeconds(20);
        takes(limit);
        Taken.Refused refused = (Taken.Refused) book.take(List.of(limit), 0);
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(41));
        now = now.plus(refused.retryAfter()).minusSeconds(1);
        assertThat(takes(limit)).isFalse();
        now = now.plusSeconds(1);
        assertThat(takes(limit)).isTrue();
    }

    @Test
    void a_refused_call_uses_up_nothing() {
        RateLimit key = limit(KEY, Kind.REQUESTS, 10);
        RateLimit team = limit(TEAM, Kind.REQUESTS, 1);
        takes(key, team);
        for (int i = 0; i < 5; i++) {
            assertThat(takes(key, team)).isFalse();
        }
        assertThat(((Taken.Granted) book.take(List.of(key), 0)).share().left().getFirst())
                .isEqualTo(new RateBook.Left(key, 8));
    }

    @Test
    void what_a_call_used_takes_the_place_of_its_estimate() {
        RateLimit limit = limit(KEY, Kind.TOKENS, 1_000);
        Share share = ((Taken.Granted) book.take(List.of(limit), 800)).share();
        assertThat(tokens(limit, 300)).isFalse();
        now = now.plusSeconds(30);
        share.used(100);
        share.close();
        assertThat(tokens(limit, 900)).isTrue();
        assertThat(tokens(limit, 1)).isFalse();
    }

    @Test
    void an_estimate_that_is_forgotten_is_not_taken_off_what_others_used() {
        RateLimit limit = limit(KEY, Kind.TOKENS, 1_000);
        Share share = ((Taken.Granted) book.take(List.of(limit), 800)).share();
        now = now.plusSeconds(62);
        Share others = ((Taken.Granted) book.take(List.of(limit), 900)).share();
        others.used(900);
        others.close();
        share.close();
        assertThat(tokens(limit, 101)).isFalse();
        assertThat(tokens(limit, 100)).isTrue();
    }

    @Test
    void a_call_in_which_nobody_was_asked_has_used_up_nothing() {
        RateLimit requests = limit(KEY, Kind.REQUESTS, 1);
        RateLimit tokens = limit(KEY, Kind.TOKENS, 100);
        Share share = ((Taken.Granted) book.take(List.of(requests, tokens), 80)).share();
        now = now.plusSeconds(2);
        share.untouched();
        share.close();
        assertThat(((Taken.Granted) book.take(List.of(requests, tokens), 100)).share().left())
                .extracting(RateBook.Left::remaining)
                .containsExactly(0L, 0L);
    }

    @Test
    void tokens_beyond_the_limit_are_a_debt_that_is_paid_off_at_its_pace() {
        RateLimit limit = limit(KEY, Kind.TOKENS, 600);
        Share share = ((Taken.Granted) book.take(List.of(limit), 10)).share();
        share.used(1_800);
        share.close();
        Taken.Refused refused = (Taken.Refused) book.take(List.of(limit), 1);
        assertThat(refused.retryAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(120));
        for (int second = 0; second < 183; second++) {
            assertThat(tokens(limit, 1)).as("after %d s", second).isFalse();
            now = now.plusSeconds(1);
        }
        assertThat(tokens(limit, 1)).isTrue();
    }

    @Test
    void a_place_among_parallel_calls_is_free_when_its_call_has_ended() {
        RateLimit limit = limit(KEY, Kind.PARALLEL, 1);
        Share share = ((Taken.Granted) book.take(List.of(limit), 0)).share();
        assertThat(takes(limit)).isFalse();
        share.close();
        share.close();
        assertThat(takes(limit)).isTrue();
        assertThat(takes(limit)).isFalse();
    }

    @Test
    void a_limit_of_zero_allows_nothing() {
        assertThat(takes(limit(KEY, Kind.REQUESTS, 0))).isFalse();
        assertThat(takes(limit(KEY, Kind.PARALLEL, 0))).isFalse();
    }

    @Test
    void many_at_once_get_no_more_than_there_is() throws InterruptedException {
        AtomicInteger granted = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1_000; i++) {
                threads.submit(
                        () -> {
                            if (takes(
                                    limit(KEY, Kind.REQUESTS, 100),
                                    limit(TEAM, Kind.REQUESTS, 70))) {
                                granted.incrementAndGet();
                            }
                        });
            }
        }
        assertThat(granted).hasValue(70);
    }

    private boolean takes(RateLimit... limits) {
        return book.take(List.of(limits), 0) instanceof Taken.Granted;
    }

    private boolean tokens(RateLimit limit, long estimate) {
        return book.take(List.of(limit), estimate) instanceof Taken.Granted;
    }

    private static RateLimit limit(Subject subject, Kind kind, long limit) {
        return new RateLimit(subject, kind, limit);
    }
}
