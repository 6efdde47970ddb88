package dev.tollgate.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Status;

import org.junit.jupiter.api.Test;

class OutcomeTest {
    @Test
    void a_key_that_a_provider_repeats_is_not_kept() {
        Outcome outcome =
                Outcome.failed(
                        Status.FAILURE,
                        "AUTHENTICATION 401",
                        "Incorrect API key provided: sk-proj-0123456789abcdef.");

        assertThat(outcome.message()).isEqualTo("Incorrect API key provided: (secret).");
    }

    @Test
    void a_key_as_it_is_shown_stays() {
        String words = "Budget has been exceeded! KEY sk-...Ab1Q";

        assertThat(Outcome.failed(Status.REFUSED, "BudgetSpent", words).message()).isEqualTo(words);
    }
}
