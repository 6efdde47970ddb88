package dev.tollgate.bootstrap.settings;

/// The sections in which settings of routing, healing and streams may stand.
///
/// @param router `router_settings`
/// @param litellm `litellm_settings`
/// @param general `general_settings`
/// @param own `tollgate_settings`
/// @param environment the environment variables that stand for settings
record Homes(Section router, Section litellm, Section general, Section own, Section environment) {
    Source router(String key) {
        return new Source(router, key);
    }

    Source litellm(String key) {
        return new Source(litellm, key);
    }

    Source general(String key) {
        return new Source(general, key);
    }

    Source own(String key) {
        return new Source(own, key);
    }

    Source variable(String name) {
        return new Source(environment, name);
    }
}
