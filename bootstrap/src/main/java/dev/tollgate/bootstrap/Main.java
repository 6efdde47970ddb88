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
        Terminal terminal = Terminal.ofProcess();
        var command = new GatewayCommand(GatewayProcess::run, ImportProcess::run, terminal);
        try {
            int exitCode = command.run(List.of(args));
            Logging.drain();
            System.exit(exitCode);
        } catch (RuntimeException | Error e) {
            // Its other threads would keep a process that nothing but `kill -9` ends.
            terminal.err().println("tollgate: ended by a failure of its own: " + e);
            Runtime.getRuntime().halt(1);
        }
    }
}
