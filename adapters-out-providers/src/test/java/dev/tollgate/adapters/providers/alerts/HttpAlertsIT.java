package dev.tollgate.adapters.providers.alerts;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;

import dev.tollgate.application.port.out.AlertSender;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.entity.Fields;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;

class HttpAlertsIT {
    private static final Fields ALERT =
            Fields.NONE
                    .with("event", "budget_crossed")
                    .with("event_message", "the key <!channel> & co spent it")
                    .with("occurred_at", "2026-01-01T00:00:00Z")
                    .with("spend", new BigDecimal("0.01"));

    private final WireMockServer server = new WireMockServer(options().dynamicPort());

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private Secret address() {
        return Secret.of(server.baseUrl() + "/hook?secret=canary");
    }

    private void answers(int status) {
        server.stubFor(
                post(urlEqualTo("/hook?secret=canary"))
                        .willReturn(
                                aResponse().withStatus(status).withHeader("Location", "/else")));
    }

    @Test
    void a_webhook_gets_the_fields() {
        answers(200);
        assertThat(HttpAlerts.webhook(address()).send(ALERT)).isEmpty();
        server.verify(
                1,
                postRequestedFor(urlEqualTo("/hook?secret=canary"))
                        .withRequestBody(
                                equalToJson(
                                        "{\"event\": \"budget_crossed\", \"event_message\": \"the"
                                            + " key <!channel> & co spent it\", \"occurred_at\":"
                                            + " \"2026-01-01T00:00:00Z\", \"spend\": 0.01}")));
    }

    @Test
    void slack_gets_text_in_which_names_call_nobody() {
        answers(200);
        List<HttpAlerts> both = HttpAlerts.slack(List.of(address(), address()));
        assertThat(both).extracting(AlertSender::name).containsExactly("slack", "slack 2");
        assertThat(both.getFirst().send(ALERT)).isEmpty();
        server.verify(
                1,
                postRequestedFor(urlEqualTo("/hook?secret=canary"))
                        .withRequestBody(
                                equalToJson(
                                        "{\"text\": \"Alert type: `budget_alerts`\\n"
                                                + "Level: `High`\\n"
                                                + "Timestamp: `2026-01-01T00:00:00Z`\\n"
                                                + "Message: the key &lt;!channel&gt; &amp; co spent"
                                                + " it\"}")));
    }

    @Test
    void what_is_refused_sent_elsewhere_or_not_answered_was_not_delivered_and_no_address_is_told() {
        AlertSender sender = HttpAlerts.webhook(address());
        answers(500);
        assertThat(sender.send(ALERT)).contains("it was answered with status 500");
        answers(302);
        assertThat(sender.send(ALERT)).contains("it was answered with status 302");
        server.stop();
        assertThat(sender.send(ALERT).orElseThrow()).doesNotContain("canary", "localhost");
    }
}
