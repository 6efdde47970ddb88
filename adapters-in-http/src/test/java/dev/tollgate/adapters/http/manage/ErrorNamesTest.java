package dev.tollgate.adapters.http.manage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.http.manage.ErrorNames.Name;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.Refusal;

import org.junit.jupiter.api.Test;

import java.util.stream.Stream;

class ErrorNamesTest {
    private final ErrorNames names = new ErrorNames(422);

    @Test
    void failures_of_providers_have_the_status_that_the_caller_was_told() {
        assertThat(names.of("RATE_LIMIT 429")).isEqualTo(new Name("429", "RateLimitError"));
        assertThat(names.of("API 409")).isEqualTo(new Name("409", "APIError"));
        for (FailureKind kind : FailureKind.values()) {
            assertThat(names.of(kind + " 499").exception()).as(kind.name()).isNotEmpty();
            assertThat(names.withCode("499")).contains(kind + " 499");
        }
    }

    @Test
    void whatever_else_a_call_fails_of_has_a_status() {
        Stream<String> all =
                Stream.of(CallFailure.class, Refusal.class)
                        .flatMap(type -> Stream.of(type.getPermittedSubclasses()))
                        .filter(type -> type != CallFailure.ProviderFailed.class)
                        .filter(type -> type != CallFailure.Refused.class)
                        .map(Class::getSimpleName);
        assertThat(all)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(names.of(name).code()).matches("\\d{3}"));
    }

    @Test
    void a_spent_budget_has_the_status_that_is_set() {
        assertThat(names.of("BudgetSpent").normalized()).isEqualTo("422_BUDGET_EXCEEDED");
        assertThat(names.of("BudgetSpent")).isEqualTo(new Name("422", "BudgetExceededError"));
        assertThat(names.withCode("422")).contains("BudgetSpent", "UNPROCESSABLE 422", "422");
        assertThat(names.withCode("429")).doesNotContain("BudgetSpent").contains("LimitReached");
    }

    @Test
    void what_another_gateway_wrote_down_is_kept_as_it_is() {
        assertThat(names.of("404")).isEqualTo(new Name("404", "NotFoundError"));
        assertThat(names.of("failure").code()).isEqualTo("failure");
        assertThat(names.withCode("failure")).containsExactly("failure");
    }
}
