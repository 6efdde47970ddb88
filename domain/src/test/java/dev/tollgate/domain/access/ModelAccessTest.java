package dev.tollgate.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.access.ModelAccess.Asked;
import dev.tollgate.domain.access.ModelAccess.ModelList;
import dev.tollgate.domain.access.ModelAccess.Owner;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Set;

class ModelAccessTest {
    @ParameterizedTest
    @CsvSource({
        "gpt-4o, gpt-4o, true",
        "gpt-4o, gpt-4o-mini, false",
        "*, anything, true",
        "openai/*, openai/gpt-4o, true",
        "openai/*, gpt-4o, true",
        "anthropic/*, gpt-4o, false",
        "beta-models, gpt-4o, true",
        "gamma-models, gpt-4o, false",
        "all-proxy-models, anything, true",
        "no-default-models, gpt-4o, false",
    })
    void an_entry_is_a_name_a_pattern_or_a_group(String entry, String model, boolean allowed) {
        ModelAccess access = new ModelAccess(List.of(list(Owner.KEY, entry)));
        assertThat(access.refusing(asked(model)).isEmpty()).isEqualTo(allowed);
    }

    @Test
    void every_list_has_to_allow_a_model() {
        ModelAccess access =
                new ModelAccess(List.of(list(Owner.KEY, "a", "b"), list(Owner.TEAM, "b", "c")));
        assertThat(access.refusing(asked("b"))).isEmpty();
        assertThat(access.refusing(asked("a")).orElseThrow().owner()).isEqualTo(Owner.TEAM);
        assertThat(access.refusing(asked("c")).orElseThrow().owner()).isEqualTo(Owner.KEY);
    }

    @Test
    void an_empty_list_allows_everything() {
        assertThat(new ModelAccess(List.of(list(Owner.KEY))).refusing(asked("x"))).isEmpty();
    }

    @Test
    void a_teams_own_model_need_not_stand_in_the_teams_list() {
        Asked own = new Asked("x", "", Set.of(), "red", true);

        assertThat(new ModelList(Owner.TEAM, "red", List.of("y")).allows(own)).isTrue();
        assertThat(new ModelList(Owner.TEAM, "red/ana", List.of("y")).allows(own)).isFalse();
        assertThat(new ModelList(Owner.TEAM, "blue", List.of("y")).allows(own)).isFalse();
        assertThat(new ModelList(Owner.KEY, "red", List.of("y")).allows(own)).isFalse();
        assertThat(new ModelList(Owner.TEAM, "", List.of("y")).allows(asked("x"))).isFalse();
    }

    private static ModelList list(Owner owner, String... entries) {
        return new ModelList(owner, "id", List.of(entries));
    }

    private static Asked asked(String name) {
        return new Asked(name, "openai", Set.of("beta-models"), "", true);
    }
}
