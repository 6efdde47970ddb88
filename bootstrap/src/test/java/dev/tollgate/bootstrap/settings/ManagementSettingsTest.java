package dev.tollgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.manage.ManagementRules;
import dev.tollgate.domain.entity.Fields;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;

/// What the configuration says of keys, users and teams that are made over HTTP.
class ManagementSettingsTest {
    private static final String MODELS =
            """
            model_list:
              - {model_name: fast, litellm_params: {model: openai/gpt-4o-mini, api_key: k}}
            """;

    private static CheckedSettings reading(String settings) {
        return Configurations.read(MODELS + "litellm_settings:\n" + settings.indent(2));
    }

    private static ManagementRules rules(String settings) {
        return reading(settings).management();
    }

    private static List<String> lines(String settings) {
        return reading(settings).report().lines();
    }

    @Test
    void teams_get_what_they_were_not_given() {
        Fields defaults =
                rules(
                                """
                                default_team_params:
                                  max_budget: 50
                                  budget_duration: 1mo
                                  tpm_limit: 1000
                                  rpm_limit: 7
                                  models: [fast]
                                  team_member_permissions: [/key/generate, /key/info]
                                """)
                        .teamDefaults();

        assertThat(defaults.number("max_budget")).contains(new BigDecimal("50"));
        assertThat(defaults.text("budget_duration")).isEqualTo("1mo");
        assertThat(defaults.number("tpm_limit")).contains(new BigDecimal("1000"));
        assertThat(defaults.number("rpm_limit")).contains(new BigDecimal("7"));
        assertThat(defaults.texts("models")).containsExactly("fast");
        assertThat(defaults.texts("team_member_permissions"))
                .containsExactly("/key/generate", "/key/info");
        assertThat(rules("drop_params: true").teamDefaults().names()).isEmpty();
    }

    @Test
    void what_is_wrong_in_defaults_of_teams_is_named() {
        assertThat(lines("default_team_params: {max_budget: -1}"))
                .anyMatch(line -> line.contains("default_team_params.max_budget"));
        assertThat(lines("default_team_params: {budget_duration: monthly}"))
                .anyMatch(line -> line.contains("must be a length of time"));
        assertThat(lines("default_team_params: {max_bugdet: 1}"))
                .anyMatch(line -> line.contains("max_bugdet") && line.contains("max_budget"));
        assertThat(lines("default_team_params: {team_member_permissions: [/key/everything]}"))
                .anyMatch(
                        line ->
                                line.contains("team_member_permissions")
                                        && line.contains("/key/list"));
        assertThat(lines("default_team_params: {team_member_permissions: [/key/list]}"))
                .noneMatch(line -> line.contains("team_member_permissions"));
    }

    @Test
    void keys_get_defaults_and_have_bounds() {
        ManagementRules rules =
                rules(
                        """
                        default_key_generate_params:
                          {max_budget: 3, duration: 30d, models: [fast], metadata: {a: b}}
                        upperbound_key_generate_params: {max_budget: 10, rpm_limit: 60}
                        """);

        assertThat(rules.keyDefaults().number("max_budget")).contains(new BigDecimal("3"));
        assertThat(rules.keyDefaults().texts("models")).containsExactly("fast");
        assertThat(rules.keyDefaults().within("metadata").text("a")).isEqualTo("b");
        assertThat(rules.keyBounds().number("rpm_limit")).contains(new BigDecimal("60"));
    }

    @Test
    void users_get_defaults_and_the_older_names_stand_in() {
        ManagementRules rules =
                rules(
                        """
                        default_internal_user_params:
                          {user_role: internal_user_viewer, budget_duration: 1d, teams: [{team_id: red}]}
                        max_internal_user_budget: 5
                        internal_user_budget_duration: 1mo
                        """);

        assertThat(rules.userDefaults().text("user_role")).isEqualTo("internal_user_viewer");
        assertThat(rules.userDefaults().number("max_budget")).contains(new BigDecimal("5"));
        assertThat(rules.userDefaults().text("budget_duration")).isEqualTo("1d");
        assertThat(rules.userDefaults().all("teams"))
                .singleElement()
                .satisfies(team -> assertThat(team.text("team_id")).isEqualTo("red"));
    }
}
