package dev.tollgate.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.tollgate.application.testkit.TestIssuer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// No secret reaches any sink, whatever goes wrong: secrets of every kind are planted, everything
/// is made to fail that can, and what was logged at the lowest level and answered anywhere is
/// searched for them.
class LogCanaryIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MASTER = "sk-canary-master-0123456789";
    private static final String VIRTUAL = "sk-canary-virtual-0123456789";
    private static final String CHAT = "/v1/chat/completions";
    private static final String CONFIG =
            """
            model_list:
              - model_name: gpt
                litellm_params:
                  model: openai/gpt-4o
                  api_base: "%1$s/v1"
                  api_key: canary-upstream-0123456789
                  extra_headers: {X-Secret: canary-header-0123456789}
              - model_name: away
                litellm_params:
                  model: openai/gpt-4o
                  api_base: "http://me:canary-user-info@127.0.0.1:1/v1"
                  api_key: canary-away-0123456789
              - model_name: broken
                litellm_params: {model: nobody/x, api_key: canary-broken-0123456789}
            router_settings: {disable_cooldowns: true}
            litellm_settings: {num_retries: 0}
            general_settings:
              master_key: sk-canary-master-0123456789
              store_model_in_db: true
              enable_jwt_auth: true
              alert_to_webhook_url: {budget_alerts: "https://hooks.example/canary-hook"}
              litellm_jwtauth: {user_id_upsert: true}
            """;

    private final TestIssuer issuer = TestIssuer.of("k", "ES256");
    private final TestIssuer forger = TestIssuer.of("k", "ES256");
    private final ScriptedProvider provider = new ScriptedProvider();
    private final ScriptedProvider keys =
            new ScriptedProvider().answering(peer -> peer.json(200, TestIssuer.jwks(issuer)));
    private final List<String> heard = new ArrayList<>();
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        gateway =
                RunningGateway.of(
                        CONFIG.formatted(provider.base()),
                        Map.of(
                                "LITELLM_SALT_KEY",
                                "canary-salt-0123456789",
                                "JWT_PUBLIC_KEY_URL",
                                keys.base() + "/keys?sig=canary-jwks",
                                "JWT_AUDIENCE",
                                "gateway"));
    }

    @AfterEach
    void stop() {
        gateway.close();
        provider.close();
        keys.close();
    }

    @Test
    void no_secret_is_heard_of_again() throws Exception {
        heard.addAll(gateway.settings().report().lines());
        ask("/key/generate", "{\"key\":\"" + VIRTUAL + "\",\"max_budget\":5}", MASTER);
        heard.removeLast();
        keepSecrets();
        String token = token(issuer);
        for (String credential : List.of(MASTER, VIRTUAL, "sk-canary-nobody", token)) {
            failEverything(credential);
        }
        refuse(token(forger), token + "x", token.replace('.', '-'));
        lookEverywhere();

        String everything = String.join("\n", heard) + gateway.logged();

        assertThat(everything)
                .contains("result=")
                .doesNotContain("canary")
                .doesNotContain(signature(token));
        assertThat(heard).hasSizeGreaterThan(80);
        assertThat(provider.requests().toString())
                .contains("canary-upstream", "canary-header", "canary-kept");
    }

    private void keepSecrets() throws Exception {
        ask(
                "/model/new",
                """
                {"model_name":"kept","litellm_params":{"model":"openai/gpt-4o",
                 "api_key":"canary-kept-0123456789","api_base":"%s/v1"}}\
                """
                        .formatted(provider.base()),
                MASTER);
        ask(
                "/credentials",
                """
                {"credential_name":"c","credential_info":{},
                 "credential_values":{"api_key":"canary-credential-0123"}}\
                """,
                MASTER);
    }

    /// A provider that repeats all it was sent, in every way that an answer can fail.
    private void failEverything(String credential) throws Exception {
        for (int status : List.of(400, 401, 403, 404, 429, 500)) {
            provider.answering(
                    peer ->
                            peer.json(
                                    status,
                                    "{\"error\":{\"message\":"
                                            + JSON.writeValueAsString(last())
                                            + ",\"code\":\"x\"}}"));
            chat("gpt", false, credential);
        }
        provider.answering(peer -> peer.json(200, last()));
        chat("gpt", false, credential);
        provider.answering(peer -> peer.stream("data: " + last().replace("\r\n", " ") + "\n\n"));
        chat("gpt", true, credential);
        provider.answering(ScriptedProvider.Peer::reset);
        chat("gpt", false, credential);
        chat("kept", false, credential);
        chat("away", false, credential);
        chat("broken", false, credential);
        chat("nothing", false, credential);
        heard.add(
                RawCaller.ask(
                                gateway.port(),
                                "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: 9\r\n\r\n{\"oops\":x"
                                        .formatted(CHAT, credential))
                        .body());
    }

    private String last() {
        return provider.requests().getLast();
    }

    private void chat(String model, boolean stream, String credential) throws Exception {
        ask(
                CHAT,
                "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                        .formatted(model, stream),
                credential);
    }

    private void refuse(String... credentials) throws Exception {
        for (String credential : credentials) {
            chat("gpt", false, credential);
        }
    }

    private void lookEverywhere() throws Exception {
        for (JsonNode route : JSON.readTree(get("/routes").body()).path("routes")) {
            String path = route.path("path").asText().replaceAll("\\{.*}", "gpt");
            if (route.path("methods").toString().contains("GET")) {
                get(path + "?model=gpt&key=" + VIRTUAL);
            }
        }
        get("/metrics");
    }

    private void ask(String path, String body, String credential) throws Exception {
        keep(
                gateway.post(
                        path,
                        body,
                        "Content-Type",
                        "application/json",
                        "Authorization",
                        "Bearer " + credential));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return keep(gateway.get(path, "Authorization", "Bearer " + MASTER));
    }

    private HttpResponse<String> keep(HttpResponse<String> answer) {
        heard.add(answer.headers().map() + "\n" + answer.body());
        return answer;
    }

    private static String token(TestIssuer by) {
        return by.token(
                Map.of(
                        "sub",
                        "ana",
                        "aud",
                        "gateway",
                        "exp",
                        Instant.now().plusSeconds(600).getEpochSecond()));
    }

    private static String signature(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }
}
