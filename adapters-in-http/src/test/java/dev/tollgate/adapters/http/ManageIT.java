package dev.tollgate.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.tollgate.adapters.http.Gateway.Answer;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.access.UserRole;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;

/// The shapes of management calls: what clients of all ages send, and look for in answers.
class ManageIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Gateway gateway = new Gateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    private Answer post(String path, String body) throws IOException {
        return gateway.ask(Gateway.post(path, body));
    }

    private JsonNode done(String path, String body) throws IOException {
        return ok(post(path, body));
    }

    private JsonNode got(String path) throws IOException {
        return ok(gateway.ask(Gateway.get(path)));
    }

    private static JsonNode ok(Answer answer) throws IOException {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static List<String> names(JsonNode node) {
        return node.properties().stream().map(java.util.Map.Entry::getKey).toList();
    }

    @Test
    void a_made_key_is_answered_in_the_usual_order_with_the_usual_types() throws Exception {
        JsonNode made =
                done(
                        "/key/generate",
                        """
                        {"key_alias":"ci","models":["gpt"],"max_budget":25,"budget_duration":"30d",
                         "duration":"90d","rpm_limit":120,"metadata":{"cost":"42"},"tags":["ci"]}
                        """);

        assertThat(names(made).subList(0, 8))
                .containsExactly(
                        "key_alias",
                        "duration",
                        "models",
                        "spend",
                        "max_budget",
                        "user_id",
                        "team_id",
                        "agent_id");
        assertThat(made.path("key").asText()).startsWith("sk-");
        assertThat(made.path("token").asText()).matches("[0-9a-f]{64}");
        assertThat(made.path("max_budget").toString()).isEqualTo("25.0");
        assertThat(made.path("rpm_limit").toString()).isEqualTo("120");
        assertThat(made.path("spend").toString()).isEqualTo("0.0");
        assertThat(made.path("user_id").isNull()).isTrue();
        assertThat(made.at("/metadata/tags/0").asText()).isEqualTo("ci");
        assertThat(made.path("expires").asText()).endsWith("Z");
        assertThat(made.path("created_by").asText()).isEqualTo("default_user_id");
        assertThat(made.has("notice")).isFalse();
    }

    @Test
    void a_key_is_shown_by_itself_or_its_hash_in_an_address_or_a_body() throws Exception {
        JsonNode made = done("/key/generate", "{\"duration\":\"1d\"}");
        String key = made.path("key").asText();
        String hash = made.path("token").asText();

        for (JsonNode shown :
                List.of(
                        got("/key/info?key=" + key),
                        got("/key/info?key=" + hash),
                        done("/key/info", "{\"key\":\"" + key + "\"}"))) {
            assertThat(shown.path("key").asText()).isEqualTo(hash);
            assertThat(shown.at("/info/status").asText()).isEqualTo("active");
            assertThat(shown.at("/info/duration").asText()).isEqualTo("1d");
            assertThat(shown.path("info").has("token")).isFalse();
            assertThat(shown.path("info").has("tollgate_key_id")).isFalse();
        }
    }

    @Test
    void wrong_types_are_told_all_at_once_in_both_forms() throws Exception {
        Answer answer =
                post(
                        "/key/generate",
                        "{\"max_budget\":\"lots\",\"models\":3,\"blocked\":\"maybe\"}");

        assertThat(answer.status()).isEqualTo(422);
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.at("/error/type").asText()).isEqualTo("validation_error");
        assertThat(body.at("/error/code").asText()).isEqualTo("422");
        assertThat(body.path("detail")).hasSize(3);
        assertThat(body.at("/detail/0/type").asText()).isEqualTo("float_parsing");
        assertThat(body.at("/detail/0/loc").toString()).isEqualTo("[\"body\",\"max_budget\"]");
        assertThat(body.at("/detail/1/type").asText()).isEqualTo("list_type");
        assertThat(body.at("/detail/2/type").asText()).isEqualTo("bool_parsing");
    }

    @Test
    void what_clients_get_away_with_is_understood() throws Exception {
        JsonNode made =
                done(
                        "/key/generate",
                        """
                        {"max_budget":"12.5","rpm_limit":"10","blocked":"false","team_id":"",
                         "budget_duration":"","key_alias":"","user_id":null,"unheard_of":[1]}
                        """);

        assertThat(made.path("max_budget").toString()).isEqualTo("12.5");
        assertThat(made.path("rpm_limit").toString()).isEqualTo("10");
        assertThat(made.path("team_id").isNull()).isTrue();
        assertThat(made.path("key_alias").isNull()).isTrue();
        assertThat(made.has("unheard_of")).isFalse();
    }

    @Test
    void bodies_that_cannot_be_kept_are_refused() throws Exception {
        record Case(String body, int status) {}
        for (Case each :
                List.of(
                        new Case("{", 400),
                        new Case("[]", 400),
                        new Case("{\"key_alias\":\"a\",\"key_alias\":\"b\"}", 400),
                        new Case("{\"key_alias\":\"a\\u0000b\"}", 422),
                        new Case("{\"key_alias\":\"a\\ud800b\"}", 422),
                        new Case("{\"metadata\":{\"a\\u0000\":1}}", 422),
                        new Case("{\"max_budget\":1e400}", 422),
                        new Case("{\"rpm_limit\":1.5}", 422),
                        new Case("{\"metadata\":" + "[".repeat(40) + "]".repeat(40) + "}", 400))) {
            Answer answer = post("/key/generate", each.body());
            assertThat(answer.status()).as(each.body()).isEqualTo(each.status());
            assertThat(answer.body()).contains("\"error\":{").contains("\"detail\":");
        }
    }

    @Test
    void null_clears_empty_texts_clear_and_absent_fields_stay() throws Exception {
        String hash =
                done("/key/generate", "{\"max_budget\":5,\"rpm_limit\":3,\"team_id\":\"red\"}")
                        .path("token")
                        .asText();

        JsonNode changed =
                done(
                        "/key/update",
                        "{\"key\":\"%s\",\"max_budget\":null,\"team_id\":\"\"}".formatted(hash));

        assertThat(changed.path("key").asText()).isEqualTo(hash);
        assertThat(changed.path("max_budget").isNull()).isTrue();
        assertThat(changed.path("team_id").isNull()).isTrue();
        assertThat(changed.path("rpm_limit").asInt()).isEqualTo(3);
    }

    @Test
    void refusals_have_the_status_and_words_that_scripts_match() throws Exception {
        done("/key/generate", "{\"key_alias\":\"ci\"}");
        record Case(String path, String body, int status, String type, String words) {}
        String unknown = "{\"key\":\"sk-unknown-0123456789\"}";
        for (Case each :
                List.of(
                        new Case(
                                "/key/generate",
                                "{\"key_alias\":\"ci\"}",
                                400,
                                "bad_request_error",
                                "already exists"),
                        new Case(
                                "/key/generate",
                                "{\"budget_duration\":\"foo\"}",
                                400,
                                "bad_request_error",
                                "Invalid budget_duration 'foo'"),
                        new Case("/key/update", unknown, 404, "not_found_error", "Key not found."),
                        new Case("/key/block", unknown, 404, "not_found_error", "Key not found."),
                        new Case(
                                "/key/block",
                                "{\"key\":\"abc\"}",
                                400,
                                "bad_request_error",
                                "Invalid key format."),
                        new Case(
                                "/key/delete",
                                "{\"keys\":[\"sk-unknown-0123456789\"]}",
                                404,
                                "not_found_error",
                                "No keys found"),
                        new Case("/key/delete", "{}", 422, "validation_error", "needed"),
                        new Case("/key/update", "{}", 422, "validation_error", "needed"),
                        new Case(
                                "/key/service-account/generate",
                                "{}",
                                400,
                                "bad_request_error",
                                "team_id is required"))) {
            Answer answer = post(each.path(), each.body());
            assertThat(answer.status()).as(each.toString()).isEqualTo(each.status());
            assertThat(answer.body())
                    .contains("\"type\":\"" + each.type() + "\"")
                    .contains(each.words())
                    .contains("\"detail\":")
                    .doesNotContain("0123456789");
        }
        assertThat(gateway.ask(Gateway.get("/key/info?key=abc")).body())
                .contains("Key not found in database");
    }

    @Test
    void lists_are_pages_of_hashes_or_of_whole_objects() throws Exception {
        for (int i = 0; i < 3; i++) {
            done("/key/generate", "{\"key_alias\":\"k" + i + "\"}");
        }

        JsonNode hashes = got("/key/list?size=2");
        assertThat(hashes.path("keys")).hasSize(2);
        assertThat(hashes.at("/keys/0").asText()).matches("[0-9a-f]{64}");
        assertThat(hashes.path("total_count").asInt()).isEqualTo(3);
        assertThat(hashes.path("current_page").asInt()).isEqualTo(1);
        assertThat(hashes.path("total_pages").asInt()).isEqualTo(2);
        JsonNode whole = got("/key/list?return_full_object=true&key_alias=k1");
        assertThat(whole.at("/keys/0/key_alias").asText()).isEqualTo("k1");
        assertThat(whole.at("/keys/0/token").asText()).matches("[0-9a-f]{64}");
        assertThat(got("/key/aliases?search=K").path("aliases").toString())
                .isEqualTo("[\"k0\",\"k1\",\"k2\"]");
        assertThat(gateway.ask(Gateway.get("/key/list?size=101")).status()).isEqualTo(422);
        assertThat(gateway.ask(Gateway.get("/key/list?page=0")).status()).isEqualTo(422);
        assertThat(gateway.ask(Gateway.get("/key/list?sort_by=secret")).status()).isEqualTo(422);
    }

    @Test
    void a_repeated_renewal_gives_the_same_answer() throws Exception {
        String key = done("/key/generate", "{}").path("key").asText();
        String request =
                Gateway.post(
                        "/key/" + key + "/regenerate",
                        "{\"grace_period\":\"1h\"}",
                        "Idempotency-Key: once");

        JsonNode first = ok(gateway.ask(request));
        JsonNode again = ok(gateway.ask(request));

        assertThat(first.path("key").asText()).startsWith("sk-").isNotEqualTo(key);
        assertThat(again.path("key")).isEqualTo(first.path("key"));
    }

    @Test
    void an_unreachable_store_is_a_503_that_says_when_to_come_back() throws Exception {
        Entities away =
                (Entities)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {Entities.class},
                                (_, _, _) -> {
                                    throw new StorageUnavailable("away", new IOException());
                                });
        gateway.management = gateway.over(away);

        Answer answer = post("/key/generate", "{}");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isEqualTo("1");
        assertThat(answer.body()).contains("no_db_connection").contains("Service Unavailable");
    }

    @Test
    void who_changed_something_may_be_named_by_administrators_only() throws Exception {
        gateway.caller("sk-ana", "ana", UserRole.INTERNAL_USER);
        JsonNode named =
                ok(
                        gateway.ask(
                                Gateway.post(
                                        "/key/generate", "{}", "litellm-changed-by: terraform")));
        JsonNode own =
                ok(
                        gateway.ask(
                                Gateway.postAs(
                                        "Authorization: Bearer sk-ana",
                                        "/key/generate",
                                        "{}",
                                        "litellm-changed-by: terraform")));

        assertThat(named.path("created_by").asText()).isEqualTo("terraform");
        assertThat(own.path("created_by").asText()).isEqualTo("ana");
        assertThat(own.path("user_id").asText()).isEqualTo("ana");
    }
}
