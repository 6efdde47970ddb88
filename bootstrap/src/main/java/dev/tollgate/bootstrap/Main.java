package dev.tollgate.bootstrap;

import dev.tollgate.bootstrap.cli.GatewayCommand;
import dev.tollgate.bootstrap.cli.Terminal;
import dev.tollgate.bootstrap.logging.Logging;
import dev.tollgate.bootstrap.takeover.ImportProcess;

import java.util.List;

/// Where the process starts.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Logging.takeOver();
        var command =
                new GatewayCommand(GatewayProcess::run, ImportProcess::run, Terminal.ofProcess());
        int exitCode = command.run(List.of(args));
        Logging.drain();
        System.exit(exitCode);
    }
}
