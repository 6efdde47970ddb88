package dev.tollgate.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.tollgate.adapters.http.Gateway.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/// The shapes of calls about users and teams.
class ManagePeopleIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Gateway gateway = new Gateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    private JsonNode done(String path, String body) throws IOException {
        return ok(gateway.ask(Gateway.post(path, body)));
    }

    private JsonNode got(String path) throws IOException {
        return ok(gateway.ask(Gateway.get(path)));
    }

    private static JsonNode ok(Answer answer) throws IOException {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private void refused(String path, String body, int status, String words) throws IOException {
        Answer answer = gateway.ask(Gateway.post(path, body));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(words).contains("\"error\":{").contains("\"detail\":");
    }

    private static final String ANA =
            """
            {"user_id":"u-ana","user_email":"ana@example.org","user_role":"internal_user",
             "auto_create_key":false,"max_budget":10,"models":["gpt"]}
            """;

    @Test
    void a_user_is_made_shown_listed_changed_and_deleted() throws Exception {
        JsonNode made = done("/user/new", ANA);
        assertThat(made.path("key").asText("none")).isEmpty();
        assertThat(made.path("user_email").asText()).isEqualTo("ana@example.org");
        assertThat(made.path("max_budget").toString()).isEqualTo("10.0");

        JsonNode shown = got("/user/info?user_id=u-ana");
        assertThat(shown.at("/user_info/user_role").asText()).isEqualTo("internal_user");
        assertThat(shown.at("/user_info/model_max_budget_usage").isObject()).isTrue();
        assertThat(shown.path("keys").isArray()).isTrue();
        assertThat(got("/v2/user/info?user_id=u-ana").path("user_id").asText()).isEqualTo("u-ana");

        JsonNode listed = got("/user/list?user_role=internal_user&page_size=5");
        assertThat(listed.at("/users/0/key_count").asInt(-1)).isZero();
        assertThat(listed.path("total").asInt()).isEqualTo(1);
        assertThat(listed.path("page_size").asInt()).isEqualTo(5);

        JsonNode changed = done("/user/update", "{\"user_id\":\"u-ana\",\"max_budget\":null}");
        assertThat(changed.at("/data/max_budget").isNull()).isTrue();
        assertThat(changed.at("/data/models/0").asText()).isEqualTo("gpt");

        assertThat(done("/user/delete", "{\"user_ids\":[\"u-ana\"]}").toString()).isEqualTo("1");
        refused("/user/delete", "{\"user_ids\":[\"u-ana\"]}", 404, "User u-ana not found");
    }

    @Test
    void refusals_about_users_have_the_status_and_words_that_scripts_match() throws Exception {
        done("/user/new", ANA);

        refused("/user/new", ANA, 409, "User with id u-ana already exists");
        refused("/user/new", "{\"user_role\":\"king\"}", 422, "proxy_admin");
        refused("/user/update", "{}", 422, "needed");
        refused("/user/bulk_update", "{\"all_users\":true}", 422, "Name the users");
        assertThat(gateway.ask(Gateway.get("/user/info?user_id=zz")).status()).isEqualTo(404);
        assertThat(got("/user/available_roles").at("/proxy_admin/ui_label").asText()).isNotEmpty();
    }

    @Test
    void a_team_is_made_shown_listed_changed_and_deleted() throws Exception {
        JsonNode made =
                done(
                        "/team/new",
                        """
                        {"team_id":"red","team_alias":"Red","max_budget":500,"budget_duration":"1mo",
                         "team_member_budget":20,"metadata":{"cost":"1"},"tags":["x"]}
                        """);
        assertThat(made.at("/members_with_roles/0").toString())
                .isEqualTo(
                        "{\"user_id\":\"default_user_id\",\"user_email\":null,\"role\":\"admin\"}");
        assertThat(made.path("blocked").asBoolean(true)).isFalse();
        assertThat(made.at("/team_member_budget_table/max_budget").toString()).isEqualTo("20.0");

        JsonNode shown = got("/team/info?team_id=red");
        assertThat(shown.at("/team_info/max_budget").toString()).isEqualTo("500.0");
        assertThat(shown.path("max_budget").toString()).isEqualTo("500.0");
        assertThat(shown.at("/team_info/metadata/tags/0").asText()).isEqualTo("x");
        assertThat(shown.path("team_memberships")).hasSize(1);

        assertThat(got("/team/list").at("/0/team_id").asText()).isEqualTo("red");
        JsonNode page = got("/v2/team/list?page_size=1&team_alias=r");
        assertThat(page.at("/teams/0/keys_count").asInt(-1)).isZero();
        assertThat(page.path("total_pages").asInt()).isEqualTo(1);

        JsonNode changed = done("/team/update", "{\"team_id\":\"red\",\"max_budget\":null}");
        assertThat(changed.at("/data/max_budget").isNull()).isTrue();
        assertThat(changed.at("/data/team_alias").asText()).isEqualTo("Red");
        assertThat(done("/team/block", "{\"team_id\":\"red\"}").path("blocked").asBoolean())
                .isTrue();

        assertThat(done("/team/delete", "{\"team_ids\":[\"red\"]}").toString())
                .isEqualTo("{\"deleted_teams\":[\"red\"]}");
    }

    @Test
    void members_come_one_by_one_in_lists_and_in_bulk() throws Exception {
        done("/team/new", "{\"team_id\":\"red\"}");

        JsonNode one =
                done(
                        "/team/member_add",
                        """
                        {"team_id":"red","member":{"role":"user","user_id":"ana","user_email":""},
                         "max_budget_in_team":15}
                        """);
        assertThat(one.at("/updated_users/0/user_id").asText()).isEqualTo("ana");
        assertThat(one.at("/updated_team_memberships/0/litellm_budget_table/max_budget").toString())
                .isEqualTo("15.0");
        done(
                "/team/member_add",
                "{\"team_id\":\"red\",\"member\":[{\"role\":\"admin\",\"user_id\":\"bob\"}]}");
        JsonNode bulk =
                done(
                        "/team/bulk_member_add",
                        "{\"team_id\":\"red\",\"members\":[{\"user_id\":\"c\"},{\"user_id\":\"d\"}]}");
        assertThat(bulk.path("successful_additions").asInt()).isEqualTo(2);
        assertThat(bulk.at("/updated_team/members_with_roles")).hasSize(5);

        JsonNode changed =
                done(
                        "/team/member_update",
                        "{\"team_id\":\"red\",\"user_id\":\"ana\",\"max_budget_in_team\":null}");
        assertThat(changed.path("max_budget_in_team").isNull()).isTrue();
        JsonNode left = done("/team/member_delete", "{\"team_id\":\"red\",\"user_id\":\"ana\"}");
        assertThat(left.path("members_with_roles").toString()).doesNotContain("ana");
    }

    @Test
    void refusals_about_teams_have_the_status_and_words_that_scripts_match() throws Exception {
        done("/team/new", "{\"team_id\":\"red\"}");
        String bob = "{\"team_id\":\"red\",\"member\":{\"user_id\":\"bob\",\"role\":\"user\"}}";
        done("/team/member_add", bob);

        refused("/team/member_add", bob, 400, "\"type\":\"team_member_already_in_team\"");
        refused("/team/member_add", "{\"team_id\":\"red\"}", 422, "Field required");
        refused("/team/new", "{\"team_id\":\"red\"}", 400, "already exists");
        refused("/team/update", "{\"team_id\":\"zz\"}", 404, "Team not found, passed team id: zz");
        refused("/team/update", "{}", 422, "Field required");
        refused("/team/delete", "{\"team_ids\":[\"zz\"]}", 404, "not_found_error");
        refused(
                "/team/permissions_update",
                "{\"team_id\":\"red\",\"team_member_permissions\":null}",
                422,
                "Field required");
        assertThat(gateway.ask(Gateway.get("/team/info")).status()).isEqualTo(422);
        assertThat(gateway.ask(Gateway.get("/team/info?team_id=zz")).status()).isEqualTo(404);
        assertThat(gateway.ask(Gateway.get("/team/available")).status()).isEqualTo(400);
        assertThat(got("/team/permissions_list?team_id=red").path("all_available_permissions"))
                .isNotEmpty();
    }
}
