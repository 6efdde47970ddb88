package dev.tollgate.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.ledger.LedgerEntry.Target;

import org.junit.jupiter.api.Test;

class TargetTest {
    @Test
    void an_answer_is_kept_whatever_its_provider_calls_it() {
        assertThat(Target.NONE.answeredAs("chat\0cmpl").responseId()).isEqualTo("chat\uFFFDcmpl");
    }
}
