package dev.tollgate.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.http.Gateway.Answer;
import dev.tollgate.adapters.http.Gateway.Connection;
import dev.tollgate.adapters.http.envelope.Forwarding;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;

class IdentityIT {
    private final Gateway gateway = new Gateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void every_form_of_credential_is_understood() throws Exception {
        for (String header :
                List.of(
                        "Authorization: Bearer sk-master",
                        "authorization: bearer sk-master",
                        "Authorization: Basic sk-master",
                        "Authorization: Basic c2stbWFzdGVyOnNlY3JldA==",
                        "Authorization: AWS4-HMAC-SHA256 Credential=Bearer sk-master/2026/us/x,"
                                + " SignedHeaders=host",
                        "Authorization: Bearer odd-master",
                        "x-litellm-api-key: sk-master",
                        "x-litellm-api-key: Bearer sk-master",
                        "api-key: sk-master",
                        "x-api-key: sk-master",
                        "x-goog-api-key: sk-master",
                        "Ocp-Apim-Subscription-Key: sk-master",
                        "Authorization: Bearer sk-no\r\nx-litellm-api-key: sk-master")) {
            Answer answer =
                    gateway.ask(Gateway.postAs(header, "/v1/chat/completions", Gateway.CHAT));
            assertThat(answer.status()).as(header).isEqualTo(200);
        }
    }

    @Test
    void an_unknown_caller_hears_why_and_never_gets_the_key_back() throws Exception {
        record Case(String header, String type, String fragment) {}
        for (Case each :
                List.of(
                        new Case("x-none: 1", "auth_error", "No api key passed in"),
                        new Case("Authorization: Token x9x9", "auth_error", "Malformed API Key"),
                        new Case("Authorization: sk-x9x9", "auth_error", "Malformed API Key"),
                        new Case("Authorization: Bearer ", "auth_error", "Malformed API Key"),
                        new Case(
                                "Authorization: Bearer sk-x9x9",
                                "token_not_found_in_db",
                                "Invalid proxy server token passed"),
                        new Case(
                                "Authorization: Bearer x9x9",
                                "auth_error",
                                "expected to start with 'sk-'"),
                        new Case(
                                "Authorization: Bearer sk-ant-x9x9",
                                "auth_error",
                                "the provider anthropic"),
                        new Case(
                                "Authorization: Bearer sk-x9x9\r\nx-api-key: sk-master",
                                "token_not_found_in_db",
                                "Invalid proxy server token passed"))) {
            Answer answer =
                    gateway.ask(
                            Gateway.postAs(each.header(), "/v1/chat/completions", Gateway.CHAT));

            assertThat(answer.status()).as(each.header()).isEqualTo(401);
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(answer.body())
                    .contains(each.fragment())
                    .contains("\"type\":\"" + each.type() + "\"")
                    .contains("\"code\":\"401\"")
                    .doesNotContain("x9x9");
        }
        assertThat(gateway.calls).isEmpty();
    }

    @Test
    void an_unknown_callers_body_is_not_waited_for() throws Exception {
        try (Connection connection = gateway.connect()) {
            connection.send(
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n"
                            + "\r\n{");
            assertThat(connection.answer().status()).isEqualTo(401);
            assertThat(connection.rest()).isEmpty();
        }
    }

    @Test
    void a_header_named_by_the_operator_is_the_only_one_that_counts() throws Exception {
        try (Gateway named =
                new Gateway(
                        settings ->
                                settings.withLive(
                                        () ->
                                                new HttpSettings.Live(
                                                        "X-My-Key",
                                                        true,
                                                        false,
                                                        Forwarding.NOTHING,
                                                        true)))) {
            assertThat(named.ask(Gateway.get("/v1/models")).status()).isEqualTo(401);
            assertThat(
                            named.ask(
                                            Gateway.postAs(
                                                    "x-my-key: Bearer sk-master",
                                                    "/v1/chat/completions",
                                                    Gateway.CHAT))
                                    .status())
                    .isEqualTo(200);
            Answer refused =
                    named.ask(
                            Gateway.postAs(
                                    "x-my-key: Bearer sk-master", "/v1/chat/completions", "{"));
            assertThat(refused.body())
                    .contains("\"litellm_call_id\":\"" + refused.header("x-litellm-call-id"));
        }
    }
}
