package dev.tollgate.bootstrap.client;

import java.util.Map;

/// Takes known members out of an object that is being read, so that the unknown ones remain. A
/// member of another type than expected is unknown.
final class Members {
    private Members() {}

    /// A string's value; empty where there is none.
    static String takeString(Map<String, Json> members, String name) {
        Json value = members.getOrDefault(name, Json.NULL);
        if (!value.isString()) {
            return "";
        }
        members.remove(name);
        return value.string();
    }

    /// A count; 0 where there is none.
    static long count(Json object, String name) {
        return Math.max(0, object.member(name).integer().orElse(0));
    }
}
