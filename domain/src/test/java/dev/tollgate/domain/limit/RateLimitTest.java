package dev.tollgate.domain.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.KeptText;
import dev.tollgate.domain.limit.RateLimit.Kind;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Stream;

class RateLimitTest {
    private static String name(String customer, Kind kind) {
        return new RateLimit(Subject.of(Scope.CUSTOMER, customer), kind, 5).name();
    }

    @Test
    void every_limit_has_a_name_of_its_own_that_a_store_can_keep_and_look_for() {
        List<String> names =
                Stream.of(
                                "",
                                "a",
                                "a\0",
                                "a\ud83d",
                                "a\ufffd",
                                "a".repeat(9_000),
                                "a".repeat(9_001))
                        .flatMap(id -> Stream.of(Kind.values()).map(kind -> name(id, kind)))
                        .toList();

        assertThat(names)
                .doesNotHaveDuplicates()
                .allMatch(KeptText::isPossible)
                .allMatch(name -> name.length() < 500);
        assertThat(name("a", Kind.TOKENS)).isEqualTo("CUSTOMER|a||TOKENS");
    }
}
