package dev.tollgate.domain.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

class KeepableFieldsTest {
    @Test
    void an_exponent_is_written_out() {
        Fields fields = Fields.of(Map.of("max_budget", new BigDecimal("1e2")));

        assertThat(fields).isEqualTo(Fields.of(Map.of("max_budget", 100)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "1e-401", "1e999999999", "1e-999999999"})
    void a_number_that_no_store_can_keep_is_refused(String number) {
        assertThatThrownBy(() -> Fields.of(Map.of("tpm_limit", new BigDecimal(number))))
                .hasMessageContaining("tpm_limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "\ud83d", "\udc00x", "\ud83dx"})
    void a_text_that_no_store_can_keep_is_refused_wherever_it_is(String text) {
        for (Object value : List.of(text, List.of(text), Map.of(text, 1), Map.of("x", text))) {
            assertThatThrownBy(() -> Fields.of(Map.of("metadata", value)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("metadata");
        }
        assertThatThrownBy(() -> Fields.NONE.with("key_alias", text))
                .hasMessageContaining("key_alias");
        assertThatThrownBy(() -> new EntityIndex("", text, "", "", "", "", ""))
                .hasMessageContaining("label");
    }

    @Test
    void any_other_character_is_kept() {
        assertThat(Fields.of(Map.of("x", "a🙂\n\u0001")).text("x")).isEqualTo("a🙂\n\u0001");
    }
}
