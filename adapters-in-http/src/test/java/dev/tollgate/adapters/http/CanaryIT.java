package dev.tollgate.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.tollgate.adapters.http.Gateway.Answer;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.domain.access.UserRole;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/// No answer ever holds a key, but that to whoever makes one: keys are planted wherever a request
/// can carry one, and every answer of every route is searched for them.
class CanaryIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLANTED = "sk-canary-5f1e0c7d9b";
    private static final String BODY =
            """
            {"key":"%1$s","keys":["%1$s"],"key_aliases":["%1$s"],"new_key":"%1$s",
             "new_master_key":"%1$s","grace_period":"%1$s","max_budget":"%1$s",
             "models":"%1$s","reset_to":"%1$s","model_name":"m",
             "litellm_params":{"model":"openai/m","api_key":"%1$s","api_base":"https://x/?key=%1$s",
                               "extra_headers":{"X":"%1$s"},"aws_secret_access_key":["%1$s"]},
             "credential_name":"c","credential_values":{"api_key":"%1$s","odd":"%1$s",
                               "api_base":"https://me:%1$s@x"},
             "general_settings":{"master_key":"%1$s"},"field_name":"master_key","field_value":"%1$s",
             "config_type":"general_settings","environment_variables":{"A":"%1$s"}}
            """
                    .formatted(PLANTED);

    private final Gateway gateway = new Gateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    private List<Answer> everything(String credential, String body) throws IOException {
        List<Answer> answers = new ArrayList<>();
        for (Route route : gateway.server.routes()) {
            String path =
                    route.path().replace("{key}", PLANTED).replaceAll("\\{.*}", "x")
                            + "?key="
                            + PLANTED;
            answers.add(
                    gateway.ask(
                            ("%s %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                                            + "Idempotency-Key: %s\r\nContent-Length: %d\r\n\r\n%s")
                                    .formatted(
                                            route.method(),
                                            path,
                                            credential,
                                            PLANTED,
                                            body.length(),
                                            body)));
        }
        return answers;
    }

    private static void silent(List<Answer> answers) {
        assertThat(answers)
                .isNotEmpty()
                .extracting(answer -> answer.head() + answer.body())
                .noneMatch(text -> text.contains("canary"));
    }

    @Test
    void nothing_that_was_sent_as_a_key_comes_back() throws Exception {
        gateway.caller(PLANTED, "ana", UserRole.INTERNAL_USER);

        silent(everything("sk-master", BODY));
        silent(everything(PLANTED, BODY));
        silent(everything("sk-canary-unknown-0123", BODY));
        silent(everything("sk-master", "{\"key\":\"" + PLANTED));
    }

    @Test
    void a_key_that_exists_is_told_by_the_answer_that_made_it_only() throws Exception {
        Answer made = gateway.ask(Gateway.post("/key/generate", "{\"key\":\"" + PLANTED + "\"}"));
        assertThat(JSON.readTree(made.body()).path("key").asText()).isEqualTo(PLANTED);

        String named = "{\"key\":\"" + PLANTED + "\"}";
        silent(
                List.of(
                        gateway.ask(Gateway.get("/key/info?key=" + PLANTED)),
                        gateway.ask(Gateway.post("/key/info", named)),
                        gateway.ask(Gateway.post("/v2/key/info", keys())),
                        gateway.ask(Gateway.get("/key/list?return_full_object=true")),
                        gateway.ask(Gateway.get("/key/aliases")),
                        gateway.ask(Gateway.get("/user/info")),
                        gateway.ask(Gateway.post("/key/update", named)),
                        gateway.ask(Gateway.post("/key/bulk_update", "{\"keys\":[" + named + "]}")),
                        gateway.ask(Gateway.post("/key/block", named)),
                        gateway.ask(Gateway.post("/key/unblock", named)),
                        gateway.ask(
                                Gateway.post(
                                        "/key/" + PLANTED + "/reset_spend", "{\"reset_to\":0}")),
                        gateway.ask(Gateway.post("/key/delete", keys()))));
    }

    private static String keys() {
        return "{\"keys\":[\"" + PLANTED + "\"]}";
    }

    @Test
    void a_broken_store_tells_nothing_of_what_it_was_asked() throws Exception {
        Entities broken =
                (Entities)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {Entities.class},
                                (_, _, _) -> {
                                    throw new IllegalStateException("about " + PLANTED);
                                });
        gateway.management = gateway.over(broken);
        gateway.storedModels = gateway.modelsOver(broken);
        gateway.accessGroups = gateway.groupsOver(broken);
        gateway.credentials = gateway.credentialsOver(broken);
        gateway.storedSettings = gateway.settingsOver(broken);

        List<Answer> answers = everything("sk-master", "{\"key\":\"" + PLANTED + "\"}");

        silent(answers);
        assertThat(answers).extracting(Answer::status).contains(500);
    }

    @Test
    void what_is_shown_of_a_key_is_its_name() throws Exception {
        JsonNode made = JSON.readTree(gateway.ask(Gateway.post("/key/generate", "{}")).body());
        String key = made.path("key").asText();

        assertThat(made.path("key_name").asText()).isEqualTo("sk-..." + key.substring(21));
    }
}
