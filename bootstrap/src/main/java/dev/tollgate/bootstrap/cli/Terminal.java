package dev.tollgate.bootstrap.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.Map;

/// The surroundings of a process as it was started.
///
/// @param out where results go
/// @param err where complaints go
/// @param interactive whether a person reads `out`; secrets are shown to nobody else
/// @param environment the environment variables
public record Terminal(
        PrintStream out, PrintStream err, boolean interactive, Map<String, String> environment) {

    public Terminal {
        environment = Map.copyOf(environment);
    }

    /// The surroundings of this process.
    public static Terminal ofProcess() {
        Console console = System.console();
        boolean interactive = console != null && console.isTerminal();
        return new Terminal(System.out, System.err, interactive, System.getenv());
    }

    /// The environment variable, empty if it is unset.
    public String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    /// Without the variables: they hold secrets.
    @Override
    public String toString() {
        return "Terminal[interactive=" + interactive + "]";
    }
}
