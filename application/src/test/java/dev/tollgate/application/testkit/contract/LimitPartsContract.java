package dev.tollgate.application.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.LimitParts;
import dev.tollgate.application.port.out.LimitParts.Part;
import dev.tollgate.application.port.out.LimitParts.Wish;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// The rules of [LimitParts].
public interface LimitPartsContract {
    /// The same throughout one test, empty at its beginning.
    LimitParts parts();

    /// Lets time pass by the store's clock.
    void pass(Duration time);

    /// Orders messages of whoever sends them.
    AtomicLong ORDER = new AtomicLong();

    private static Wish wish(String limit, long allowed, long held, long least, long wanted) {
        return new Wish(limit, allowed, held, held, least, wanted, ORDER.incrementAndGet());
    }

    private Part ask(String instance, long held, long least, long wanted) {
        return parts().hold(instance, List.of(wish("rpm", 100, held, least, wanted))).getFirst();
    }

    private static Part part(long held, long others, boolean enough) {
        return new Part(held, others, 0, enough);
    }

    /// Whatever the others do not use.
    private Part asked(String instance, long held, long least, long wanted) {
        Part part = ask(instance, held, least, wanted);
        return part(part.held(), part.others(), part.enough());
    }

    @Test
    default void what_others_hold_and_do_not_use_is_known() {
        ask("one", 0, 10, 40);
        assertThat(ask("two", 0, 1, 1)).isEqualTo(new Part(1, 40, 30, true));
        ask("one", 40, 0, 0);
        assertThat(ask("two", 1, 0, 0)).isEqualTo(new Part(1, 40, 0, true));
    }

    @Test
    default void what_is_wanted_is_given_while_it_is_free() {
        assertThat(asked("one", 0, 1, 40)).isEqualTo(part(40, 0, true));
        assertThat(asked("one", 40, 1, 30)).isEqualTo(part(70, 0, true));
        assertThat(asked("two", 0, 20, 40)).isEqualTo(part(30, 70, true));
    }

    @Test
    default void where_less_than_the_least_is_free_nothing_is_given() {
        ask("one", 0, 70, 70);
        assertThat(asked("two", 0, 31, 40)).isEqualTo(part(0, 70, false));
        assertThat(asked("two", 0, 30, 30)).isEqualTo(part(30, 70, true));
    }

    @Test
    default void what_is_told_replaces_what_was_held() {
        ask("one", 0, 100, 100);
        assertThat(asked("one", 10, 0, 0)).isEqualTo(part(10, 0, true));
        assertThat(asked("two", 0, 90, 90)).isEqualTo(part(90, 10, true));
    }

    @Test
    default void what_was_used_beyond_the_limit_is_told_all_the_same() {
        ask("one", 0, 60, 60);
        assertThat(asked("two", 50, 0, 0)).isEqualTo(part(50, 60, true));
        assertThat(asked("one", 60, 1, 1)).isEqualTo(part(60, 50, false));
    }

    @Test
    default void an_older_message_changes_nothing() {
        Wish older = wish("rpm", 100, 0, 0, 0);
        ask("one", 0, 60, 60);
        assertThat(parts().hold("one", List.of(older))).containsExactly(part(60, 0, false));
        assertThat(asked("two", 0, 50, 50)).isEqualTo(part(0, 60, false));
    }

    @Test
    default void all_wishes_are_granted_or_none() {
        parts().hold("one", List.of(wish("tpm", 10, 0, 10, 10)));
        List<Part> parts =
                parts().hold("two", List.of(wish("rpm", 5, 0, 1, 1), wish("tpm", 10, 0, 1, 1)));
        assertThat(parts).containsExactly(part(0, 0, true), part(0, 10, false));
        assertThat(parts().hold("three", List.of(wish("rpm", 5, 0, 5, 5))))
                .containsExactly(part(5, 0, true));
    }

    @Test
    default void what_is_short_is_recalled_until_its_holder_tells_again() {
        ask("one", 0, 100, 100);
        assertThat(parts().recalled("one")).isEmpty();
        ask("two", 0, 1, 1);
        assertThat(parts().recalled("one")).containsExactly("rpm");
        assertThat(parts().recalled("two")).isEmpty();
        ask("one", 40, 0, 0);
        assertThat(parts().recalled("one")).isEmpty();
    }

    @Test
    default void parts_of_who_is_silent_for_long_are_free() {
        ask("one", 0, 100, 100);
        pass(LimitParts.SILENT_FOR.minusSeconds(2));
        assertThat(ask("two", 0, 1, 1).enough()).isFalse();
        pass(Duration.ofSeconds(3));
        assertThat(asked("two", 0, 100, 100)).isEqualTo(part(100, 0, true));
    }

    @Test
    default void what_is_forgotten_was_nobodys() {
        ask("one", 0, 10, 10);
        ask("two", 0, 10, 10);
        ask("two", 0, 0, 0);
        pass(LimitParts.SILENT_FOR.dividedBy(2));
        ask("three", 0, 10, 10);
        parts().sweep();
        assertThat(asked("three", 10, 0, 0)).isEqualTo(part(10, 10, true));
        pass(LimitParts.SILENT_FOR.dividedBy(2).plusSeconds(2));
        parts().sweep();
        assertThat(asked("three", 10, 0, 0)).isEqualTo(part(10, 0, true));
    }

    @Test
    default void nothing_asked_for_is_nothing_given() {
        assertThat(parts().hold("one", List.of())).isEmpty();
    }

    /// Many replicas at once on the same two limits, named in either order.
    @Test
    default void of_what_many_ask_for_at_once_no_more_is_held_than_is_allowed() throws Exception {
        long seed = System.nanoTime();
        Map<String, Long> held = new HashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Map<String, Long>>> all =
                    IntStream.range(0, 6)
                            .mapToObj(i -> threads.submit(() -> asking("r" + i, seed + i)))
                            .toList();
            for (Future<Map<String, Long>> each : all) {
                each.get().forEach((limit, part) -> held.merge(limit, part, Long::sum));
            }
        }
        assertThat(held.values()).as("seed " + seed).allMatch(sum -> sum > 40 && sum <= 50);
    }

    private Map<String, Long> asking(String instance, long seed) {
        Random random = new Random(seed);
        Map<String, Long> held = new HashMap<>(Map.of("a", 0L, "b", 0L));
        for (int i = 0; i < 20; i++) {
            List<String> names = random.nextBoolean() ? List.of("a", "b") : List.of("b", "a");
            List<Wish> wishes =
                    names.stream()
                            .map(name -> wish(name, 50, held.getOrDefault(name, 0L), 1, 2))
                            .toList();
            List<Part> parts = parts().hold(instance, wishes);
            for (int j = 0; j < names.size(); j++) {
                held.put(names.get(j), parts.get(j).held());
            }
        }
        return held;
    }
}
