package dev.tollgate.adapters.http;

import dev.tollgate.adapters.http.info.CostRoutes;
import dev.tollgate.adapters.http.info.ExplainRoute;
import dev.tollgate.adapters.http.info.HealthRoutes;
import dev.tollgate.adapters.http.info.ModelRoutes;
import dev.tollgate.adapters.http.info.PageRoutes;
import dev.tollgate.adapters.http.info.PriceRoutes;
import dev.tollgate.adapters.http.info.TokenRoute;
import dev.tollgate.adapters.http.openai.CallRoutes;
import dev.tollgate.adapters.http.wire.Handler;
import dev.tollgate.domain.access.Caller.Role;
import dev.tollgate.domain.call.Dialect;

import java.util.ArrayList;
import java.util.List;

/// Every route there is, with what a caller must be to use it.
final class RouteTable {
    private final List<Route> routes = new ArrayList<>();

    private RouteTable() {}

    static List<Route> of(
            CallRoutes calls,
            ModelRoutes models,
            HealthRoutes health,
            TokenRoute tokens,
            CostRoutes costs,
            PriceRoutes prices,
            ExplainRoute routing,
            PageRoutes pages) {
        RouteTable table = new RouteTable();
        table.model("chat/completions", calls.handler(Dialect.OPENAI_CHAT));
        table.model("completions", calls.handler(Dialect.OPENAI_COMPLETIONS));
        table.model("embeddings", calls.handler(Dialect.OPENAI_EMBEDDINGS));
        table.add("GET", "/models", Role.KEY, models::list);
        table.add("GET", "/v1/models", Role.KEY, models::list);
        table.add("GET", "/models/{id}", Role.KEY, models::one);
        table.add("GET", "/v1/models/{id}", Role.KEY, models::one);
        table.add("GET", "/model/info", Role.KEY, models::deployments);
        table.add("GET", "/v1/model/info", Role.KEY, models::deployments);
        table.add("GET", "/model_group/info", Role.KEY, models::groups);
        table.add("GET", "/health/liveliness", Role.ANYONE, health::alive);
        table.add("GET", "/health/liveness", Role.ANYONE, health::alive);
        table.add("GET", "/health/readiness", Role.ANYONE, health::ready);
        table.add("GET", "/health/readiness/details", Role.KEY, health::details);
        table.add("GET", "/health", Role.KEY, health::check);
        table.add("GET", "/health/latest", Role.KEY, health::latest);
        table.add("GET", "/health/history", Role.KEY, health::history);
        table.add("GET", "/health/backlog", Role.KEY, health::backlog);
        table.add("POST", "/utils/token_counter", Role.KEY, tokens::count);
        table.add("POST", "/spend/calculate", Role.KEY, costs::calculate);
        table.add("POST", "/cost/estimate", Role.KEY, costs::estimate);
        table.add("POST", "/reload/model_cost_map", Role.ADMIN, prices::reload);
        table.add("GET", "/router/explain", Role.ADMIN, routing::explain);
        table.add("GET", "/v1/router/explain", Role.ADMIN, routing::explain);
        table.add("GET", "/test", Role.ANYONE, pages::test);
        table.add("GET", "/", Role.ANYONE, pages::home);
        List<PageRoutes.Listed> listed = new ArrayList<>();
        table.add("GET", "/routes", Role.ANYONE, pages.routes(listed));
        table.routes.forEach(
                route -> listed.add(new PageRoutes.Listed(route.path(), route.method())));
        return table.routes;
    }

    /// A more specific operation must come before one whose path ends the same way.
    private void model(String operation, Handler handler) {
        add("POST", "/" + operation, Role.KEY, handler);
        add("POST", "/v1/" + operation, Role.KEY, handler);
        add("POST", "/engines/{model}/" + operation, Role.KEY, handler);
        add("POST", "/openai/deployments/{model}/" + operation, Role.KEY, handler);
    }

    private void add(String method, String path, Role role, Handler handler) {
        routes.add(new Route(method, path, role, handler));
    }
}
