package dev.tollgate.bootstrap.cli;

/// Does what the command line asks for: serves, checks the configuration or only sets up.
@FunctionalInterface
public interface Launch {
    /// Blocks until the work is done; for a serving gateway that is the end of its shutdown.
    ///
    /// @return the exit code of the process: 0 for success, 1 for a failure already explained on
    ///   the terminal
    int run(CommandLineOptions options, Terminal terminal);
}
