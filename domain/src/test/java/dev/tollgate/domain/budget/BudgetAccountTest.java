package dev.tollgate.domain.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

class BudgetAccountTest {
    private static final Instant START = Instant.parse("2026-03-04T00:00:00Z");

    @Test
    void an_account_is_found_by_its_name_whatever_its_subject_is_called() {
        for (String id : List.of("", "ana", "a|b", "\\", "\\p", "\\\\p|", "a\nb", "näch|te\\")) {
            Subject subject = new Subject(Scope.CUSTOMER, id, "m|" + id);
            BudgetAccount account = new BudgetAccount(subject, "1mo", START);

            assertThat(BudgetAccount.named(account.name())).isEqualTo(account);
        }
    }

    @Test
    void names_of_different_accounts_differ() {
        BudgetAccount one = new BudgetAccount(new Subject(Scope.KEY, "a|b", ""), "", START);
        BudgetAccount two = new BudgetAccount(new Subject(Scope.KEY, "a", "b"), "", START);

        assertThat(one.name()).isNotEqualTo(two.name());
    }

    @Test
    void another_text_is_no_name() {
        assertThatThrownBy(() -> BudgetAccount.named("KEY|a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("KEY|a");
    }

    @Test
    void a_period_is_over_once_it_has_ended_in_every_time_zone() {
        assertThat(BudgetAccount.isOver("1d", START, Instant.parse("2026-03-06T23:59:59Z")))
                .isFalse();
        assertThat(BudgetAccount.isOver("1d", START, Instant.parse("2026-03-07T00:00:00Z")))
                .isTrue();
        assertThat(BudgetAccount.isOver("", Instant.EPOCH, START)).isFalse();
    }
}
