package dev.tollgate.adapters.http.wire;

import io.helidon.webserver.Router;
import io.helidon.webserver.Routing;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;

import java.util.List;

/// A router that knows one routing, ours.
final class OneRouting implements Router {
    private final WireRouting routing;

    OneRouting(WireRouting routing) {
        this.routing = routing;
    }

    @Override
    public <T extends Routing> T routing(Class<T> routingType, T defaultValue) {
        return routingType == HttpRouting.class ? routingType.cast(routing) : defaultValue;
    }

    @Override
    public List<? extends Routing> routings() {
        return List.of(routing);
    }

    @Override
    public void beforeStart() {}

    @Override
    public void afterStart(WebServer webServer) {}

    @Override
    public void afterStop() {}
}
