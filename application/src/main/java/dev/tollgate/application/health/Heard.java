package dev.tollgate.application.health;

import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.catalog.Deployment;

import java.util.List;

/// Of whose health a caller hears.
final class Heard {
    private Heard() {}

    /// Whether somebody administers the gateway.
    static boolean everything(Caller caller) {
        return caller.holder().role() == UserRole.PROXY_ADMIN;
    }

    /// The deployments of the models that a caller may call, in the order of the configuration.
    static List<Deployment> by(Caller caller, GatewaySetup setup) {
        List<Deployment> all = setup.catalog().deployments();
        return everything(caller)
                ? all
                : all.stream().filter(it -> setup.mayCall(caller, it)).toList();
    }
}
