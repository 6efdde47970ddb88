package dev.tollgate.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What others' gateways were broken into with, tried on a whole one.
class AttacksIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MASTER = "sk-attacks-0123456789abcdef";
    private static final String CHAT =
            "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private static final String MODEL =
            "{\"model_name\":\"fast\",\"litellm_params\":{\"model\":\"openai/x\","
                    + "\"api_key\":\"own\"},\"model_info\":{%s}}";

    private final ScriptedProvider provider =
            new ScriptedProvider().answering(peer -> peer.json(200, OpenAiReplies.chat("fine")));
    private RunningGateway gateway;
    private String anas;

    @BeforeEach
    void start() throws Exception {
        gateway =
                RunningGateway.of(
                        """
                        model_list:
                          - model_name: fast
                            litellm_params: {model: openai/gpt-4o-mini, api_base: "%1$s/v1", api_key: k}
                          - model_name: dear
                            litellm_params: {model: openai/gpt-4o, api_base: "%1$s/v1", api_key: k}
                          - model_name: blues
                            litellm_params: {model: openai/gpt-4o, api_base: "%1$s/v1", api_key: k}
                            model_info: {id: of-blue, team_id: blue, team_public_model_name: own}
                        general_settings: {master_key: %2$s, store_model_in_db: true}
                        """
                                .formatted(provider.base(), MASTER),
                        Map.of());
        done("/team/new", "{\"team_id\":\"red\",\"models\":[\"fast\"],\"max_budget\":5}");
        done("/team/new", "{\"team_id\":\"blue\"}");
        done("/user/new", "{\"user_id\":\"bob\"}");
        anas =
                done(
                                "/user/new",
                                "{\"user_id\":\"ana\",\"user_role\":\"internal_user\","
                                        + "\"models\":[\"fast\"],\"max_budget\":5}")
                        .path("key")
                        .asText();
        done(
                "/team/member_add",
                "{\"team_id\":\"red\",\"member\":{\"user_id\":\"ana\",\"role\":\"user\"}}");
    }

    @AfterEach
    void stop() {
        gateway.close();
        provider.close();
    }

    @Test
    void what_is_kept_of_a_key_opens_nothing() throws Exception {
        String hash = kept("/key/info?key=" + anas).path("info").path("token").asText();
        if (hash.isEmpty()) {
            hash = kept("/key/info?key=" + anas).path("key").asText();
        }
        assertThat(hash).hasSize(64);

        for (String credential :
                List.of(hash, "sk-" + hash, "hashed-jwt-" + hash, "sk-...", "sk-")) {
            assertThat(ask(credential, "GET", "/v1/models", "").statusCode()).isEqualTo(401);
        }
        assertThat(ask("sk-unknown-0123456789", "GET", "/v1/models", "").body())
                .doesNotContainPattern("[0-9a-f]{64}");
    }

    @Test
    void statements_in_credentials_and_parameters_are_texts() throws Exception {
        List<String> statements =
                List.of(
                        "sk-' or '1'='1",
                        "sk-\" or \"\"=\"",
                        "sk-x'; drop table tollgate.entity; --",
                        "sk-x') union select fields from entity --",
                        "sk-%",
                        "sk-_");
        for (String statement : statements) {
            assertThat(ask(statement, "GET", "/v1/models", "").statusCode()).isEqualTo(401);
            String encoded = URLEncoder.encode(statement, StandardCharsets.UTF_8);
            for (String path : parameters()) {
                HttpResponse<String> answer = ask(MASTER, "GET", path + encoded, "");
                assertThat(answer.statusCode()).as(path).isLessThan(500);
                assertThat(answer.body()).as(path).doesNotContain("\"ana\"").doesNotContain(anas);
            }
        }
        assertThat(ask(anas, "GET", "/v1/models", "").statusCode()).isEqualTo(200);
    }

    private static List<String> parameters() {
        return List.of(
                "/key/list?user_id=",
                "/key/list?key_alias=",
                "/key/list?search=",
                "/key/list?project_id=",
                "/key/list?key_hash=",
                "/key/info?key=",
                "/user/info?user_id=",
                "/user/list?user_ids=",
                "/user/list?user_email=",
                "/team/info?team_id=",
                "/v2/team/list?team_alias=",
                "/customer/info?end_user_id=",
                "/spend/logs?request_id=",
                "/spend/logs?api_key=");
    }

    @Test
    void nobody_gives_themselves_or_others_more_than_they_have() throws Exception {
        for (String[] attempt :
                List.of(
                        at("/user/update", "{\"user_id\":\"ana\",\"user_role\":\"proxy_admin\"}"),
                        at("/user/update", "{\"user_id\":\"ana\",\"max_budget\":500}"),
                        at("/user/update", "{\"user_id\":\"ana\",\"models\":[\"dear\"]}"),
                        at("/user/update", "{\"user_id\":\"bob\",\"user_alias\":\"x\"}"),
                        at("/user/new", "{\"user_id\":\"eve\",\"user_role\":\"proxy_admin\"}"),
                        at("/user/delete", "{\"user_ids\":[\"bob\"]}"),
                        at("/key/generate", "{\"user_id\":\"bob\"}"),
                        at("/key/generate", "{\"user_id\":\"default_user_id\"}"),
                        at("/key/generate", "{\"models\":[\"dear\"]}"),
                        at("/key/generate", "{\"max_budget\":500}"),
                        at("/key/generate", "{\"team_id\":\"blue\"}"),
                        at("/key/generate", "{\"team_id\":\"red\"}"),
                        at("/key/generate", "{\"permissions\":{\"get_spend_routes\":true}}"),
                        at("/key/generate", "{\"aliases\":{\"fast\":\"dear\"}}"),
                        at("/key/generate", "{\"spend\":-100}"),
                        at("/key/update", "{\"key\":\"%s\",\"max_budget\":500}".formatted(anas)),
                        at("/key/update", "{\"key\":\"%s\",\"models\":[\"dear\"]}".formatted(anas)),
                        at("/key/update", "{\"key\":\"%s\",\"spend\":0}".formatted(anas)),
                        at("/key/update", "{\"key\":\"%s\",\"user_id\":\"bob\"}".formatted(anas)),
                        at("/key/update", "{\"key\":\"%s\",\"team_id\":\"blue\"}".formatted(anas)),
                        at("/key/" + anas + "/reset_spend", "{\"reset_to\":0}"),
                        at("/key/service-account/generate", "{\"team_id\":\"red\"}"),
                        at("/team/new", "{\"team_id\":\"green\"}"),
                        at("/team/update", "{\"team_id\":\"red\",\"max_budget\":500}"),
                        at("/team/update", "{\"team_id\":\"blue\",\"models\":[]}"),
                        at("/team/unblock", "{\"team_id\":\"red\"}"),
                        at("/team/delete", "{\"team_ids\":[\"blue\"]}"),
                        at(
                                "/team/member_add",
                                "{\"team_id\":\"blue\",\"member\":{\"user_id\":\"ana\",\"role\":\"admin\"}}"),
                        at(
                                "/team/member_update",
                                "{\"team_id\":\"red\",\"user_id\":\"ana\",\"role\":\"admin\"}"),
                        at(
                                "/team/permissions_update",
                                "{\"team_id\":\"red\",\"team_member_permissions\":[\"/key/generate\"]}"),
                        at("/team/model/add", "{\"team_id\":\"red\",\"models\":[\"dear\"]}"),
                        at("/budget/new", "{\"budget_id\":\"b\",\"max_budget\":500}"),
                        at("/customer/unblock", "{\"user_ids\":[\"c\"]}"),
                        at("/organization/new", "{\"organization_alias\":\"o\"}"),
                        at("/reload/model_cost_map", "{}"),
                        at("/model/new", MODEL.formatted("")),
                        at("/model/new", MODEL.formatted("\"team_id\":\"red\"")),
                        at("/model/new", MODEL.formatted("\"team_id\":\"blue\"")),
                        at("/model/update", "{\"model_info\":{\"id\":\"of-blue\"}}"),
                        at("/model/delete", "{\"id\":\"of-blue\"}"),
                        at("/config/update", "{\"litellm_settings\":{}}"),
                        at("/credentials", "{\"credential_name\":\"c\"}"))) {
            HttpResponse<String> answer = ask(anas, "POST", attempt[0], attempt[1]);
            assertThat(answer.statusCode())
                    .as(attempt[0] + " " + attempt[1] + answer.body())
                    .isIn(401, 403);
        }
        assertThat(kept("/user/info?user_id=ana").path("user_info").path("user_role").asText())
                .isEqualTo("internal_user");
        assertThat(kept("/team/info?team_id=red").path("team_info").path("max_budget").asInt())
                .isEqualTo(5);
    }

    private static String[] at(String path, String body) {
        return new String[] {path, body};
    }

    @Test
    void who_administers_a_team_reaches_nothing_that_is_the_gateways() throws Exception {
        done("/team/member_update", "{\"team_id\":\"red\",\"user_id\":\"ana\",\"role\":\"admin\"}");
        String red = "\"team_id\":\"red\",\"id\":\"of-red\"";
        for (String params :
                List.of(
                        "\"api_key\":\"os.environ/LITELLM_MASTER_KEY\"",
                        "\"api_key\":\"os.environ/PATH\"",
                        "\"api_key\":\"own\",\"api_base\":\"http://169.254.169.254/v1\"",
                        "\"api_key\":\"own\",\"litellm_credential_name\":\"eu\"",
                        "\"api_base\":\"https://eve.example.org\"")) {
            String body = MODEL.formatted(red).replace("\"api_key\":\"own\"", params);
            assertThat(ask(anas, "POST", "/model/new", body).statusCode())
                    .as(params)
                    .isIn(400, 403);
        }
        done("/model/new", MODEL.formatted(red));
        String elsewhere =
                "{\"model_info\":{\"id\":\"of-red\"},\"litellm_params\":{"
                        + "\"api_base\":\"https://eve.example.org\"}}";
        assertThat(ask(anas, "POST", "/model/update", elsewhere).statusCode()).isEqualTo(403);
        assertThat(ask(anas, "GET", "/model/info", "").body()).doesNotContain("of-blue");
    }

    @Test
    void nobody_reads_what_is_anothers() throws Exception {
        String bobs = done("/key/generate", "{\"user_id\":\"bob\"}").path("key").asText();
        for (String path :
                List.of(
                        "/key/info?key=" + bobs,
                        "/key/list?user_id=bob",
                        "/key/list?team_id=blue",
                        "/user/info?user_id=bob",
                        "/team/info?team_id=blue",
                        "/spend/logs?user_id=bob",
                        "/spend/logs?api_key=" + bobs,
                        "/global/spend",
                        "/spend/keys",
                        "/spend/tags",
                        "/tag/list",
                        "/budget/list",
                        "/customer/list",
                        "/credentials",
                        "/config/yaml",
                        "/get/config/callbacks",
                        "/router/explain?model=fast")) {
            HttpResponse<String> answer = ask(anas, "GET", path, "");
            boolean nothing = answer.statusCode() == 200 && answer.body().equals("[]");
            assertThat(nothing || List.of(401, 403).contains(answer.statusCode()))
                    .as(path + answer.body())
                    .isTrue();
            assertThat(answer.body()).doesNotContain(bobs);
        }
    }

    @Test
    void a_model_that_is_not_allowed_is_reached_by_no_way() throws Exception {
        List<HttpResponse<String>> answers = new ArrayList<>();
        String dear = CHAT.formatted("dear");
        String fast = CHAT.formatted("fast");
        for (String anothers : List.of("own", "blues", "of-blue")) {
            answers.add(ask(anas, "POST", "/v1/chat/completions", CHAT.formatted(anothers)));
            answers.add(ask(MASTER, "POST", "/v1/chat/completions", CHAT.formatted(anothers)));
        }
        answers.add(ask(anas, "POST", "/v1/chat/completions", dear));
        answers.add(ask(anas, "POST", "/openai/deployments/dear/chat/completions", fast));
        answers.add(ask(anas, "POST", "/engines/dear/chat/completions", fast));
        answers.add(
                ask(
                        anas,
                        "POST",
                        "/v1/chat/completions",
                        fast.replaceFirst("\\{", "{\"fallbacks\":[\"dear\"],")));
        answers.add(
                ask(
                        anas,
                        "POST",
                        "/v1/chat/completions",
                        fast.replaceFirst(
                                "\\{", "{\"context_window_fallbacks\":[{\"fast\":[\"dear\"]}],")));
        answers.add(ask(anas, "POST", "/v1/chat/completions", CHAT.formatted("d\\u0065ar")));
        answers.add(
                ask(
                        anas,
                        "POST",
                        "/v1/chat/completions",
                        fast.replaceFirst("\\{", "{\"model\":\"dear\",")));

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.statusCode()).isIn(400, 403))
                .allSatisfy(answer -> assertThat(answer.body()).doesNotContain("[fast"));
        assertThat(provider.requests()).isEmpty();
        assertThat(ask(anas, "POST", "/v1/chat/completions", fast).statusCode()).isEqualTo(200);
    }

    private JsonNode done(String path, String body) throws Exception {
        HttpResponse<String> answer = ask(MASTER, "POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private JsonNode kept(String path) throws Exception {
        HttpResponse<String> answer = ask(MASTER, "GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> ask(String credential, String method, String path, String body)
            throws Exception {
        String[] header = {"Authorization", "Bearer " + credential};
        return method.equals("GET") ? gateway.get(path, header) : gateway.post(path, body, header);
    }
}
