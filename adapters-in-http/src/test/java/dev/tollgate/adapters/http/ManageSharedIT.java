package dev.tollgate.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.tollgate.adapters.http.Gateway.Answer;
import dev.tollgate.domain.access.UserRole;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/// The shapes of calls about budgets, customers, tags and organisations.
class ManageSharedIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Gateway gateway = new Gateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    private Answer ask(String method, String path, String body) throws IOException {
        return askAs("sk-master", method, path, body);
    }

    private Answer askAs(String key, String method, String path, String body) throws IOException {
        String post = Gateway.postAs("Authorization: Bearer " + key, path, body);
        return gateway.ask(method + post.substring("POST".length()));
    }

    private JsonNode done(String method, String path, String body) throws IOException {
        Answer answer = ask(method, path, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private void refused(String method, String path, String body, int status, String words)
            throws IOException {
        Answer answer = ask(method, path, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(words).contains("\"error\":{").contains("\"detail\":");
    }

    @Test
    void a_budget_gives_its_limits_to_those_who_refer_to_it_and_stays_while_they_do()
            throws Exception {
        String small = "{\"budget_id\":\"small\",\"max_budget\":3,\"budget_duration\":\"1d\"}";
        JsonNode made = done("POST", "/budget/new", small);
        assertThat(made.path("max_budget").toString()).isEqualTo("3.0");
        assertThat(made.path("budget_reset_at").asText()).endsWith("T00:00:00Z");
        JsonNode kept = done("POST", "/budget/info", "{\"budgets\":[\"small\"]}").path(0);
        assertThat(kept).isEqualTo(made);
        refused("POST", "/budget/new", small, 400, "Budget with id 'small' already exists.");

        JsonNode key = done("POST", "/key/generate", "{\"budget_id\":\"small\"}");
        assertThat(key.at("/litellm_budget_table/max_budget").toString()).isEqualTo("3.0");
        refused("POST", "/budget/delete", "{\"id\":\"small\"}", 400, "in use by 1 keys");

        done(
                "POST",
                "/budget/update",
                "{\"budget_id\":\"small\",\"max_budget\":null,\"rpm_limit\":2}");
        JsonNode shown = done("POST", "/budget/info", "{\"budgets\":[\"small\"]}");
        assertThat(shown.at("/0/max_budget").isNull()).isTrue();
        assertThat(shown.at("/0/rpm_limit").asInt()).isEqualTo(2);
        done("POST", "/key/delete", "{\"keys\":[\"%s\"]}".formatted(key.path("token").asText()));
        assertThat(done("POST", "/budget/delete", "{\"id\":\"small\"}").path("budget_id").asText())
                .isEqualTo("small");
        assertThat(done("GET", "/budget/list", "")).isEmpty();
        refused("POST", "/budget/update", "{\"budget_id\":\"zz\"}", 404, "not found");
    }

    @Test
    void a_customer_takes_limits_from_a_budget_or_has_their_own() throws Exception {
        done("POST", "/budget/new", "{\"budget_id\":\"free\",\"max_budget\":1}");
        JsonNode made =
                done("POST", "/customer/new", "{\"user_id\":\"acme-17\",\"budget_id\":\"free\"}");
        assertThat(made.at("/litellm_budget_table/max_budget").toString()).isEqualTo("1.0");
        refused("POST", "/customer/new", "{\"user_id\":\"acme-17\"}", 400, "already exists");
        refused("POST", "/customer/new", "{}", 422, "Field required");

        done("POST", "/end_user/update", "{\"user_id\":\"acme-17\",\"alias\":\"Acme\"}");
        JsonNode blocked = done("POST", "/customer/block", "{\"user_ids\":[\"acme-17\"]}");
        assertThat(blocked.at("/blocked_users/0/blocked").asBoolean()).isTrue();
        JsonNode shown = done("GET", "/customer/info?end_user_id=acme-17", "");
        assertThat(shown.path("alias").asText()).isEqualTo("Acme");
        assertThat(shown.path("spend").toString()).isEqualTo("0.0");
        refused("GET", "/customer/info?end_user_id=zz", "", 404, "End User Id=zz does not exist");
        assertThat(done("GET", "/end_user/list", "")).hasSize(1);
        JsonNode deleted = done("POST", "/customer/delete", "{\"user_ids\":[\"acme-17\"]}");
        assertThat(deleted.path("deleted_customers").asInt()).isEqualTo(1);
    }

    @Test
    void a_tag_is_shown_by_its_name() throws Exception {
        JsonNode made =
                done(
                        "POST",
                        "/tag/new",
                        "{\"name\":\"ci\",\"description\":\"d\",\"max_budget\":4}");
        assertThat(made.at("/tag/max_budget").toString()).isEqualTo("4.0");
        assertThat(done("POST", "/tag/info", "{\"names\":[\"ci\"]}").at("/ci/description").asText())
                .isEqualTo("d");
        assertThat(done("GET", "/tag/list", "").at("/0/name").asText()).isEqualTo("ci");
        done("POST", "/tag/update", "{\"name\":\"ci\",\"description\":null}");
        refused("POST", "/tag/info", "{\"names\":[\"zz\"]}", 404, "Tags not found");
        done("POST", "/tag/delete", "{\"name\":\"ci\"}");
        assertThat(done("GET", "/tag/list", "")).isEmpty();
    }

    @Test
    void an_organisation_has_members_and_takes_its_teams_along() throws Exception {
        JsonNode made =
                done(
                        "POST",
                        "/organization/new",
                        "{\"organization_id\":\"acme\",\"organization_alias\":\"Acme\",\"max_budget\":9}");
        assertThat(made.path("max_budget").toString()).isEqualTo("9.0");
        JsonNode joined =
                done(
                        "POST",
                        "/organization/member_add",
                        """
                        {"organization_id":"acme","member":{"role":"org_admin","user_id":"ana"}}
                        """);
        assertThat(joined.at("/updated_organization_memberships/0/user_role").asText())
                .isEqualTo("org_admin");
        done("POST", "/team/new", "{\"team_id\":\"red\",\"organization_id\":\"acme\"}");

        JsonNode shown = done("GET", "/organization/info?organization_id=acme", "");
        assertThat(shown.at("/members/0/user_id").asText()).isEqualTo("ana");
        assertThat(shown.at("/teams/0/team_id").asText()).isEqualTo("red");
        assertThat(done("POST", "/organization/info", "{\"organizations\":[\"acme\"]}")).hasSize(1);
        assertThat(done("GET", "/organization/list?org_alias=ac", "")).hasSize(1);
        done("PATCH", "/organization/update", "{\"organization_id\":\"acme\",\"max_budget\":null}");
        done(
                "PATCH",
                "/organization/member_update",
                "{\"organization_id\":\"acme\",\"user_id\":\"ana\",\"role\":\"internal_user\"}");
        done(
                "DELETE",
                "/organization/member_delete",
                "{\"organization_id\":\"acme\",\"user_id\":\"ana\"}");

        done("DELETE", "/organization/delete", "{\"organization_ids\":[\"acme\"]}");
        refused("GET", "/team/info?team_id=red", "", 404, "Team not found");
        refused("GET", "/organization/info?organization_id=acme", "", 404, "not found");
    }

    @Test
    void who_administers_an_organisation_manages_its_members_and_teams() throws Exception {
        done("POST", "/organization/new", "{\"organization_id\":\"acme\"}");
        done("POST", "/organization/new", "{\"organization_id\":\"other\"}");
        done(
                "POST",
                "/organization/member_add",
                "{\"organization_id\":\"acme\",\"member\":{\"role\":\"org_admin\",\"user_id\":\"ana\"}}");
        gateway.caller("sk-ana", "ana", UserRole.INTERNAL_USER);

        String team = "{\"team_id\":\"red\",\"organization_id\":\"%s\"}";
        assertThat(askAs("sk-ana", "POST", "/team/new", team.formatted("acme")).status())
                .isEqualTo(200);
        assertThat(askAs("sk-ana", "POST", "/team/new", team.formatted("other")).status())
                .isEqualTo(403);
        String member = "{\"organization_id\":\"%s\",\"member\":[{\"user_id\":\"bob\"}]}";
        assertThat(
                        askAs(
                                        "sk-ana",
                                        "POST",
                                        "/organization/member_add",
                                        member.formatted("acme"))
                                .status())
                .isEqualTo(200);
        assertThat(
                        askAs(
                                        "sk-ana",
                                        "POST",
                                        "/organization/member_add",
                                        member.formatted("other"))
                                .status())
                .isEqualTo(403);
        assertThat(askAs("sk-ana", "GET", "/organization/info?organization_id=other", "").status())
                .isEqualTo(403);
        assertThat(askAs("sk-ana", "GET", "/organization/info?organization_id=acme", "").status())
                .isEqualTo(200);
    }
}
