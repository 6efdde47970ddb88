package dev.tollgate.adapters.http;

import dev.tollgate.adapters.http.manage.Access;
import dev.tollgate.adapters.http.manage.RouteGroup;
import dev.tollgate.adapters.http.wire.Handler;

import java.util.List;

/// One entry of the route table.
///
/// @param method HTTP method
/// @param path exact path, or one with a single `{…}` that stands for any text, slashes included
/// @param access what the caller must be at least
/// @param groups by which keys may be kept to it
record Route(String method, String path, Access access, List<RouteGroup> groups, Handler handler) {
    Route {
        groups = List.copyOf(groups);
    }

    String prefix() {
        int brace = path.indexOf('{');
        return brace < 0 ? path : path.substring(0, brace);
    }

    String suffix() {
        return path.substring(path.indexOf('}') + 1);
    }

    boolean variable() {
        return path.indexOf('{') >= 0;
    }

    boolean matches(String actual) {
        return actual.length() > prefix().length() + suffix().length()
                && actual.startsWith(prefix())
                && actual.endsWith(suffix());
    }

    /// What stands in place of the variable part.
    String part(String actual) {
        return actual.substring(prefix().length(), actual.length() - suffix().length());
    }
}
