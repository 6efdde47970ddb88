package dev.tollgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.access.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertSettingsTest {
    private static final String HOOK = "https://hooks.example.com/T0/very-secret";

    private static Configurations file(String settings) {
        return Configurations.with("general_settings: {" + settings + "}\n");
    }

    @Test
    void the_environment_says_where_the_webhook_and_slack_are() {
        CheckedSettings read =
                file("alerting: [webhook, slack]")
                        .variable("WEBHOOK_URL", "http://pager.example.com/x")
                        .variable("SLACK_WEBHOOK_URL", HOOK)
                        .read();
        AlertSettings alerts = read.general().alerts();
        assertThat(alerts.webhook()).contains(Secret.of("http://pager.example.com/x"));
        assertThat(alerts.slack()).containsExactly(Secret.of(HOOK));
    }

    @Test
    void addresses_of_the_file_come_before_that_of_the_environment() {
        CheckedSettings read =
                file("alerting: [slack], alert_to_webhook_url: {budget_alerts: [http://a/,"
                                + " http://b/]}")
                        .variable("SLACK_WEBHOOK_URL", HOOK)
                        .read();
        assertThat(read.general().alerts().slack())
                .containsExactly(Secret.of("http://a/"), Secret.of("http://b/"));
    }

    @Test
    void nobody_hears_of_budgets_where_the_types_of_alerts_leave_them_out() {
        CheckedSettings read =
                file("alerting: [slack], alert_types: [db_exceptions]")
                        .variable("SLACK_WEBHOOK_URL", HOOK)
                        .read();
        assertThat(read.general().alerts()).isEqualTo(AlertSettings.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alerting: [webhok] | Did you mean `webhook`?",
                "alerting: [webhook] | WEBHOOK_URL",
                "alerting: [email] | not used yet",
                "alerting: [slack], alert_to_webhook_url: {budget_alerts: very-secret} | must be an"
                        + " address",
            })
    void what_cannot_be_is_said_and_no_address_is_shown(String settings, String said) {
        assertThat(file(settings).read().report().lines())
                .anyMatch(line -> line.contains(said))
                .noneMatch(line -> line.contains("very-secret"));
    }
}
