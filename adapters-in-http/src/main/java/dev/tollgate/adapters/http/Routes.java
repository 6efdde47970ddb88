package dev.tollgate.adapters.http;

import dev.tollgate.adapters.http.manage.Access;
import dev.tollgate.adapters.http.manage.AllowedRoutes;
import dev.tollgate.adapters.http.openai.Identification;
import dev.tollgate.adapters.http.wire.ErrorBody;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.adapters.http.wire.RequestRefused;
import dev.tollgate.adapters.http.wire.ResponseHead;
import dev.tollgate.adapters.http.wire.WireRouting;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.entity.KeptText;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Finds the route of a request and lets nobody in whose role does not reach.
final class Routes {
    private static final byte[] ALLOW = ResponseHead.name("allow");

    private final String rootPath;
    private final Identification identification;
    private final List<Route> all;
    private final Map<String, List<Route>> exact = new HashMap<>();
    private final List<Route> variable = new ArrayList<>();

    Routes(String rootPath, Identification identification, List<Route> all) {
        this.rootPath = rootPath;
        this.identification = identification;
        this.all = List.copyOf(all);
        for (Route route : all) {
            if (route.variable()) {
                variable.add(route);
            } else {
                exact.computeIfAbsent(route.path(), _ -> new ArrayList<>()).add(route);
            }
        }
    }

    List<Route> all() {
        return all;
    }

    void dispatch(Exchange exchange) {
        String path = local(exchange.path());
        String method = exchange.method();
        List<Route> found = exact.get(path);
        if (found == null) {
            found = variable.stream().filter(route -> route.matches(path)).toList();
        }
        Route route = choose(found, method);
        if (route == null) {
            lost(exchange, found);
            return;
        }
        Caller caller =
                route.access() == Access.ANYONE ? Caller.NOBODY : identification.caller(exchange);
        if (!AllowedRoutes.permit(caller.holder().routes(), route.groups(), path)) {
            throw notForThisKey(caller, path);
        }
        String part = route.variable() ? decoded(route.part(path)) : "";
        if (!KeptText.isPossible(part)) {
            // Nothing can be called so, and not every store can be asked for it.
            lost(exchange, List.of());
            return;
        }
        route.handler().handle(exchange, caller, part);
    }

    private static RequestRefused notForThisKey(Caller caller, String path) {
        return RequestRefused.andClose(
                ErrorBody.of(
                                403,
                                "auth_error",
                                "",
                                ("Virtual key is not allowed to call this route. Only allowed to"
                                                + " call routes: %s. Tried to call route: %s")
                                        .formatted(caller.holder().routes(), path))
                        .withDetail());
    }

    private String local(String path) {
        boolean under = !rootPath.isEmpty() && path.startsWith(rootPath);
        String local = under ? path.substring(rootPath.length()) : path;
        return local.isEmpty() ? "/" : local;
    }

    private static @org.jspecify.annotations.Nullable Route choose(
            Collection<Route> found, String method) {
        for (Route route : found) {
            if (route.method().equals(method)
                    || method.equals("HEAD") && route.method().equals("GET")) {
                return route;
            }
        }
        return null;
    }

    private static void lost(Exchange exchange, List<Route> found) {
        if (found.isEmpty()) {
            WireRouting.send(
                    exchange,
                    ErrorBody.of(404, "invalid_request_error", "", "Not Found").withDetail(),
                    _ -> {});
            return;
        }
        TreeSet<String> methods = new TreeSet<>();
        found.forEach(route -> methods.add(route.method()));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        WireRouting.send(
                exchange,
                ErrorBody.of(405, "invalid_request_error", "", "Method Not Allowed").withDetail(),
                head -> head.field(ALLOW, String.join(", ", methods)));
    }

    /// Undoes percent-encoding; what is not valid stays as it is.
    static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (bytes[i] == '%' && low >= 0) {
                bytes[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                bytes[length++] = bytes[i];
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
