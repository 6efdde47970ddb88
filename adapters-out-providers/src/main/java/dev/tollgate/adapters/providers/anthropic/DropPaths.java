package dev.tollgate.adapters.providers.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Takes fields out of a letter by path: `seed`, `metadata.trace`, `tools[*].strict`,
/// `messages[0].name`. A path that leads nowhere drops nothing.
final class DropPaths {
    private DropPaths() {}

    static void drop(ObjectNode root, Iterable<String> paths) {
        for (String path : paths) {
            drop(root, path.strip());
        }
    }

    private static void drop(JsonNode node, String path) {
        int stop = 0;
        while (stop < path.length() && path.charAt(stop) != '.' && path.charAt(stop) != '[') {
            stop++;
        }
        String name = path.substring(0, stop);
        String rest = path.substring(stop);
        if (name.isEmpty() || !node.isObject()) {
            return;
        }
        if (rest.isEmpty()) {
            ((ObjectNode) node).remove(name);
        } else {
            descend(node.path(name), rest);
        }
    }

    /// @param rest what follows a name: `.name…`, `[*]…` or `[0]…`
    private static void descend(JsonNode node, String rest) {
        if (rest.startsWith(".")) {
            drop(node, rest.substring(1));
            return;
        }
        int close = rest.indexOf(']');
        if (close < 0 || !(node instanceof ArrayNode array)) {
            return;
        }
        String index = rest.substring(1, close);
        String behind = rest.substring(close + 1);
        for (int i = array.size() - 1; i >= 0; i--) {
            if (index.equals("*") || index.equals(Integer.toString(i))) {
                if (behind.isEmpty()) {
                    array.remove(i);
                } else {
                    descend(array.get(i), behind);
                }
            }
        }
    }
}
