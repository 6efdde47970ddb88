package dev.tollgate.bootstrap.client;

import java.util.Map;

/// Where providers put what a model thought.
final class Reasoning {
    private Reasoning() {}

    static String of(Map<String, Json> members) {
        String usual = members.getOrDefault("reasoning_content", Json.NULL).string();
        return usual.isEmpty() ? members.getOrDefault("reasoning", Json.NULL).string() : usual;
    }
}
