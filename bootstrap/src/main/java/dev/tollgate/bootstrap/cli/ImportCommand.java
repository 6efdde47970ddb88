package dev.tollgate.bootstrap.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

import java.util.List;

/// The `tollgate import` command.
final class ImportCommand {
    static final String NAME = "import";

    private static final String FROM = "--from";
    private static final String SPEND_LOGS = "--spend_logs";
    private static final String DRY_RUN = "--dry_run";

    private final Importing importing;
    private final Terminal terminal;

    ImportCommand(Importing importing, Terminal terminal) {
        this.importing = importing;
        this.terminal = terminal;
    }

    static CommandLine commandLine() {
        CommandSpec spec = CommandSpec.create().name("tollgate " + NAME);
        spec.usageMessage()
                .width(100)
                .sortOptions(false)
                .synopsisHeading("Usage: ")
                .description(
                        "Takes over what a LiteLLM proxy keeps: keys (callers keep theirs), users,"
                                + " teams, budgets,",
                        "organisations, customers, tags, and what was spent. Nothing is changed"
                                + " there. Run again, it",
                        "takes what is new since, and nothing twice.")
                .footer(
                        "",
                        "Exit codes: 0 all was taken, 1 it failed and can be run again, 2 wrong"
                                + " use, 3 something",
                        "could not be taken and is listed.");
        spec.addOption(
                option(
                        FROM,
                        "URL",
                        "LiteLLM's database, or os.environ/NAME of a variable with it."));
        spec.addOption(option(SPEND_LOGS, "", "Take the history of calls as well."));
        spec.addOption(option(DRY_RUN, "", "Say what would be taken, and take nothing."));
        List.of(Flag.CONFIG, Flag.DATA_DIR, Flag.DEBUG, Flag.DETAILED_DEBUG, Flag.HELP)
                .forEach(flag -> spec.addOption(flag.spec()));
        return new CommandLine(spec);
    }

    private static OptionSpec option(String name, String value, String meaning) {
        OptionSpec.Builder option = OptionSpec.builder(name).description(meaning);
        return value.isEmpty()
                ? option.type(Boolean.class).arity("0").build()
                : option.type(String.class).arity("1").paramLabel(value).build();
    }

    /// It was not told from where.
    static final class Misused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Misused(String message) {
            super(message);
        }
    }

    int run(CommandLine commandLine, ParseResult parsed) {
        Arguments arguments = new Arguments(parsed, terminal);
        if (arguments.has(Flag.HELP)) {
            commandLine.usage(terminal.out(), Ansi.OFF);
            return 0;
        }
        String from = parsed.matchedOptionValue(FROM, "");
        if (from.isEmpty()) {
            throw new Misused("import needs --from with the URL of LiteLLM's database");
        }
        return importing.run(
                new ImportOptions(
                        from,
                        parsed.hasMatchedOption(SPEND_LOGS),
                        parsed.hasMatchedOption(DRY_RUN),
                        arguments.options()),
                terminal);
    }
}
