package dev.tollgate.bootstrap.cli;

import dev.tollgate.bootstrap.logging.Logging;
import dev.tollgate.bootstrap.words.Nearest;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The `tollgate` command. A mistake in its use is one line and exit code 2; a failure of what it
/// started is one line and exit code 1, with a stack trace only where `--detailed_debug` asks for
/// it.
public final class GatewayCommand {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private final Launch launch;
    private final ImportCommand imports;
    private final Terminal terminal;

    public GatewayCommand(Launch launch, Importing importing, Terminal terminal) {
        this.launch = launch;
        this.imports = new ImportCommand(importing, terminal);
        this.terminal = terminal;
    }

    /// Does what the arguments ask for.
    ///
    /// @return the exit code of the process
    public int run(List<String> arguments) {
        boolean imported = !arguments.isEmpty() && arguments.getFirst().equals(ImportCommand.NAME);
        var commandLine =
                imported ? ImportCommand.commandLine() : new CommandLine(FlagTable.spec());
        ParseResult parsed;
        try {
            parsed =
                    commandLine.parseArgs(
                            arguments.stream()
                                    .skip(imported ? 1 : 0)
                                    .map(GatewayCommand::withUnderscores)
                                    .toArray(String[]::new));
        } catch (ParameterException e) {
            return misused(complaint(e));
        }
        return imported ? runImport(commandLine, parsed) : run(commandLine, parsed);
    }

    private int runImport(CommandLine commandLine, ParseResult parsed) {
        CommandLineOptions options;
        try {
            options = new Arguments(parsed, terminal).options();
        } catch (IllegalArgumentException e) {
            return misused(String.valueOf(e.getMessage()));
        }
        try {
            return imports.run(commandLine, parsed);
        } catch (ImportCommand.Misused e) {
            return misused(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return failed(e, options);
        }
    }

    private int run(CommandLine commandLine, ParseResult parsed) {
        var arguments = new Arguments(parsed, terminal);
        if (arguments.has(Flag.HELP)) {
            commandLine.usage(terminal.out(), Ansi.OFF);
            return 0;
        }
        if (arguments.has(Flag.VERSION)) {
            terminal.out().println("tollgate " + Version.current());
            return 0;
        }
        CommandLineOptions options;
        try {
            options = arguments.options();
        } catch (IllegalArgumentException e) {
            return misused(String.valueOf(e.getMessage()));
        }
        List<String> withoutEffect = FlagTable.withoutEffect(parsed);
        if (!withoutEffect.isEmpty()) {
            terminal.err().println("tollgate: no effect here: " + String.join(", ", withoutEffect));
        }
        try {
            if (arguments.has(Flag.HEALTH)) {
                return new RunningGateway(options, terminal).health();
            }
            if (arguments.has(Flag.TEST)) {
                return new RunningGateway(options, terminal).test(arguments.text(Flag.TEST));
            }
            return launch.run(options, terminal);
        } catch (RuntimeException e) {
            return failed(e, options);
        }
    }

    /// The flags of the original have underscores; dashes are as good.
    private static String withUnderscores(String argument) {
        if (!argument.startsWith("--")) {
            return argument;
        }
        int end = argument.indexOf('=');
        String name = end < 0 ? argument : argument.substring(0, end);
        return "--" + name.substring(2).replace('-', '_') + argument.substring(name.length());
    }

    private static String complaint(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().getFirst();
            if (first.contains("://") && !first.startsWith("-")) {
                // Not shown: there may be a password in it.
                return "an address is not expected here; LiteLLM's database is named by import"
                        + " --from";
            }
            if (!first.startsWith("-")) {
                return "'%s' is not expected here; a configuration is named by --config %s"
                        .formatted(first, first);
            }
            String name = first.split("=", 2)[0];
            String hint =
                    Nearest.to(name, FlagTable.longNames())
                            .map("; did you mean '%s'?"::formatted)
                            .orElse("");
            return "unknown flag '%s'%s".formatted(name, hint);
        }
        return Arrays.stream(String.valueOf(e.getMessage()).split("\\R"))
                .map(String::strip)
                .collect(Collectors.joining(" "))
                .replace("is not an int", "is not a whole number")
                .replace("is not a double", "is not a number");
    }

    private int misused(String complaint) {
        terminal.err().println("tollgate: " + complaint + " (--help lists all flags)");
        return MISUSED;
    }

    private int failed(RuntimeException e, CommandLineOptions options) {
        String message = e.getMessage();
        terminal.err().println("tollgate: " + (message == null ? e.getClass().getName() : message));
        if (options.logging() == Logging.Amount.EVERYTHING) {
            e.printStackTrace(terminal.err());
        }
        return FAILED;
    }
}
