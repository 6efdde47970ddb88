package dev.tollgate.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.http.Gateway.Answer;
import dev.tollgate.adapters.http.manage.Access;
import dev.tollgate.application.port.in.CheckHealth.Probe;
import dev.tollgate.application.port.in.ExplainRouting;
import dev.tollgate.application.port.in.ListCooldowns.Cooldown;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

class RouteIT {
    private final Gateway gateway = new Gateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void models_are_listed_without_patterns_unless_asked_for() throws Exception {
        Answer plain = gateway.ask(Gateway.get("/v1/models"));
        Answer all =
                gateway.ask(
                        Gateway.get("/models?return_wildcard_routes=true&include_metadata=true"));

        assertThat(plain.body())
                .contains("\"id\":\"gpt\",\"object\":\"model\",\"created\":1677610602")
                .contains("\"mode\":\"chat\",\"max_input_tokens\":128000")
                .contains("wild/one")
                .doesNotContain("wild/*");
        assertThat(all.body()).contains("wild/*").contains("\"fallbacks\":[\"backup\"]");
    }

    @Test
    void routing_is_explained_with_what_is_known_of_each_deployment() throws Exception {
        gateway.explanation = Optional.of(Gateway.explanation());

        Answer answer =
                gateway.ask(
                        Gateway.get(
                                "/v1/router/explain?model=gpt&team_id=red&tags=eu,%20us&user_agent=x"));

        assertThat(gateway.asked.remove())
                .isEqualTo(new ExplainRouting.Question("gpt", "red", List.of("eu", "us"), "x"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith(
                        "{\"model\":\"gpt\",\"resolved_by\":\"group\",\"model_group\":\"gpt\","
                                + "\"routing_strategy\":\"simple-shuffle\"")
                .contains("\"levels\":[[{\"id\":\"d-1\",\"litellm_model\":\"openai/gpt-4o\"")
                .contains(
                        "\"excluded\":[{\"reason\":\"cooling_down\",\"detail\":\"until then\","
                                + "\"id\":\"d-2\"")
                .contains("\"cooling_for_seconds\":3.0")
                .contains("\"fallbacks\":[\"backup\"],\"context_window_fallbacks\":[]");
        assertThat(gateway.ask(Gateway.get("/router/explain?model=gpt")).body())
                .isEqualTo(answer.body());
    }

    @Test
    void an_unknown_model_is_not_explained() throws Exception {
        Answer unknown = gateway.ask(Gateway.get("/v1/router/explain?model=nope"));

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body()).contains("\"error\"").contains("the model `nope`");
        assertThat(gateway.ask(Gateway.get("/v1/router/explain")).status()).isEqualTo(400);
    }

    @Test
    void one_model_is_found_by_its_name_slashes_included() throws Exception {
        assertThat(gateway.ask(Gateway.get("/v1/models/wild/one")).body())
                .startsWith("{\"id\":\"wild/one\"");
        assertThat(gateway.ask(Gateway.get("/v1/models/wild%2Fone")).status()).isEqualTo(200);
        Answer unknown = gateway.ask(Gateway.get("/v1/models/nope"));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body()).contains("\"detail\":\"The model `nope` does not exist");
    }

    @Test
    void deployments_and_groups_show_prices_per_token() throws Exception {
        assertThat(gateway.ask(Gateway.get("/model/info?litellm_model_id=d-2")).body())
                .contains("\"id\":\"d-2\"")
                .doesNotContain("\"id\":\"d-1\"")
                .contains("\"model\":\"openai/gpt-4o\"")
                .contains("\"input_cost_per_token\":0.0000025")
                .contains("\"supports_vision\":true,\"supports_audio_input\":false");
        assertThat(gateway.ask(Gateway.get("/v1/model/info?litellm_model_id=zz")).status())
                .isEqualTo(400);
        assertThat(gateway.ask(Gateway.get("/model_group/info?model_group=gpt")).body())
                .contains("\"model_group\":\"gpt\",\"providers\":[\"openai\"]")
                .contains("\"rpm\":120");
        assertThat(gateway.ask(Gateway.get("/model_group/info?model_group=no")).body())
                .isEqualTo("{\"data\":[]}");
    }

    @Test
    void no_store_is_asked_for_a_name_that_it_cannot_keep() throws Exception {
        for (String path : List.of("/spend/logs/ui/a%00", "/credentials/by_name/a%00")) {
            Answer answer = gateway.ask(Gateway.get(path));
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body()).as(path).contains("\"Not Found\"");
        }
    }

    @Test
    void deployments_come_in_pages_searched_by_name_and_id() throws Exception {
        String first = gateway.ask(Gateway.get("/v2/model/info?size=1")).body();
        String second = gateway.ask(Gateway.get("/v2/model/info?size=1&page=2")).body();

        assertThat(first).contains("\"id\":\"d-1\"").doesNotContain("\"id\":\"d-2\"");
        assertThat(second)
                .contains("\"id\":\"d-2\"")
                .contains("\"total_count\":2,\"current_page\":2,\"total_pages\":2,\"size\":1");
        assertThat(gateway.ask(Gateway.get("/v2/model/info?search=GP&modelId=d-2")).body())
                .contains("\"total_count\":1");
        assertThat(gateway.ask(Gateway.get("/v2/model/info?search=no")).body())
                .startsWith("{\"data\":[],");
        assertThat(gateway.ask(Gateway.get("/v2/model/info?size=x")).status()).isEqualTo(400);
    }

    @Test
    void access_groups_are_listed_where_that_is_asked_for() throws Exception {
        String group = "\"id\":\"beta\"";

        assertThat(gateway.ask(Gateway.get("/v1/models")).body()).doesNotContain(group);
        assertThat(gateway.ask(Gateway.get("/v1/models?include_model_access_groups=true")).body())
                .contains(group)
                .contains("\"id\":\"gpt\"");
        assertThat(gateway.ask(Gateway.get("/v1/models?only_model_access_groups=true")).body())
                .contains(group)
                .doesNotContain("\"id\":\"gpt\"");
    }

    @Test
    void life_needs_no_key_and_health_of_one_failing_model_is_a_503() throws Exception {
        gateway.probes =
                List.of(
                        new Probe(
                                "d-1", "openai/gpt", "https://up", "refused", 500, Instant.EPOCH));

        assertThat(gateway.ask("GET /health/liveliness HTTP/1.1\r\nHost: x\r\n\r\n").body())
                .isEqualTo("\"I'm alive!\"");
        assertThat(gateway.ask("GET /health/readiness HTTP/1.1\r\nHost: x\r\n\r\n").body())
                .isEqualTo("{\"status\":\"healthy\",\"db\":\"Not connected\"}");
        assertThat(gateway.ask("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").status()).isEqualTo(401);
        assertThat(gateway.ask(Gateway.get("/health")).status()).isEqualTo(200);
        assertThat(gateway.ask(Gateway.get("/health/latest")).body())
                .contains("\"latest_health_checks\":{\"d-1\":")
                .contains("\"status\":\"unhealthy\",\"error_message\":\"refused\"");
        assertThat(gateway.ask(Gateway.get("/health/history")).body())
                .contains("\"health_checks\":[{\"model_id\":\"d-1\"");
        Answer one = gateway.ask(Gateway.get("/health?model=gpt"));
        assertThat(one.status()).isEqualTo(503);
        assertThat(one.body())
                .contains("\"unhealthy_count\":1")
                .contains("refused")
                .contains("https://up");
        gateway.details = false;
        assertThat(gateway.ask(Gateway.get("/health?model=gpt")).body())
                .contains("openai/gpt")
                .doesNotContain("https://up")
                .doesNotContain("model_id");
    }

    @Test
    void who_has_a_key_is_told_which_deployments_are_left_alone_and_for_how_long()
            throws Exception {
        String details = "/health/readiness/details";
        assertThat(gateway.ask(Gateway.get(details)).body()).contains("\"cooling_deployments\":[]");

        gateway.cooldowns = List.of(new Cooldown("d-1", "gpt", Duration.ofMillis(4_001)));
        Answer answer = gateway.ask(Gateway.get(details));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains(
                        "\"cooling_deployments\":[{\"model_name\":\"gpt\",\"model_id\":\"d-1\","
                                + "\"seconds_left\":5}]");
        assertThat(gateway.ask("GET " + details + " HTTP/1.1\r\nHost: x\r\n\r\n").status())
                .isEqualTo(401);
        assertThat(gateway.ask("GET /health/readiness HTTP/1.1\r\nHost: x\r\n\r\n").body())
                .doesNotContain("d-1");
    }

    @Test
    void tokens_are_counted() throws Exception {
        Answer answer =
                gateway.ask(
                        Gateway.post(
                                "/utils/token_counter",
                                "{\"model\":\"gpt\",\"messages\":[{\"content\":\"abc\"}]}"));

        assertThat(answer.body()).startsWith("{\"total_tokens\":4,\"request_model\":\"gpt\"");
        assertThat(gateway.ask(Gateway.post("/utils/token_counter", "[1]")).status())
                .isEqualTo(400);
        assertThat(gateway.ask(Gateway.post("/utils/token_counter", "{}")).status()).isEqualTo(422);
    }

    @Test
    void unknown_paths_and_methods_are_told_apart() throws Exception {
        Answer path = gateway.ask(Gateway.get("/nope"));
        Answer method = gateway.ask(Gateway.get("/v1/chat/completions"));

        assertThat(path.status()).isEqualTo(404);
        assertThat(path.body()).contains("\"error\":{").contains("\"detail\":\"Not Found\"");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.header("allow")).isEqualTo("POST");
        assertThat(method.body()).contains("\"detail\":\"Method Not Allowed\"");
    }

    @Test
    void web_pages_of_any_origin_may_ask() throws Exception {
        Answer preflight =
                gateway.ask(
                        "OPTIONS /v1/chat/completions HTTP/1.1\r\nHost: x\r\nOrigin: http://a\r\n"
                                + "Access-Control-Request-Method: POST\r\n"
                                + "Access-Control-Request-Headers: authorization\r\n\r\n");
        Answer call =
                gateway.ask(Gateway.post("/v1/chat/completions", Gateway.CHAT, "Origin: http://a"));

        assertThat(preflight.status()).isEqualTo(200);
        assertThat(preflight.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(preflight.header("access-control-allow-methods")).contains("POST");
        assertThat(preflight.header("access-control-allow-headers")).isEqualTo("authorization");
        assertThat(preflight.header("access-control-max-age")).isEqualTo("600");
        assertThat(call.header("access-control-allow-origin")).isEqualTo("*");
    }

    @Test
    void the_front_page_and_the_list_of_routes_are_open() throws Exception {
        assertThat(gateway.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").body()).contains("Tollgate");
        assertThat(gateway.ask("GET /test HTTP/1.1\r\nHost: x\r\n\r\n").body())
                .isEqualTo("{\"route\":\"/test\"}");
        String routes = gateway.ask("GET /routes HTTP/1.1\r\nHost: x\r\n\r\n").body();
        for (Route route : gateway.server.routes()) {
            assertThat(routes).contains("\"path\":\"" + route.path() + "\"");
        }
    }

    @Test
    void the_address_of_the_user_interface_says_where_things_are_and_runs_nothing()
            throws Exception {
        Answer moved = gateway.ask("GET /ui HTTP/1.1\r\nHost: x\r\n\r\n");
        Answer page = gateway.ask("GET /ui/ HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(moved.status()).isEqualTo(307);
        assertThat(moved.header("location")).isEqualTo("ui/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.body())
                .contains("/key/generate", "../health/readiness", "keys-and-budgets");
        assertThat(page.body().toLowerCase(Locale.ROOT))
                .doesNotContain("<script", "javascript:", "onload", "src=", "sk-master");
    }

    @Test
    void the_page_may_load_nothing_but_its_own_style() throws Exception {
        Answer page = gateway.ask("GET /ui/ HTTP/1.1\r\nHost: x\r\n\r\n");
        String style =
                page.body()
                        .substring(page.body().indexOf("<style>") + 7, page.body().indexOf("</st"));
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));

        assertThat(page.head())
                .contains("frame-ancestors 'none'")
                .contains(
                        "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'"
                                .formatted(Base64.getEncoder().encodeToString(digest)))
                .doesNotContain("unsafe");
    }

    @Test
    void every_route_says_who_may_use_it_and_only_harmless_ones_are_open() throws Exception {
        for (Route route : gateway.server.routes()) {
            String path = route.path().replaceAll("\\{.*}", "gpt");
            Answer answer =
                    gateway.ask(
                            route.method()
                                    + " "
                                    + path
                                    + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
            assertThat(answer.status() == 401)
                    .as("%s without a key", path)
                    .isEqualTo(route.access() != Access.ANYONE);
        }
        assertThat(gateway.server.routes().stream().filter(it -> it.access() == Access.ANYONE))
                .extracting(Route::path)
                .containsExactlyInAnyOrder(
                        "/",
                        "/routes",
                        "/test",
                        "/ui",
                        "/ui/",
                        "/health/liveliness",
                        "/health/liveness",
                        "/health/readiness");
    }
}
