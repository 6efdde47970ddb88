package dev.tollgate.bootstrap.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Something a model may ask to have called.
public sealed interface Tool {
    /// The tool as the wire has it.
    Json json();

    /// A function of yours.
    ///
    /// @param description when and how to use it, for the model
    /// @param parameters a JSON schema of its arguments
    static Tool function(String name, String description, Json parameters) {
        return new Function(name, description, parameters, Map.of());
    }

    /// A function of yours.
    ///
    /// @param extra further members of the function (`strict`, …)
    record Function(String name, String description, Json parameters, Map<String, Json> extra)
            implements Tool {
        public Function {
            if (name.isBlank()) {
                throw new IllegalArgumentException("a tool's function needs a name");
            }
            extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
        }

        @Override
        public Json json() {
            Map<String, Json> function = new LinkedHashMap<>();
            function.put("name", Json.of(name));
            function.put("description", Json.of(description));
            function.put("parameters", parameters);
            function.putAll(extra);
            Map<String, Json> members = new LinkedHashMap<>();
            members.put("type", Json.of("function"));
            members.put("function", Json.object(members(function)));
            return Json.object(members);
        }

        private static Map<String, Json> members(Map<String, Json> function) {
            function.remove("description", Json.of(""));
            return function;
        }
    }

    /// Any other tool (a provider's web search, code interpreter, …), as the wire has it.
    record Other(Json json) implements Tool {}
}
