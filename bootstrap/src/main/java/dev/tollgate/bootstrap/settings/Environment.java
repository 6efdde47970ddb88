package dev.tollgate.bootstrap.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Environment variables as the configuration sees them: what `environment_variables` sets beats
/// the process, which beats the `.env` file. Prints nothing of what it holds.
public final class Environment {
    public static final Environment NONE = new Environment(Map.of());

    private final Map<String, String> variables;

    private Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    public static Environment of(Map<String, String> variables) {
        return new Environment(variables);
    }

    /// These variables beat the ones already here.
    Environment with(Map<String, String> stronger) {
        Map<String, String> all = new HashMap<>(variables);
        all.putAll(stronger);
        return new Environment(all);
    }

    Environment with(Environment stronger) {
        return with(stronger.variables);
    }

    /// The variable's value; may be an empty text.
    public Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /// The variable's value, nothing where it is unset or blank.
    public Optional<String> filled(String name) {
        return get(name).filter(value -> !value.isBlank());
    }

    @Override
    public String toString() {
        return "Environment[" + variables.size() + " variables]";
    }
}
