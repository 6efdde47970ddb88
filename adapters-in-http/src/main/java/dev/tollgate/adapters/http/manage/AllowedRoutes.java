package dev.tollgate.adapters.http.manage;

import java.util.List;

/// The routes that a key is for: paths, beginnings that end with a star, or names of groups.
public final class AllowedRoutes {
    private AllowedRoutes() {}

    /// Whether a key may use a route.
    ///
    /// @param allowed as they stand with the key; empty: all
    /// @param groups the groups that the route is in
    /// @param path of the route, or of the request
    public static boolean permit(List<String> allowed, List<RouteGroup> groups, String path) {
        return allowed.isEmpty() || allowed.stream().anyMatch(each -> covers(each, groups, path));
    }

    private static boolean covers(String allowed, List<RouteGroup> groups, String path) {
        if (allowed.startsWith("/")) {
            return allowed.endsWith("*")
                    ? path.startsWith(allowed.substring(0, allowed.length() - 1))
                    : path.equals(allowed) || path.startsWith(allowed + "/");
        }
        return groups.stream().anyMatch(group -> group.named(allowed));
    }
}
