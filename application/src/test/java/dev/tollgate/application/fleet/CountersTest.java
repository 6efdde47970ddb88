package dev.tollgate.application.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.fleet.CooldownRules.Window;

import org.junit.jupiter.api.Test;

/// What threads count that read the clock before a minute or a second ended, and come late.
class CountersTest {
    private static final long MINUTE = 29_000_000;
    private static final long SECOND = 1_767_225_600;

    @Test
    void an_outcome_that_comes_late_counts_into_the_minute_that_has_begun() {
        OutcomeCounter outcomes = new OutcomeCounter();
        outcomes.count(MINUTE, false);
        outcomes.count(MINUTE + 1, false);

        assertThat(outcomes.count(MINUTE, true)).isEqualTo(new Window(1, 1));
        assertThat(outcomes.count(MINUTE + 1, false)).isEqualTo(new Window(1, 2));
    }

    @Test
    void a_clock_that_was_set_back_begins_a_new_count() {
        OutcomeCounter outcomes = new OutcomeCounter();
        outcomes.count(MINUTE, false);

        assertThat(outcomes.count(MINUTE - 5, false)).isEqualTo(new Window(0, 1));
    }

    @Test
    void a_request_that_comes_late_counts_into_the_minute_that_has_begun() {
        MinuteCounter requests = new MinuteCounter();
        requests.add(MINUTE + 1, 5);

        requests.add(MINUTE, 1);

        assertThat(requests.in(MINUTE + 1)).isEqualTo(6);
        assertThat(requests.in(MINUTE)).isEqualTo(6);
        assertThat(requests.addWithin(MINUTE, 6)).isFalse();
    }

    @Test
    void a_call_that_comes_late_takes_no_newer_ones_away() {
        RecentCalls calls = new RecentCalls();
        for (int i = 0; i < 20; i++) {
            calls.count(SECOND + 10);
        }

        calls.count(SECOND);

        assertThat(repeats(calls, SECOND + 10)).isEqualTo(4);
    }

    @Test
    void a_repeat_that_comes_late_takes_no_newer_ones_away() {
        RecentCalls calls = new RecentCalls();
        calls.count(SECOND + 10);
        assertThat(repeats(calls, SECOND + 10)).isEqualTo(3);

        assertThat(calls.takeRepeat(SECOND)).isFalse();
        assertThat(calls.takeRepeat(SECOND + 10)).isFalse();
    }

    private static int repeats(RecentCalls calls, long second) {
        int taken = 0;
        while (calls.takeRepeat(second)) {
            taken++;
        }
        return taken;
    }
}
