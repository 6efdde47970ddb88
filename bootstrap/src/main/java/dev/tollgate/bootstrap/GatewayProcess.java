package dev.tollgate.bootstrap;

import dev.tollgate.bootstrap.cli.CommandLineOptions;
import dev.tollgate.bootstrap.cli.Terminal;

/// Runs what the command line describes until it ends.
final class GatewayProcess {
    private GatewayProcess() {}

    /// @return the exit code of the process
    static int run(CommandLineOptions options, Terminal terminal) {
        terminal.err().println("tollgate: no adapters are wired in, nothing to serve");
        return 1;
    }
}
