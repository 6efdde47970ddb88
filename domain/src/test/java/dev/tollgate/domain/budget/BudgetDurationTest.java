package dev.tollgate.domain.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

class BudgetDurationTest {
    @ParameterizedTest
    @CsvSource({
        // 23 November 2026 is a Monday.
        "30s,  2026-11-23T10:20:40Z, 2026-11-23T10:20:30Z, 2026-11-23T10:21:00Z",
        "45s,  2026-11-23T10:20:50Z, 2026-11-23T10:20:45Z, 2026-11-23T10:21:00Z",
        "90s,  2026-11-23T10:20:50Z, 2026-11-23T10:19:30Z, 2026-11-23T10:21:00Z",
        "15m,  2026-11-23T10:20:40Z, 2026-11-23T10:15:00Z, 2026-11-23T10:30:00Z",
        "90m,  2026-11-23T10:20:40Z, 2026-11-23T09:00:00Z, 2026-11-23T10:30:00Z",
        "1h,   2026-11-23T10:20:40Z, 2026-11-23T10:00:00Z, 2026-11-23T11:00:00Z",
        "5h,   2026-11-23T23:20:40Z, 2026-11-23T20:00:00Z, 2026-11-24T00:00:00Z",
        "24h,  2026-11-23T10:20:40Z, 2026-11-23T00:00:00Z, 2026-11-24T00:00:00Z",
        "1d,   2026-11-23T00:00:00Z, 2026-11-23T00:00:00Z, 2026-11-24T00:00:00Z",
        "7d,   2026-11-29T10:20:40Z, 2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
        "1w,   2026-11-23T00:00:00Z, 2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
        "30d,  2026-11-23T10:20:40Z, 2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z",
        "1mo,  2026-12-31T23:59:59Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "3mo,  2026-11-23T10:20:40Z, 2026-10-01T00:00:00Z, 2027-01-01T00:00:00Z",
    })
    void a_period_begins_and_ends_by_the_clock(
            String duration, Instant now, Instant start, Instant end) {
        assertThat(read(duration).periodAt(now, ZoneOffset.UTC))
                .isEqualTo(new BudgetDuration.Period(start, end));
    }

    @Test
    void a_day_begins_at_midnight_of_the_time_zone_also_when_the_clocks_change() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        BudgetDuration.Period day =
                read("1d").periodAt(Instant.parse("2026-10-25T12:00:00Z"), berlin);
        assertThat(day.start()).isEqualTo("2026-10-24T22:00:00Z");
        assertThat(Duration.between(day.start(), day.end())).isEqualTo(Duration.ofHours(25));
    }

    @Test
    void the_hour_that_clocks_go_back_to_has_periods_each_time() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        for (String hour : List.of("00", "01")) {
            Instant moment = Instant.parse("2028-10-29T%s:27:47Z".formatted(hour));
            assertThat(read("30s").periodAt(moment, berlin))
                    .isEqualTo(
                            new BudgetDuration.Period(
                                    Instant.parse("2028-10-29T%s:27:30Z".formatted(hour)),
                                    Instant.parse("2028-10-29T%s:28:00Z".formatted(hour))));
        }
    }

    @Test
    void periods_follow_each_other_without_gap_or_overlap() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String[] units = {"s", "m", "h", "d", "w", "mo"};
        ZoneId[] zones = {ZoneOffset.UTC, ZoneId.of("Europe/Berlin"), ZoneId.of("Asia/Kathmandu")};
        for (int i = 0; i < 5_000; i++) {
            BudgetDuration each = read(1 + random.nextInt(100) + units[random.nextInt(6)]);
            ZoneId zone = zones[random.nextInt(3)];
            Instant now = Instant.ofEpochSecond(random.nextLong(1_700_000_000L, 2_000_000_000L));
            BudgetDuration.Period period = each.periodAt(now, zone);
            String what = "seed %d: %s at %s in %s".formatted(seed, each, now, zone);
            assertThat(now).as(what).isBetween(period.start(), period.end().minusNanos(1));
            assertThat(each.periodAt(period.start(), zone)).as(what).isEqualTo(period);
            assertThat(each.periodAt(period.end(), zone).start()).as(what).isEqualTo(period.end());
        }
    }

    @ParameterizedTest
    @CsvSource({"24h, 1d", "60s, 1m", "86400s, 1d", "168h, 1w", "30d, 1mo", "720h, 1mo", "8d, 8d"})
    void the_same_length_has_one_name(String written, String normalised) {
        assertThat(read(written).normalised().text()).isEqualTo(normalised);
    }

    @ParameterizedTest
    @CsvSource({
        "90d, 2026-11-23T07:56:42.317Z, 2027-02-21T07:56:42.317Z",
        "1mo, 2027-01-31T10:00:00Z, 2027-02-28T10:00:00Z",
        "30min, 2026-11-23T10:00:00Z, 2026-11-23T10:30:00Z",
        "2months, 2026-11-23T10:00:00Z, 2027-01-23T10:00:00Z",
    })
    void a_validity_lasts_exactly_as_long_as_it_says(String length, Instant from, Instant until) {
        assertThat(read(length).after(from, ZoneOffset.UTC)).isEqualTo(until);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "foo", "30", "0d", "-1d", "1y", "1.5h", "d", "99999999d"})
    void what_is_no_duration_is_not_read_as_one(String text) {
        assertThat(BudgetDuration.parse(text)).isEmpty();
    }

    private static BudgetDuration read(String text) {
        return BudgetDuration.parse(text).orElseThrow();
    }
}
