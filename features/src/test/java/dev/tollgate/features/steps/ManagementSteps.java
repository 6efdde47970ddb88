package dev.tollgate.features.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tollgate.features.driver.Answer;
import dev.tollgate.features.driver.ConfigText;
import dev.tollgate.features.driver.HttpDriver;
import dev.tollgate.features.driver.Question;
import dev.tollgate.features.driver.World;

import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Who manages keys, users and teams, and what comes of it. Keys go by the names they were given
/// here.
public final class ManagementSteps {
    /// In which the examples begin.
    private static final String FIRST_DAYS = "start_date=2026-01-01&end_date=2026-01-02";

    private static final String REPORT = "/global/spend/report?group_by=team&" + FIRST_DAYS;

    private static final String GROUPS = "/v1/access_group";
    private static final String GENERAL = "general_settings";
    private static final String OPERATOR = "the operator";

    private final World world;
    private final Map<String, String> keys = new HashMap<>();
    private final Map<String, String> groups = new HashMap<>();

    public ManagementSteps(World world) {
        this.world = world;
        keys.put(OPERATOR, ConfigText.MASTER_KEY);
    }

    private String key(String name) {
        return Objects.requireNonNull(keys.get(name), "nobody made the key " + name);
    }

    private Answer ask(String who, String method, String path, String body) {
        Map<String, String> headers = Map.of("Authorization", "Bearer " + key(who));
        return world.got(world.http().send(method, path, headers, body));
    }

    private Answer post(String who, String path, Map<String, String> fields) {
        return ask(who, "POST", path, object(fields));
    }

    /// @param fields JSON by name
    private static String object(Map<String, String> fields) {
        StringBuilder body = new StringBuilder("{");
        fields.forEach(
                (name, value) ->
                        body.append(body.length() == 1 ? "" : ",")
                                .append('"' + name + "\":" + value));
        return body.append('}').toString();
    }

    private static Map<String, String> with(Map<String, String> fields, String name, String text) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put(name, '"' + text + '"');
        return all;
    }

    private void done() {
        assertThat(world.last().status()).as(world.last().body()).isEqualTo(200);
    }

    private void issue(String who, String name, Map<String, String> fields) {
        Answer answer = post(who, "/key/generate", with(fields, "key_alias", name));
        keys.put(name, answer.json().path("key").asText(""));
    }

    @Given("the operator issues the key {string}")
    public void issues(String name) {
        issue(OPERATOR, name, Map.of());
        done();
    }

    @Given("the operator issues the key {string} with")
    public void issues(String name, Map<String, String> fields) {
        issue(OPERATOR, name, fields);
        done();
    }

    @When("who has the key {string} issues the key {string} with")
    public void issues(String who, String name, Map<String, String> fields) {
        issue(who, name, fields);
    }

    @When("the operator tries to issue the key {string} with")
    public void tries(String name, Map<String, String> fields) {
        issue(OPERATOR, name, fields);
    }

    @When("the operator changes the key {string} to")
    public void changes(String name, Map<String, String> fields) {
        post(OPERATOR, "/key/update", with(fields, "key", key(name)));
        done();
    }

    @When("who has the key {string} changes the key {string} to")
    public void changes(String who, String name, Map<String, String> fields) {
        post(who, "/key/update", with(fields, "key", key(name)));
    }

    @When("^the operator (block|unblock)s the key \"([^\"]*)\"$")
    public void acts(String verb, String name) {
        post(OPERATOR, "/key/" + verb, with(Map.of(), "key", key(name)));
        done();
    }

    @When("the operator deletes the key {string}")
    public void deletes(String name) {
        post(OPERATOR, "/key/delete", Map.of("keys", "[\"" + key(name) + "\"]"));
        done();
    }

    @When("the operator renews the key {string} as {string}")
    public void renews(String name, String successor) {
        renew(name, successor, Map.of());
    }

    @When("the operator renews the key {string} as {string} with a grace of {word}")
    public void renews(String name, String successor, String grace) {
        renew(name, successor, with(Map.of(), "grace_period", grace));
    }

    private void renew(String name, String successor, Map<String, String> fields) {
        Answer answer = post(OPERATOR, "/key/" + key(name) + "/regenerate", fields);
        done();
        keys.put(successor, answer.json().path("key").asText());
    }

    @Given("the operator makes the user {string} with")
    public void makes_user(String id, Map<String, String> fields) {
        Answer answer = post(OPERATOR, "/user/new", with(fields, "user_id", id));
        done();
        keys.put(id, answer.json().path("key").asText(""));
    }

    @When("the operator deletes the user {string}")
    public void deletes_user(String id) {
        post(OPERATOR, "/user/delete", Map.of("user_ids", "[\"" + id + "\"]"));
        done();
    }

    @Given("the operator makes the team {string} with")
    public void makes_team(String id, Map<String, String> fields) {
        post(OPERATOR, "/team/new", with(fields, "team_id", id));
        done();
    }

    @Given("{string} joins the team {string} as {word}")
    public void joins(String user, String team, String role) {
        String member = "{\"user_id\":\"%s\",\"role\":\"%s\"}".formatted(user, role);
        post(OPERATOR, "/team/member_add", with(Map.of("member", member), "team_id", team));
        done();
    }

    @When("{string} leaves the team {string}")
    public void leaves(String user, String team) {
        post(
                OPERATOR,
                "/team/member_delete",
                with(with(Map.of(), "team_id", team), "user_id", user));
        done();
    }

    @When("^the operator (block|unblock)s the team \"([^\"]*)\"$")
    public void acts_on_team(String verb, String team) {
        post(OPERATOR, "/team/" + verb, with(Map.of(), "team_id", team));
        done();
    }

    @When("who has the key {string} changes the team {string} to")
    public void changes_team(String who, String team, Map<String, String> fields) {
        post(who, "/team/update", with(fields, "team_id", team));
    }

    @When("the operator stores the model {string} served by {string}")
    public void stores(String model, String deployment) {
        stores(model, deployment, Map.of());
    }

    @When("the operator stores the model {string} served by {string} with")
    public void stores(String model, String deployment, Map<String, String> info) {
        post(OPERATOR, "/model/new", stored(model, deployment, info));
    }

    private Map<String, String> stored(String model, String deployment, Map<String, String> info) {
        Map<String, String> about = with(info, "id", deployment);
        return with(
                Map.of(
                        "litellm_params",
                        "{\"model\":\"openai/gpt-4o-mini\",\"api_key\":\"sk-key-of-%s\",\"api_base\":\"%s/v1\"}"
                                .formatted(deployment, world.upstream().address(deployment)),
                        "model_info",
                        object(about)),
                "model_name",
                model);
    }

    @When(
            "who has the key {string} stores the model {string} of the team {string} as {string}"
                    + " with")
    public void stores_of_team(
            String who, String model, String team, String deployment, Map<String, String> params) {
        String info = object(with(with(Map.of(), "id", deployment), "team_id", team));
        post(
                who,
                "/model/new",
                with(
                        Map.of("litellm_params", object(params), "model_info", info),
                        "model_name",
                        model));
    }

    @When("the operator changes the stored {string} to")
    public void changes_stored(String deployment, Map<String, String> params) {
        changes_stored(OPERATOR, deployment, params);
    }

    @When("who has the key {string} changes the stored {string} to")
    public void changes_stored(String who, String deployment, Map<String, String> params) {
        ask(
                who,
                "PATCH",
                "/model/" + deployment + "/update",
                "{\"litellm_params\":" + object(params) + "}");
    }

    @When("the operator deletes the stored {string}")
    public void deletes_stored(String deployment) {
        deletes_stored(OPERATOR, deployment);
    }

    @When("who has the key {string} deletes the stored {string}")
    public void deletes_stored(String who, String deployment) {
        post(who, "/model/delete", with(Map.of(), "id", deployment));
    }

    @When("the operator deletes the team {string}")
    public void deletes_team(String team) {
        post(OPERATOR, "/team/delete", Map.of("team_ids", "[\"" + team + "\"]"));
        done();
    }

    @When("the operator stores the {word} settings")
    public void stores_settings(String section, Map<String, String> settings) {
        post(OPERATOR, "/config/update", Map.of(section + "_settings", object(settings)));
    }

    @When("the operator stores the variable {string} as {string}")
    public void stores_variable(String name, String value) {
        post(
                OPERATOR,
                "/config/update",
                Map.of("environment_variables", object(with(Map.of(), name, value))));
    }

    @When("the operator stores the field {string} as {}")
    public void stores_field(String name, String value) {
        post(
                OPERATOR,
                "/config/field/update",
                with(
                        with(Map.of("field_value", value), "config_type", GENERAL),
                        "field_name",
                        name));
    }

    @When("the operator takes back the field {string}")
    public void takes_back(String name) {
        post(
                OPERATOR,
                "/config/field/delete",
                with(with(Map.of(), "config_type", GENERAL), "field_name", name));
    }

    @Then("the field {string} shows {word} {word} the store")
    public void shows_field(String name, String value, String where) {
        Answer answer = ask(OPERATOR, "GET", "/config/field/info?field_name=" + name, "");
        done();
        assertThat(answer.json().path("field_value").toString()).isEqualTo(value);
        assertThat(answer.json().path("stored_in_db").asBoolean()).isEqualTo(where.equals("from"));
    }

    @When("who has the key {string} stores the router settings")
    public void stores_settings_as(String who, Map<String, String> settings) {
        post(who, "/config/update", Map.of("router_settings", object(settings)));
    }

    @Then("the settings in force do not show {string}")
    public void hides(String secret) {
        assertThat(ask(OPERATOR, "GET", "/config/yaml", "").body()).doesNotContain(secret);
        done();
        assertThat(ask(OPERATOR, "GET", "/config/list", "").body()).doesNotContain(secret);
        done();
        assertThat(ask(OPERATOR, "GET", "/get/config/callbacks", "").body()).doesNotContain(secret);
        done();
    }

    @When("the operator stores the credential {string} with the key {string}")
    public void stores_credential(String name, String key) {
        post(
                OPERATOR,
                "/credentials",
                with(
                        Map.of("credential_values", object(with(Map.of(), "api_key", key))),
                        "credential_name",
                        name));
    }

    @When("the operator changes the credential {string} to the key {string}")
    public void changes_credential(String name, String key) {
        String values = object(with(Map.of(), "api_key", key));
        ask(OPERATOR, "PATCH", "/credentials/" + name, "{\"credential_values\":" + values + "}");
    }

    @When("the operator deletes the credential {string}")
    public void deletes_credential(String name) {
        ask(OPERATOR, "DELETE", "/credentials/" + name, "");
    }

    @When("the operator stores the model {string} served by {string} with the credential {string}")
    public void stores_with_credential(String model, String deployment, String credential) {
        String params =
                "{\"model\":\"openai/gpt-4o-mini\",\"api_base\":\"%s/v1\",\"litellm_credential_name\":\"%s\"}"
                        .formatted(world.upstream().address(deployment), credential);
        post(
                OPERATOR,
                "/model/new",
                with(
                        Map.of(
                                "litellm_params",
                                params,
                                "model_info",
                                object(with(Map.of(), "id", deployment))),
                        "model_name",
                        model));
    }

    @Then("the credential {string} shows the key as {string}")
    public void credential_shows(String name, String masked) {
        Answer one = ask(OPERATOR, "GET", "/credentials/by_name/" + name, "");
        done();
        assertThat(one.json().at("/credential_values/api_key").asText()).isEqualTo(masked);
        Answer all = ask(OPERATOR, "GET", "/credentials", "");
        assertThat(all.json().at("/credentials").findValuesAsText("credential_name"))
                .contains(name);
    }

    @When("the operator makes the access group {string} of {string}")
    public void makes_group(String group, String model) {
        post(
                OPERATOR,
                "/access_group/new",
                with(Map.of("model_names", "[\"" + model + "\"]"), "access_group", group));
    }

    @When("the operator changes the access group {string} to {string}")
    public void changes_group(String group, String model) {
        ask(
                OPERATOR,
                "PUT",
                "/access_group/" + group + "/update",
                "{\"model_names\":[\"" + model + "\"]}");
    }

    @When("the operator deletes the access group {string}")
    public void deletes_group(String group) {
        ask(OPERATOR, "DELETE", "/access_group/" + group + "/delete", "");
    }

    @When("the operator makes the group {string} of {string} for the key {string}")
    public void makes_group_for(String group, String model, String holder) {
        post(OPERATOR, GROUPS, group(group, model, "[\"" + key(holder) + "\"]"));
        groups.put(group, world.last().json().path("access_group_id").asText(""));
    }

    @When("who has the key {string} makes the group {string} of {string}")
    public void makes_group_as(String who, String group, String model) {
        post(who, GROUPS, group(group, model, "[]"));
    }

    private static Map<String, String> group(String name, String model, String holders) {
        return with(
                Map.of("access_model_names", "[\"" + model + "\"]", "assigned_key_ids", holders),
                "access_group_name",
                name);
    }

    @When("the operator changes the group {string} to")
    public void changes_group(String group, Map<String, String> fields) {
        ask(OPERATOR, "PUT", GROUPS + "/" + groups.get(group), object(fields));
    }

    @When("the operator deletes the group {string}")
    public void deletes_kept_group(String group) {
        ask(OPERATOR, "DELETE", GROUPS + "/" + groups.get(group), "");
    }

    @Then("it is made")
    public void is_made() {
        assertThat(world.last().status()).as(world.last().body()).isEqualTo(201);
    }

    @Then("the answer is empty")
    public void is_empty() {
        assertThat(world.last().status()).isEqualTo(204);
        assertThat(world.last().body()).isEmpty();
    }

    @Then("the access group {string} holds {word}")
    public void group_holds(String group, String models) {
        Answer answer = ask(OPERATOR, "GET", "/access_group/" + group + "/info", "");
        done();
        assertThat(answer.json().path("model_names").toString()).isEqualTo(models);
        assertThat(ask(OPERATOR, "GET", "/access_group/list", "").body())
                .contains("\"access_group\":\"" + group + "\"");
    }

    @When("who has the key {string} counts the tokens of {string} for {string}")
    public void counts_tokens(String who, String prompt, String model) {
        post(who, "/utils/token_counter", with(with(Map.of(), "model", model), "prompt", prompt));
        done();
    }

    @When("who has the key {string} lists the models")
    public void lists_models(String who) {
        ask(who, "GET", "/v1/models", "");
        done();
    }

    @When("who has the key {string} lists the models with access groups")
    public void lists_groups(String who) {
        ask(who, "GET", "/v1/models?include_model_access_groups=true", "");
        done();
    }

    @When("who has the key {string} looks at the model info")
    public void looks_at_info(String who) {
        ask(who, "GET", "/model/info", "");
        done();
    }

    @When("who has the key {string} stores the model {string} served by {string}")
    public void stores_as(String who, String model, String deployment) {
        post(who, "/model/new", stored(model, deployment, Map.of()));
    }

    @Then("the model info of {string} shows")
    public void shows_model(String deployment, Map<String, String> fields) {
        Answer answer = ask(OPERATOR, "GET", "/model/info?litellm_model_id=" + deployment, "");
        done();
        JsonNode info = answer.json().path("data").path(0).path("model_info");
        fields.forEach((k, v) -> assertThat(info.path(k).toString()).as(k).isEqualTo(v));
        assertThat(answer.body()).doesNotContain("sk-key-of-");
    }

    @When("who has the key {string} asks {string} a question")
    public void asks(String who, String model) {
        ask(who, "POST", HttpDriver.CHAT, Question.to(model).letter());
    }

    @When("who has the key {string} asks {string} a question with")
    public void asks(String who, String model, Map<String, String> settings) {
        ask(who, "POST", HttpDriver.CHAT, Question.to(model).with(settings).letter());
    }

    @Given("^\"([^\"]*)\" is to hear of budgets by (webhook|slack)$")
    public void is_to_hear(String receiver, String way) {
        world.setVariable(
                way.equals("slack") ? "SLACK_WEBHOOK_URL" : "WEBHOOK_URL",
                world.upstream().address(receiver) + "/hook");
        world.config().set("general_settings", "alerting", "[" + way + "]");
    }

    @Then("{string} hears of {string} once")
    public void hears(String receiver, String words) {
        World.await(receiver + " hears of " + words, () -> heard(receiver, words) > 0);
        assertThat(heard(receiver, words)).isEqualTo(1);
        assertThat(world.upstream().received())
                .filteredOn(received -> received.deployment().equals(receiver))
                .noneMatch(received -> keys.values().stream().anyMatch(received.body()::contains));
    }

    private long heard(String receiver, String words) {
        return world.upstream().received().stream()
                .filter(received -> received.deployment().equals(receiver))
                .filter(received -> received.body().contains(words))
                .count();
    }

    @When("who has the key {string} lists keys")
    public void lists(String who) {
        ask(who, "GET", "/key/list?return_full_object=true", "");
        done();
    }

    @When("who has the key {string} asks {string} for a streamed answer")
    public void asks_for_stream(String who, String model) {
        ask(who, "POST", HttpDriver.CHAT, Question.to(model).streamed().letter());
    }

    @When("the operator looks in the spend logs for the id of that answer")
    public void looks_for_answer() {
        Answer answer = world.last();
        boolean whole = answer.ending() == Answer.Ending.WHOLE;
        JsonNode named = whole ? answer.json() : answer.chunks().getFirst();
        String path = "/spend/logs?request_id=" + named.path("id").asText("nothing");
        World.await(
                "the call is in the spend logs",
                () -> !ask(OPERATOR, "GET", path, "").json().isEmpty());
    }

    @When("the operator looks in the spend logs for what failed with status {int}")
    public void looks_for_status(int status) {
        looks("error_code=" + status);
    }

    @When("the operator looks in the spend logs for what failed with {string}")
    public void looks_for_words(String words) {
        looks("error_message=" + URLEncoder.encode(words, StandardCharsets.UTF_8));
    }

    private void looks(String filter) {
        String path = "/spend/logs/v2?" + FIRST_DAYS + "&" + filter;
        World.await(
                "the call is in the spend logs",
                () -> ask(OPERATOR, "GET", path, "").json().path("total").asInt() > 0);
    }

    @Then("there is one call, of the key {string}, at {string}")
    public void is_one_call(String key, String deployment) {
        JsonNode row = onlyRow();
        assertThat(row.at("/metadata/user_api_key_alias").asText()).isEqualTo(key);
        assertThat(row.path("model_id").asText()).isEqualTo(deployment);
    }

    @Then("there is one call, of the key {string}, and nobody was asked")
    public void is_one_refusal(String key) {
        is_one_call(key, "");
    }

    /// Of all rows, or of the first page of them.
    private JsonNode onlyRow() {
        JsonNode answer = world.last().json();
        JsonNode rows = answer.isArray() ? answer : answer.path("data");
        assertThat(rows).hasSize(1);
        return rows.path(0);
    }

    @Then("it is shown as a failure")
    public void is_failure() {
        assertThat(onlyRow().path("status").asText()).isEqualTo("failure");
    }

    @When("who has the key {string} asks for the report by team")
    public void asks_for_report(String who) {
        ask(who, "GET", REPORT, "");
    }

    @Then("the report by team shows the team {string} alone, with {int} key(s)")
    public void report_shows(String team, int keys) {
        World.await(
                "the calls are in the report",
                () -> !ask(OPERATOR, "GET", REPORT, "").json().isEmpty());
        JsonNode teams = world.last().json().path(0).path("teams");
        assertThat(teams.findValuesAsText("team_name")).containsExactly(team);
        assertThat(Set.copyOf(teams.findValuesAsText("api_key"))).hasSize(keys);
    }

    @Then("the key {string} sees the team {string} in the report by team")
    public void sees_report(String who, String team) {
        World.await(
                "the calls are in the report", () -> !ask(who, "GET", REPORT, "").json().isEmpty());
        assertThat(world.last().json().path(0).path("teams").findValuesAsText("team_name"))
                .containsExactly(team);
    }

    @When("the operator resets what keys and teams have spent")
    public void resets() {
        post(OPERATOR, "/global/spend/reset", Map.of());
        done();
    }

    @When("who has the key {string} resets what keys and teams have spent")
    public void resets(String who) {
        post(who, "/global/spend/reset", Map.of());
    }

    @Then("the activity of the team {string} counts {int} calls")
    public void team_counts(String team, int calls) {
        counts("/team/daily/activity/aggregated?team_ids=" + team + "&", calls);
    }

    @Then("the activity of the gateway counts {int} calls")
    public void gateway_counts(int calls) {
        counts("/user/daily/activity/aggregated?", calls);
    }

    private void counts(String path, int calls) {
        World.await(
                "so many calls are counted: " + calls,
                () ->
                        ask(OPERATOR, "GET", path + FIRST_DAYS, "")
                                        .json()
                                        .at("/metadata/total_api_requests")
                                        .asInt()
                                == calls);
    }

    @Then("the list holds {int} key(s)")
    public void holds(int count) {
        assertThat(world.last().json().path("total_count").asInt()).isEqualTo(count);
    }

    @Then("the key {string} shows")
    public void shows(String name, Map<String, String> fields) {
        Answer answer = ask(OPERATOR, "GET", "/key/info?key=" + key(name), "");
        done();
        JsonNode info = answer.json().path("info");
        fields.forEach((k, v) -> assertThat(info.path(k).toString()).as(k).isEqualTo(v));
        assertThat(answer.body()).doesNotContain(key(name));
    }

    @When("the operator has the key {string} stand for tokens whose {string} is {string}")
    public void stands_for(String name, String claim, String value) {
        Map<String, String> fields =
                with(with(Map.of(), "jwt_claim_name", claim), "key", key(name));
        post(OPERATOR, "/jwt/key/mapping/new", with(fields, "jwt_claim_value", value));
        assertThat(world.last().body()).doesNotContain(key(name));
    }

    @When("the operator has no key stand for tokens whose {string} is {string}")
    public void stands_for_nothing(String claim, String value) {
        Answer answer = ask(OPERATOR, "GET", "/jwt/key/mapping/list", "");
        done();
        for (JsonNode each : answer.json().path("mappings")) {
            if (each.path("jwt_claim_name").asText().equals(claim)
                    && each.path("jwt_claim_value").asText().equals(value)) {
                post(
                        OPERATOR,
                        "/jwt/key/mapping/delete",
                        with(Map.of(), "id", each.path("id").asText()));
                done();
            }
        }
    }

    @Then("the user {string} has {int} key(s)")
    public void has_keys(String user, int count) {
        Answer answer = ask(OPERATOR, "GET", "/key/list?user_id=" + user, "");
        done();
        assertThat(answer.json().path("total_count").asInt()).isEqualTo(count);
    }

    @Then("the team {string} shows")
    public void team_shows(String id, Map<String, String> fields) {
        shows("/team/info?team_id=" + id, "team_info", fields);
    }

    @Then("the user {string} shows")
    public void user_shows(String id, Map<String, String> fields) {
        shows("/user/info?user_id=" + id, "user_info", fields);
    }

    private void shows(String path, String part, Map<String, String> fields) {
        Answer answer = ask(OPERATOR, "GET", path, "");
        done();
        JsonNode info = answer.json().path(part);
        fields.forEach((k, v) -> assertThat(info.path(k).toString()).as(k).isEqualTo(v));
    }

    @Then("the answer says {string}")
    public void says(String words) {
        assertThat(world.last().body()).contains(words);
    }

    @Then("that is done")
    public void is_done() {
        done();
    }

    @Then("that is refused with status {int} and {string}")
    public void is_refused(int status, String words) {
        assertThat(world.last().status()).as(world.last().body()).isEqualTo(status);
        assertThat(world.last().body()).contains(words).contains("\"detail\":");
    }

    @Then("the key {string} is not taken any more")
    public void not_taken(String name) {
        ask(name, "GET", "/v1/models", "");
        assertThat(world.last().status()).as(world.last().body()).isEqualTo(401);
    }

    @Then("the key {string} is taken")
    public void taken(String name) {
        ask(name, "GET", "/v1/models", "");
        done();
    }
}
