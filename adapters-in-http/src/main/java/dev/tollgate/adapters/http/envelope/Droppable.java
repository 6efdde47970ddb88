package dev.tollgate.adapters.http.envelope;

import java.util.List;
import java.util.Set;

/// Paths that a caller may have left out of their own letter. What bounds the cost of a call stays
/// in: whoever does not want it does not send it, and what the gateway puts there is to arrive.
final class Droppable {
    /// Stay in whatever a path says of them.
    private static final Set<String> BOUNDS =
            Set.of("max_tokens", "max_completion_tokens", "service_tier", "stream_options");

    /// Go as a whole, or are without effect on the cost in these parts.
    private static final Set<String> TOOLS =
            Set.of(
                    "tools",
                    "web_search_options",
                    "search_parameters",
                    "mcp_servers",
                    "plugins",
                    "thinking",
                    "reasoning_effort");

    private static final Set<String> HARMLESS =
            Set.of(
                    "strict",
                    "input_examples",
                    "description",
                    "cache_control",
                    "additionalProperties");

    private Droppable() {}

    static List<String> of(List<String> paths) {
        return paths.stream().filter(Droppable::allowed).toList();
    }

    private static boolean allowed(String path) {
        String first = path.strip().split("[.\\[]", 2)[0].strip();
        if (BOUNDS.contains(first)) {
            return false;
        }
        String last = path.substring(path.lastIndexOf('.') + 1);
        return !TOOLS.contains(first) || path.equals(first) || HARMLESS.contains(last);
    }
}
