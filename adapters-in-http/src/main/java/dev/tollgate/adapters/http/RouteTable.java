package dev.tollgate.adapters.http;

import static dev.tollgate.adapters.http.manage.Access.ADMIN;
import static dev.tollgate.adapters.http.manage.Access.READ_ALL;
import static dev.tollgate.adapters.http.manage.Access.READ_OWN;
import static dev.tollgate.adapters.http.manage.Access.WRITE_OWN;

import dev.tollgate.adapters.http.info.HealthRoutes;
import dev.tollgate.adapters.http.info.ModelRoutes;
import dev.tollgate.adapters.http.info.PageRoutes;
import dev.tollgate.adapters.http.manage.Access;
import dev.tollgate.adapters.http.manage.AccessGroupRoutes;
import dev.tollgate.adapters.http.manage.ActivityRoutes;
import dev.tollgate.adapters.http.manage.ActorHandler;
import dev.tollgate.adapters.http.manage.CredentialRoutes;
import dev.tollgate.adapters.http.manage.GlobalSpendRoutes;
import dev.tollgate.adapters.http.manage.KeyRoutes;
import dev.tollgate.adapters.http.manage.Managed;
import dev.tollgate.adapters.http.manage.RouteGroup;
import dev.tollgate.adapters.http.manage.SettingRoutes;
import dev.tollgate.adapters.http.manage.SharedRoutes;
import dev.tollgate.adapters.http.manage.SpendReportRoutes;
import dev.tollgate.adapters.http.manage.SpendRoutes;
import dev.tollgate.adapters.http.manage.StoredModelRoutes;
import dev.tollgate.adapters.http.manage.TeamRoutes;
import dev.tollgate.adapters.http.manage.TokenKeyRoutes;
import dev.tollgate.adapters.http.manage.TrafficRoutes;
import dev.tollgate.adapters.http.manage.UserRoutes;
import dev.tollgate.adapters.http.openai.CallRoutes;
import dev.tollgate.adapters.http.wire.Handler;
import dev.tollgate.application.port.in.manage.IdentifyActor;
import dev.tollgate.application.port.in.manage.ManageShared.Kind;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.call.Dialect;

import java.util.ArrayList;
import java.util.List;

/// Every route there is, with what a caller must be to use it.
final class RouteTable {
    private static final List<RouteGroup> PUBLIC = List.of(RouteGroup.PUBLIC);
    private static final List<RouteGroup> CALLS = List.of(RouteGroup.LLM);
    private static final List<RouteGroup> MODELS = List.of(RouteGroup.LLM, RouteGroup.INFO);
    private static final List<RouteGroup> INFO = List.of(RouteGroup.INFO);
    private static final List<RouteGroup> SHOWS = List.of(RouteGroup.INFO, RouteGroup.MANAGEMENT);
    private static final List<RouteGroup> SPEND =
            List.of(RouteGroup.INFO, RouteGroup.MANAGEMENT, RouteGroup.SPEND);
    private static final List<RouteGroup> GLOBAL_SPEND =
            List.of(RouteGroup.INFO, RouteGroup.MANAGEMENT, RouteGroup.GLOBAL_SPEND);
    private static final List<RouteGroup> CHANGES = List.of(RouteGroup.MANAGEMENT);

    private final List<Route> routes = new ArrayList<>();
    private final IdentifyActor actors;

    private RouteTable(IdentifyActor actors) {
        this.actors = actors;
    }

    static List<Route> of(Handlers handlers) {
        RouteTable table = new RouteTable(handlers.actors());
        table.calls(handlers.calls());
        table.models(handlers.models());
        table.health(handlers.health());
        table.add("POST", "/utils/token_counter", Access.KEY, MODELS, handlers.tokens()::count);
        table.add("POST", "/spend/calculate", Access.KEY, MODELS, handlers.costs()::calculate);
        table.add("POST", "/cost/estimate", Access.KEY, MODELS, handlers.costs()::estimate);
        table.manage("POST", "/reload/model_cost_map", ADMIN, CHANGES, handlers.prices()::reload);
        for (String path : List.of("/router/explain", "/v1/router/explain")) {
            table.manage("GET", path, READ_ALL, INFO, handlers.routing()::explain);
        }
        table.keys(handlers.keys());
        table.users(handlers.users());
        table.teams(handlers.teams());
        table.budgets(handlers.shared());
        table.customers(handlers.shared());
        table.organizations(handlers.shared());
        table.storedModels(handlers.storedModels());
        table.settings(handlers.settings());
        table.credentials(handlers.credentials());
        table.accessGroups(handlers.accessGroups());
        table.tokenKeys(handlers.tokenKeys());
        table.spend(handlers.spend());
        table.activity(handlers.spend().activity());
        table.pages(handlers.pages());
        return table.routes;
    }

    private void calls(CallRoutes calls) {
        model("chat/completions", calls.handler(Dialect.OPENAI_CHAT));
        model("completions", calls.handler(Dialect.OPENAI_COMPLETIONS));
        model("embeddings", calls.handler(Dialect.OPENAI_EMBEDDINGS));
    }

    /// A more specific operation must come before one whose path ends the same way.
    private void model(String operation, Handler handler) {
        add("POST", "/" + operation, Access.KEY, CALLS, handler);
        add("POST", "/v1/" + operation, Access.KEY, CALLS, handler);
        add("POST", "/engines/{model}/" + operation, Access.KEY, CALLS, handler);
        add("POST", "/openai/deployments/{model}/" + operation, Access.KEY, CALLS, handler);
    }

    private void models(ModelRoutes models) {
        add("GET", "/models", Access.KEY, MODELS, models::list);
        add("GET", "/v1/models", Access.KEY, MODELS, models::list);
        add("GET", "/models/{id}", Access.KEY, MODELS, models::one);
        add("GET", "/v1/models/{id}", Access.KEY, MODELS, models::one);
        add("GET", "/model/info", Access.KEY, MODELS, models::deployments);
        add("GET", "/v1/model/info", Access.KEY, MODELS, models::deployments);
        add("GET", "/v2/model/info", Access.KEY, MODELS, models::pages);
        add("GET", "/model_group/info", Access.KEY, MODELS, models::groups);
    }

    private void health(HealthRoutes health) {
        add("GET", "/health/liveliness", Access.ANYONE, PUBLIC, health::alive);
        add("GET", "/health/liveness", Access.ANYONE, PUBLIC, health::alive);
        add("GET", "/health/readiness", Access.ANYONE, PUBLIC, health::ready);
        add("GET", "/health/readiness/details", Access.KEY, INFO, health::details);
        add("GET", "/health", Access.KEY, INFO, health::check);
        add("GET", "/health/latest", Access.KEY, INFO, health::latest);
        add("GET", "/health/history", Access.KEY, INFO, health::history);
        add("GET", "/health/backlog", Access.KEY, INFO, health::backlog);
    }

    private void keys(KeyRoutes keys) {
        manage("POST", "/key/generate", WRITE_OWN, CHANGES, keys.generate());
        manage(
                "POST",
                "/key/service-account/generate",
                WRITE_OWN,
                CHANGES,
                keys.generateServiceAccount());
        manage("POST", "/key/update", WRITE_OWN, CHANGES, keys.update());
        manage("POST", "/key/bulk_update", ADMIN, CHANGES, keys.updateAll());
        manage("POST", "/key/delete", WRITE_OWN, CHANGES, keys.delete());
        manage("GET", "/key/info", READ_OWN, SHOWS, keys.info());
        manage("POST", "/key/info", READ_OWN, SHOWS, keys.infoOfBody());
        manage("POST", "/v2/key/info", READ_OWN, SHOWS, keys.infos());
        manage("GET", "/key/list", READ_OWN, SHOWS, keys.list());
        manage("GET", "/key/aliases", READ_OWN, SHOWS, keys.aliases());
        manage("POST", "/key/block", WRITE_OWN, CHANGES, keys.block(true));
        manage("POST", "/key/unblock", WRITE_OWN, CHANGES, keys.block(false));
        manage("POST", "/key/regenerate", WRITE_OWN, CHANGES, keys.regenerate());
        manage("POST", "/key/{key}/regenerate", WRITE_OWN, CHANGES, keys.regenerate());
        manage("POST", "/key/{key}/reset_spend", WRITE_OWN, CHANGES, keys.resetSpend());
        manage("POST", "/global/spend/reset", ADMIN, CHANGES, keys.resetSpendOfAll());
        manage("POST", "/key/health", READ_OWN, SHOWS, keys.health());
    }

    private void users(UserRoutes users) {
        manage("POST", "/user/new", ADMIN, CHANGES, users.make());
        manage("POST", "/user/update", WRITE_OWN, CHANGES, users.update());
        manage("POST", "/user/bulk_update", ADMIN, CHANGES, users.updateAll());
        manage("POST", "/user/delete", ADMIN, CHANGES, users.delete());
        manage("GET", "/user/info", READ_OWN, SHOWS, users.info());
        manage("GET", "/v2/user/info", READ_OWN, SHOWS, users.lightInfo());
        manage("GET", "/user/list", READ_OWN, SHOWS, users.list());
        manage("GET", "/user/available_roles", READ_OWN, SHOWS, users.roles());
    }

    private void teams(TeamRoutes teams) {
        manage("POST", "/team/new", WRITE_OWN, CHANGES, teams.make());
        manage("POST", "/team/update", WRITE_OWN, CHANGES, teams.update());
        manage("POST", "/team/delete", WRITE_OWN, CHANGES, teams.delete());
        manage("GET", "/team/info", READ_OWN, SHOWS, teams.info());
        manage("GET", "/team/list", READ_OWN, SHOWS, teams.list());
        manage("GET", "/v2/team/list", READ_OWN, SHOWS, teams.pages());
        manage("GET", "/team/available", READ_OWN, SHOWS, teams.available());
        manage("POST", "/team/block", WRITE_OWN, CHANGES, teams.block(true));
        manage("POST", "/team/unblock", WRITE_OWN, CHANGES, teams.block(false));
        manage("POST", "/team/member_add", WRITE_OWN, CHANGES, teams.addMember());
        manage("POST", "/team/bulk_member_add", WRITE_OWN, CHANGES, teams.addMembers());
        manage("POST", "/team/member_update", WRITE_OWN, CHANGES, teams.updateMember());
        manage("POST", "/team/member_delete", WRITE_OWN, CHANGES, teams.removeMember());
        manage("POST", "/team/model/add", WRITE_OWN, CHANGES, teams.changeModels(true));
        manage("POST", "/team/model/delete", WRITE_OWN, CHANGES, teams.changeModels(false));
        manage("GET", "/team/permissions_list", READ_OWN, SHOWS, teams.showPermissions());
        manage("POST", "/team/permissions_update", WRITE_OWN, CHANGES, teams.setPermissions());
    }

    private void spend(SpendRoutes spend) {
        manage("GET", "/spend/logs", READ_OWN, SPEND, spend.logs().logs());
        manage("GET", "/spend/logs/v2", READ_OWN, SPEND, spend.logs().pages());
        manage("GET", "/spend/logs/ui", READ_OWN, SPEND, spend.logs().pages());
        manage("GET", "/spend/logs/ui/{request_id}", READ_OWN, SPEND, spend.logs().words());
        manage("GET", "/spend/logs/session/ui", READ_OWN, SPEND, spend.logs().session());
        manage("GET", "/spend/keys", READ_ALL, SPEND, spend.logs().keys());
        manage("GET", "/spend/users", READ_OWN, SPEND, spend.logs().users());
        manage("GET", "/spend/tags", READ_ALL, SPEND, spend.logs().tags());
        GlobalSpendRoutes global = spend.global();
        manage("GET", "/global/spend", READ_ALL, GLOBAL_SPEND, global.total());
        manage("GET", "/global/spend/logs", READ_OWN, GLOBAL_SPEND, global.byDay());
        manage("GET", "/global/spend/keys", READ_OWN, GLOBAL_SPEND, global.keys());
        manage("GET", "/global/spend/models", READ_OWN, GLOBAL_SPEND, global.models());
        manage("GET", "/global/spend/provider", READ_OWN, GLOBAL_SPEND, global.providers());
        manage("GET", "/global/spend/teams", READ_ALL, GLOBAL_SPEND, global.teams());
        manage("GET", "/global/spend/tags", READ_ALL, GLOBAL_SPEND, global.tags());
        manage(
                "GET",
                "/global/spend/all_tag_names",
                READ_ALL,
                GLOBAL_SPEND,
                global.names(Scope.TAG, "tag_names"));
        manage(
                "GET",
                "/global/all_end_users",
                READ_ALL,
                GLOBAL_SPEND,
                global.names(Scope.CUSTOMER, "end_users"));
        manage("POST", "/global/spend/refresh", ADMIN, CHANGES, global.refresh());
        SpendReportRoutes report = spend.report();
        manage("GET", "/global/spend/report", READ_ALL, GLOBAL_SPEND, report.report());
        manage("POST", "/global/spend/end_users", READ_ALL, GLOBAL_SPEND, report.customers());
        manage("GET", "/provider/budgets", READ_ALL, GLOBAL_SPEND, report.providers());
        traffic(spend.traffic());
    }

    private void traffic(TrafficRoutes traffic) {
        String at = "/global/activity";
        manage("GET", at, READ_OWN, GLOBAL_SPEND, traffic.activity());
        manage("GET", at + "/model", READ_OWN, GLOBAL_SPEND, traffic.activityByModel());
        manage("GET", at + "/cache_hits", READ_ALL, GLOBAL_SPEND, traffic.cacheHits());
        manage("GET", at + "/exceptions", READ_ALL, GLOBAL_SPEND, traffic.exceptions());
        manage(
                "GET",
                at + "/exceptions/deployment",
                READ_ALL,
                GLOBAL_SPEND,
                traffic.exceptionsByDeployment());
    }

    private void activity(ActivityRoutes activity) {
        daily(activity, "user", Scope.USER, "user_id", READ_OWN, 50);
        daily(activity, "team", Scope.TEAM, "team_ids", READ_OWN, 10);
        daily(activity, "organization", Scope.ORGANIZATION, "organization_ids", READ_OWN, 10);
        daily(activity, "customer", Scope.CUSTOMER, "end_user_ids", READ_ALL, 10);
        daily(activity, "end_user", Scope.CUSTOMER, "end_user_ids", READ_ALL, 10);
        daily(activity, "tag", Scope.TAG, "tags", READ_ALL, 10);
    }

    private void daily(
            ActivityRoutes activity,
            String whose,
            Scope scope,
            String ids,
            Access access,
            int days) {
        String path = "/" + whose + "/daily/activity";
        manage("GET", path, access, SPEND, activity.activity(scope, ids, days));
        manage("GET", path + "/aggregated", access, SPEND, activity.activity(scope, ids, 0));
    }

    private void budgets(SharedRoutes shared) {
        manage("POST", "/budget/new", ADMIN, CHANGES, shared.make(Kind.BUDGET));
        manage("POST", "/budget/update", ADMIN, CHANGES, shared.update(Kind.BUDGET));
        manage("POST", "/budget/info", READ_ALL, SHOWS, shared.infos(Kind.BUDGET, "budgets"));
        manage("GET", "/budget/list", READ_ALL, SHOWS, shared.list(Kind.BUDGET, ""));
        manage("POST", "/budget/delete", ADMIN, CHANGES, shared.delete(Kind.BUDGET, "id"));
        manage("POST", "/tag/new", ADMIN, CHANGES, shared.make(Kind.TAG));
        manage("POST", "/tag/update", ADMIN, CHANGES, shared.update(Kind.TAG));
        manage("POST", "/tag/info", READ_ALL, SHOWS, shared.infos(Kind.TAG, "names"));
        manage("GET", "/tag/list", READ_ALL, SHOWS, shared.list(Kind.TAG, ""));
        manage("POST", "/tag/delete", ADMIN, CHANGES, shared.delete(Kind.TAG, "name"));
    }

    private void customers(SharedRoutes shared) {
        for (String at : List.of("/customer", "/end_user")) {
            manage("POST", at + "/new", ADMIN, CHANGES, shared.make(Kind.CUSTOMER));
            manage("POST", at + "/update", ADMIN, CHANGES, shared.update(Kind.CUSTOMER));
            manage("GET", at + "/info", READ_ALL, SHOWS, shared.info(Kind.CUSTOMER, "end_user_id"));
            manage("GET", at + "/list", READ_ALL, SHOWS, shared.list(Kind.CUSTOMER, ""));
            manage(
                    "POST",
                    at + "/delete",
                    ADMIN,
                    CHANGES,
                    shared.delete(Kind.CUSTOMER, "user_ids"));
            manage("POST", at + "/block", ADMIN, CHANGES, shared.block(true));
            manage("POST", at + "/unblock", ADMIN, CHANGES, shared.block(false));
        }
    }

    private void organizations(SharedRoutes shared) {
        String at = "/organization";
        manage("POST", at + "/new", ADMIN, CHANGES, shared.make(Kind.ORGANIZATION));
        manage("PATCH", at + "/update", ADMIN, CHANGES, shared.update(Kind.ORGANIZATION));
        manage(
                "DELETE",
                at + "/delete",
                ADMIN,
                CHANGES,
                shared.delete(Kind.ORGANIZATION, "organization_ids"));
        manage(
                "GET",
                at + "/info",
                READ_OWN,
                SHOWS,
                shared.info(Kind.ORGANIZATION, "organization_id"));
        manage(
                "POST",
                at + "/info",
                READ_OWN,
                SHOWS,
                shared.infos(Kind.ORGANIZATION, "organizations"));
        manage("GET", at + "/list", READ_ALL, SHOWS, shared.list(Kind.ORGANIZATION, "org_alias"));
        manage("POST", at + "/member_add", WRITE_OWN, CHANGES, shared.addMember());
        manage("PATCH", at + "/member_update", WRITE_OWN, CHANGES, shared.updateMember());
        manage("DELETE", at + "/member_delete", WRITE_OWN, CHANGES, shared.removeMember());
    }

    private void storedModels(StoredModelRoutes models) {
        manage("POST", "/model/new", WRITE_OWN, CHANGES, models.make());
        manage("POST", "/model/update", WRITE_OWN, CHANGES, models.update());
        manage("PATCH", "/model/{id}/update", WRITE_OWN, CHANGES, models.update());
        manage("POST", "/model/delete", WRITE_OWN, CHANGES, models.delete());
    }

    private void settings(SettingRoutes settings) {
        manage("POST", "/config/update", ADMIN, CHANGES, settings.update());
        manage("POST", "/config/field/update", ADMIN, CHANGES, settings.updateField());
        manage("POST", "/config/field/delete", ADMIN, CHANGES, settings.deleteField());
        manage("GET", "/config/field/info", READ_ALL, SHOWS, settings.field());
        manage("GET", "/config/list", READ_ALL, SHOWS, settings.list());
        manage("GET", "/config/yaml", READ_ALL, SHOWS, settings.all());
        manage("GET", "/get/config/callbacks", READ_ALL, SHOWS, settings.callbacks());
    }

    private void credentials(CredentialRoutes credentials) {
        String at = "/credentials";
        manage("POST", at, ADMIN, CHANGES, credentials.make());
        manage("GET", at, READ_ALL, SHOWS, credentials.list());
        manage("GET", at + "/by_name/{name}", READ_ALL, SHOWS, credentials.info());
        manage("GET", at + "/by_model/{id}", READ_ALL, SHOWS, credentials.infoOfModel());
        manage("PATCH", at + "/{name}", ADMIN, CHANGES, credentials.update());
        manage("DELETE", at + "/{name}", ADMIN, CHANGES, credentials.delete());
    }

    private void accessGroups(AccessGroupRoutes groups) {
        String one = "/access_group/{group}";
        manage("POST", "/access_group/new", ADMIN, CHANGES, groups.make());
        manage("GET", "/access_group/list", READ_ALL, SHOWS, groups.list());
        manage("GET", one + "/info", READ_ALL, SHOWS, groups.info());
        manage("PUT", one + "/update", ADMIN, CHANGES, groups.update());
        manage("DELETE", one + "/delete", ADMIN, CHANGES, groups.delete());
        for (String at : List.of("/v1/access_group", "/v1/unified_access_group")) {
            manage("POST", at, ADMIN, CHANGES, groups.makeWithId());
            manage("GET", at, READ_ALL, SHOWS, groups.listKept());
            manage("GET", at + "/{id}", READ_ALL, SHOWS, groups.infoById());
            manage("PUT", at + "/{id}", ADMIN, CHANGES, groups.updateById());
            manage("DELETE", at + "/{id}", ADMIN, CHANGES, groups.deleteById());
        }
    }

    private void tokenKeys(TokenKeyRoutes mappings) {
        String at = "/jwt/key/mapping";
        manage("POST", at + "/new", ADMIN, CHANGES, mappings.make());
        manage("POST", at + "/update", ADMIN, CHANGES, mappings.update());
        manage("POST", at + "/delete", ADMIN, CHANGES, mappings.delete());
        manage("GET", at + "/info", READ_ALL, SHOWS, mappings.info());
        manage("GET", at + "/list", READ_ALL, SHOWS, mappings.list());
    }

    private void pages(PageRoutes pages) {
        add("GET", "/test", Access.ANYONE, PUBLIC, pages::test);
        add("GET", "/", Access.ANYONE, PUBLIC, pages::home);
        add("GET", "/ui", Access.ANYONE, PUBLIC, pages::toUi);
        add("GET", "/ui/", Access.ANYONE, PUBLIC, pages::ui);
        List<PageRoutes.Listed> listed = new ArrayList<>();
        add("GET", "/routes", Access.ANYONE, PUBLIC, pages.routes(listed));
        routes.forEach(route -> listed.add(new PageRoutes.Listed(route.path(), route.method())));
    }

    private void add(
            String method, String path, Access access, List<RouteGroup> groups, Handler handler) {
        routes.add(new Route(method, path, access, groups, handler));
    }

    private void manage(
            String method,
            String path,
            Access access,
            List<RouteGroup> groups,
            ActorHandler handler) {
        add(method, path, access, groups, new Managed(path, access, groups, actors, handler));
    }
}
