package dev.tollgate.adapters.http;

import dev.tollgate.adapters.http.wire.Handler;
import dev.tollgate.domain.access.Caller.Role;

/// One entry of the route table.
///
/// @param method HTTP method
/// @param path exact path, or one with a single `{…}` that stands for any text, slashes included
/// @param role what the caller must be at least
record Route(String method, String path, Role role, Handler handler) {
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
