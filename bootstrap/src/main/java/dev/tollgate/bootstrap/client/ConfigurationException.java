package dev.tollgate.bootstrap.client;

import java.util.List;

/// The gateway cannot start with this configuration.
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String[] problems;

    ConfigurationException(List<String> problems) {
        super("the configuration cannot be used:\n" + String.join("\n", problems));
        this.problems = problems.toArray(String[]::new);
    }

    /// What is wrong and how to mend it, a sentence each; at least one.
    public List<String> problems() {
        return List.of(problems);
    }
}
