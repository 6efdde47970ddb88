package dev.tollgate.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.http.Gateway.Answer;
import dev.tollgate.adapters.http.manage.Access;
import dev.tollgate.adapters.http.manage.Managed;
import dev.tollgate.adapters.http.manage.RouteGroup;
import dev.tollgate.domain.access.UserRole;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Stream;

/// Who may use which route at all. Generated from the route table: a new route is tested by being
/// there.
class RolesIT {
    private static final String REFUSED = "Only proxy admin can be used";

    private final Gateway gateway = new Gateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    private static String request(Route route, String key) {
        String path = route.path().replaceAll("\\{.*}", "x");
        return "%s %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n%s\r\n"
                .formatted(route.method(), path, key, "Content-Length: 0\r\n");
    }

    @Test
    void every_route_lets_in_the_roles_it_declares_and_no_other() throws Exception {
        for (UserRole role : UserRole.values()) {
            gateway.caller("sk-of-" + role, role.text(), role);
            for (Route route : gateway.server.routes()) {
                Answer answer = gateway.ask(request(route, "sk-of-" + role));
                assertThat(answer.status() == 401 && answer.body().contains(REFUSED))
                        .as("%s on %s %s", role, route.method(), route.path())
                        .isNotEqualTo(route.access().allows(role));
            }
        }
    }

    @Test
    void a_key_that_reads_spend_is_let_in_to_what_everybody_spent_and_nowhere_else_besides()
            throws Exception {
        for (UserRole role : UserRole.values()) {
            gateway.caller("sk-spend-" + role, role.text(), role, true);
            for (Route route : gateway.server.routes()) {
                Answer answer = gateway.ask(request(route, "sk-spend-" + role));
                boolean opened = route.groups().contains(RouteGroup.GLOBAL_SPEND);
                assertThat(answer.status() == 401 && answer.body().contains(REFUSED))
                        .as("%s on %s %s", role, route.method(), route.path())
                        .isNotEqualTo(opened || route.access().allows(role));
                assertThat(opened && (answer.status() == 401 || answer.status() == 403))
                        .as("%s on %s %s", role, route.method(), route.path())
                        .isFalse();
            }
        }
    }

    @Test
    void what_everybody_spent_is_read_only() {
        assertThat(gateway.server.routes())
                .filteredOn(route -> route.groups().contains(RouteGroup.GLOBAL_SPEND))
                .isNotEmpty()
                .allSatisfy(
                        route ->
                                assertThat(route.access().allows(UserRole.PROXY_ADMIN_VIEWER))
                                        .as(route.path())
                                        .isTrue());
    }

    @Test
    void the_master_key_may_use_every_route() throws Exception {
        for (Route route : gateway.server.routes()) {
            Answer answer = gateway.ask(request(route, "sk-master"));
            assertThat(answer.status()).as("%s %s", route.method(), route.path()).isNotIn(401, 403);
        }
    }

    @Test
    void what_is_managed_is_managed_through_roles_only() {
        assertThat(managed())
                .isNotEmpty()
                .allSatisfy(route -> assertThat(route.handler()).isInstanceOf(Managed.class))
                .allSatisfy(route -> assertThat(route.access()).isNotIn(Access.ANYONE, Access.KEY));
    }

    @Test
    void viewers_and_keys_without_a_user_change_nothing() {
        List<UserRole> viewers =
                List.of(
                        UserRole.PROXY_ADMIN_VIEWER,
                        UserRole.INTERNAL_USER_VIEWER,
                        UserRole.CUSTOMER,
                        UserRole.TEAM);
        assertThat(managed().filter(route -> !route.groups().contains(RouteGroup.INFO)))
                .isNotEmpty()
                .allSatisfy(
                        route ->
                                assertThat(viewers)
                                        .as(route.path())
                                        .noneMatch(route.access()::allows));
    }

    private Stream<Route> managed() {
        return gateway.server.routes().stream()
                .filter(
                        route ->
                                route.path()
                                        .matches(
                                                "(/v2)?/(key|user|team|budget|tag|customer|end_user|organization|access_group)/.*|/credentials.*|(/get)?/config/.*"
                                                    + "|/v1/(unified_)?access_group.*|/jwt/key/mapping/.*"
                                                    + "|/model/(new|update|delete|.*/update)"));
    }

    @Test
    void a_key_that_is_kept_to_some_routes_may_use_no_other() throws Exception {
        gateway.caller("sk-llm", "ana", UserRole.INTERNAL_USER, "llm_api_routes");
        gateway.caller("sk-info", "ana", UserRole.INTERNAL_USER, "info_routes");
        gateway.caller("sk-spend", "ana", UserRole.INTERNAL_USER, "spend_tracking_routes");
        gateway.caller("sk-global", "ana", UserRole.INTERNAL_USER, "global_spend_tracking_routes");
        gateway.caller("sk-path", "ana", UserRole.INTERNAL_USER, "/key/*", "/v1/models");

        record Case(String key, String path, boolean allowed) {}
        for (Case each :
                List.of(
                        new Case("sk-llm", "/v1/models", true),
                        new Case("sk-llm", "/model/info", true),
                        new Case("sk-llm", "/key/info", false),
                        new Case("sk-info", "/key/info", true),
                        new Case("sk-info", "/user/info", true),
                        new Case("sk-spend", "/spend/logs", true),
                        new Case("sk-spend", "/user/daily/activity", true),
                        new Case("sk-spend", "/key/info", false),
                        new Case("sk-spend", "/global/spend", false),
                        new Case("sk-global", "/global/spend", true),
                        new Case("sk-global", "/spend/logs", false),
                        new Case("sk-path", "/key/list", true),
                        new Case("sk-path", "/v1/models", true),
                        new Case("sk-path", "/v1/models/gpt", true),
                        new Case("sk-path", "/user/info", false),
                        new Case("sk-info", "/health/liveliness", true))) {
            Answer answer =
                    gateway.ask(
                            "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                                    .formatted(each.path(), each.key()));
            assertThat(answer.body().contains("Virtual key is not allowed to call this route"))
                    .as(each.toString())
                    .isNotEqualTo(each.allowed());
            assertThat(answer.status() == 403).as(each.toString()).isNotEqualTo(each.allowed());
        }
    }
}
