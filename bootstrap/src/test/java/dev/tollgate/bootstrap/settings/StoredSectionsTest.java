package dev.tollgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.StoredConfiguration;
import dev.tollgate.application.port.out.StoredConfiguration.Part;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class StoredSectionsTest {
    private static final String FILE =
            """
            model_list:
              - model_name: fast
                litellm_params: {model: openai/m, api_key: os.environ/FAST_KEY}
            general_settings: {store_model_in_db: true, master_key: sk-of-the-file-0123456789}
            router_settings: {num_retries: 1, allowed_fails: 7}
            environment_variables: {FAST_KEY: sk-written-0123456789, OTHER: x}
            """;

    private static StoredConfiguration kept(String section, Map<String, Object> settings) {
        Part part = new Part(section, Fields.NONE.with(section, settings));
        return StoredConfiguration.NOTHING.with(EntityKind.CONFIG, part);
    }

    private static Fields section(CheckedSettings settings, String name) {
        return settings.sections().getOrDefault(name, Fields.NONE);
    }

    @Test
    void what_is_kept_counts_key_by_key() {
        CheckedSettings settings =
                Configurations.read(FILE).with(kept("router_settings", Map.of("num_retries", 4)));

        assertThat(settings.router().retries().numRetries()).isEqualTo(4);
        assertThat(settings.router().cooldowns().allowedFails()).isEqualTo(7);
        assertThat(section(settings, "router_settings"))
                .isEqualTo(Fields.of(Map.of("num_retries", 4, "allowed_fails", 7)));
    }

    @Test
    void a_section_that_the_file_has_not_is_made() {
        CheckedSettings settings =
                Configurations.read(FILE)
                        .with(kept("litellm_settings", Map.of("drop_params", true)));

        assertThat(settings.litellm().dropParams()).isTrue();
    }

    @Test
    void a_variable_that_is_kept_is_what_entries_refer_to() {
        CheckedSettings settings =
                Configurations.read(FILE)
                        .with(
                                kept(
                                        "environment_variables",
                                        Map.of("FAST_KEY", "sk-kept-0123456789")));

        assertThat(settings.deployments().getFirst().settings().apiKey().reveal())
                .isEqualTo("sk-kept-0123456789");
        assertThat(section(settings, "environment_variables").asMap().values())
                .containsOnly("****");
        assertThat(section(settings, "general_settings").names()).containsOnly("store_model_in_db");
    }

    @Test
    void the_kept_switch_counts_before_the_variable_and_that_before_the_file() {
        StoredConfiguration on = kept("general_settings", Map.of("store_model_in_db", true));
        StoredConfiguration off = kept("general_settings", Map.of("store_model_in_db", false));
        Part more =
                new Part(
                        "router_settings",
                        Fields.NONE.with("router_settings", Map.of("num_retries", 4)));

        record Case(String file, String variable, StoredConfiguration kept, boolean counts) {}
        for (Case each :
                List.of(
                        new Case("true", "", StoredConfiguration.NOTHING, true),
                        new Case("false", "", StoredConfiguration.NOTHING, false),
                        new Case("true", "false", StoredConfiguration.NOTHING, false),
                        new Case("false", "true", StoredConfiguration.NOTHING, true),
                        new Case("false", "false", on, true),
                        new Case("true", "true", off, false))) {
            CheckedSettings settings =
                    Configurations.with(
                                    FILE.replace(
                                            "store_model_in_db: true",
                                            "store_model_in_db: " + each.file()))
                            .variable("STORE_MODEL_IN_DB", each.variable())
                            .read()
                            .with(each.kept().with(EntityKind.CONFIG, more));

            assertThat(settings.router().retries().numRetries())
                    .as(each.toString())
                    .isEqualTo(each.counts() ? 4 : 1);
            assertThat(settings.storage().keepsModels())
                    .as(each.toString())
                    .isEqualTo(each.counts());
        }
    }

    @Test
    void a_wrong_value_is_told_without_a_line_of_the_file() {
        CheckedSettings settings =
                Configurations.read(FILE).with(kept("router_settings", Map.of("num_retries", "x")));

        assertThat(settings.report().errors())
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.stored()).isTrue();
                            assertThat(problem.sentence())
                                    .startsWith(
                                            "stored configuration: router_settings.num_retries");
                        });
    }
}
