package dev.tollgate.adapters.http.manage;

import java.util.Set;

/// Routes that are allowed to keys together.
public enum RouteGroup {
    /// calls of models, and what a client asks before it makes one
    LLM("llm_api_routes", "openai_routes"),
    /// reads of the caller's own objects and of models
    INFO("info_routes"),
    /// keys, users, teams
    MANAGEMENT("management_routes"),
    /// what was spent by whom
    SPEND("spend_tracking_routes"),
    /// what was spent in all
    GLOBAL_SPEND("global_spend_tracking_routes"),
    PUBLIC("public_routes");

    private final Set<String> names;

    RouteGroup(String... names) {
        this.names = Set.of(names);
    }

    boolean named(String name) {
        return names.contains(name);
    }
}
