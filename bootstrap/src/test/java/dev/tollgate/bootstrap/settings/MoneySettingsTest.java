package dev.tollgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.setup.Allowances;
import dev.tollgate.application.setup.MoneyRules;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetDuration;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.money.Usd;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the file says about money reaches the rules, and mistakes in it are answered.
class MoneySettingsTest {
    private static final String MODELS =
            """
            model_list:
              - model_name: a
                litellm_params: {model: openai/x, mock_response: hi, max_budget: 2, budget_duration: 1d}
                model_info: {id: first}
              - model_name: a
                litellm_params: {model: anthropic/y, mock_response: hi}
                model_info: {id: second}
            """;

    @Test
    void the_gateway_as_a_whole_has_a_budget() {
        MoneyRules rules =
                rules(
                        "litellm_settings: {max_budget: 100.5, budget_duration: 30d, timezone:"
                                + " Asia/Tokyo}");
        assertThat(rules.gateway())
                .containsExactly(
                        new Budget(Subject.GATEWAY, usd("100.5"), BudgetDuration.parse("30d")));
        assertThat(rules.zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    }

    @Test
    void what_no_letter_to_a_deployment_holds_bounds_nothing() {
        MoneyRules rules =
                Configurations.read(
                                """
                                model_list:
                                  - model_name: dropping
                                    litellm_params: {model: openai/x, mock_response: hi, additional_drop_params: [max_tokens, " seed"]}
                                    model_info: {id: dropping}
                                  - model_name: unbounded
                                    litellm_params: {model: v0/y, mock_response: hi}
                                    model_info: {id: unbounded}
                                  - model_name: usual
                                    litellm_params: {model: openai/x, mock_response: hi}
                                    model_info: {id: usual}
                                """)
                        .money();

        assertThat(rules.unsent())
                .containsOnly(
                        Map.entry(new DeploymentId("dropping"), Set.of("max_tokens", "seed")),
                        Map.entry(new DeploymentId("unbounded"), Set.of("max_tokens")));
    }

    @Test
    void deployments_and_providers_have_budgets() {
        MoneyRules rules =
                rules(
                        "router_settings: {provider_budget_config: {openai: {budget_limit: 5,"
                                + " time_period: 1d}}}");
        Budget own =
                new Budget(
                        Subject.of(Scope.DEPLOYMENT, "first"),
                        usd("2"),
                        BudgetDuration.parse("1d"));
        Budget provider =
                new Budget(
                        Subject.of(Scope.PROVIDER, "openai"), usd("5"), BudgetDuration.parse("1d"));
        assertThat(rules.deployments().values()).containsExactly(List.of(own, provider));
    }

    @Test
    void callers_and_models_nothing_is_known_of_are_bounded_as_the_file_says() {
        MoneyRules rules =
                rules(
                        """
                        litellm_settings: {max_end_user_budget: 0.5, block_requests_for_models_without_pricing: true}
                        general_settings: {skip_user_budget_on_team_key: true}
                        tollgate_settings: {shortest_answer: 10, unknown_answer: 20, media_tokens: 7, media_fills_context: true, tool_uses: 2, tool_tokens: 9, shorten_answers: false}
                        """);
        assertThat(rules.unknownCustomer()).isEqualTo(Optional.of(usd("0.5")));
        assertThat(rules.pricedOnly()).isTrue();
        assertThat(rules.userBudgetOnTeamKeys()).isFalse();
        assertThat(rules.allowances()).isEqualTo(new Allowances(10, 20, 7, true, 2, 9));
        assertThat(rules.shortened()).isFalse();
    }

    @Test
    void end_users_without_a_budget_have_that_of_a_row_and_refusals_the_status_that_is_named() {
        String settings =
                "litellm_settings: {max_end_user_budget_id: free, budget_exceeded_status_code:"
                        + " 402}";
        assertThat(rules(settings).unknownCustomerRow()).isEqualTo("free");
        assertThat(Configurations.read(MODELS + settings).litellm().overBudgetStatus())
                .isEqualTo(402);
    }

    @Test
    void a_status_of_success_refuses_nobody() {
        CheckedSettings read =
                Configurations.read(
                        MODELS + "litellm_settings: {budget_exceeded_status_code: 200}\n");
        assertThat(read.report().errors())
                .singleElement()
                .matches(problem -> problem.sentence().contains("budget_exceeded_status_code"));
    }

    @Test
    void a_period_that_is_none_is_an_error() {
        CheckedSettings read =
                Configurations.read(
                        MODELS + "litellm_settings: {max_budget: 1, budget_duration: soon}\n");
        assertThat(read.report().errors())
                .singleElement()
                .matches(problem -> problem.sentence().contains("budget_duration"));
    }

    private static MoneyRules rules(String settings) {
        CheckedSettings read = Configurations.read(MODELS + settings + "\n");
        assertThat(read.report().problems()).isEmpty();
        assertThat(read.report().notUsedYet()).isEmpty();
        return read.money();
    }

    private static Usd usd(String amount) {
        return Usd.of(new BigDecimal(amount));
    }
}
