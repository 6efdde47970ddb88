package dev.tollgate.domain.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class FieldsTest {
    @Test
    void a_null_replaces_and_an_absent_field_does_not() {
        Fields kept = Fields.of(Map.of("max_budget", 5, "tpm_limit", 100));
        Map<String, Object> patch = new HashMap<>();
        patch.put("max_budget", null);
        Fields merged = kept.merged(Fields.of(patch));
        assertThat(merged.has("max_budget")).isTrue();
        assertThat(merged.set("max_budget")).isFalse();
        assertThat(merged.number("tpm_limit")).contains(BigDecimal.valueOf(100));
    }

    @Test
    void nested_values_are_copied() {
        Map<String, Object> inner = new HashMap<>(Map.of("a", "b"));
        Fields fields = Fields.of(Map.of("metadata", inner, "models", List.of("x", 1)));
        inner.put("a", "changed");
        assertThat(fields.within("metadata").text("a")).isEqualTo("b");
        assertThat(fields.texts("models")).containsExactly("x");
    }

    @Test
    void values_of_other_types_are_refused() {
        assertThatThrownBy(() -> Fields.of(Map.of("x", 1.5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("x holds a Double");
    }

    @Test
    void values_are_not_printed() {
        assertThat(Fields.of(Map.of("api_key", "sk-secret")).toString())
                .isEqualTo("Fields[api_key]");
    }

    @Test
    void fields_are_picked_by_name_and_by_whether_they_say_something() {
        Map<String, Object> values = new HashMap<>(Map.of("a", "x", "b", List.of(), "c", Map.of()));
        values.put("d", null);
        Fields fields = Fields.of(values);

        assertThat(fields.filled().names()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(fields.only(List.of("a", "z")).names()).containsExactly("a");
        assertThat(fields.except(List.of("a", "b", "c")).names()).containsExactly("d");
        assertThat(fields.names().stream().filter(fields::says)).containsExactly("a");
        assertThat(Fields.NONE.isEmpty()).isTrue();
    }
}
