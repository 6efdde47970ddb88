package dev.tollgate.bootstrap.takeover;

import dev.tollgate.application.port.in.TakeOver.Progress;
import dev.tollgate.application.port.in.TakeOver.Report;
import dev.tollgate.application.port.in.TakeOver.Tally;
import dev.tollgate.bootstrap.cli.ImportOptions;
import dev.tollgate.bootstrap.cli.Terminal;

import java.util.Locale;

/// What `tollgate import` tells of its work.
final class ImportTexts {
    private static final String ROW = "  %-21s%10s%10s%10s%10s%10s%n";
    private static final long EVERY = 10_000;

    private final Terminal terminal;
    private final ImportOptions options;

    ImportTexts(Terminal terminal, ImportOptions options) {
        this.terminal = terminal;
        this.options = options;
    }

    void begin(String there, String here) {
        terminal.out()
                .printf(
                        "From LiteLLM at %s, where nothing is changed, to what is kept %s%s%n",
                        there, here, options.dryRun() ? ": a dry run, nothing is taken" : "");
    }

    void progress(Progress progress) {
        if (progress.read() % EVERY == 0) {
            terminal.err().printf("%s: %,d rows read%n", progress.kind(), progress.read());
        }
    }

    /// @param modelsServe whether models that are kept serve
    void end(Report report, boolean modelsServe) {
        terminal.out().printf(ROW, "", "taken", "updated", "as there", "left", "refused");
        report.tallies().forEach(this::row);
        report.tallies()
                .forEach((kind, tally) -> tally.remarks().forEach(each -> remark(kind, each)));
        if (!options.dryRun()) {
            terminal.out().printf("Spend was added to %,d accounts.%n", report.openings());
        }
        if (!modelsServe
                && report.tallies().get("models") instanceof Tally models
                && models.taken() > 0) {
            terminal.out()
                    .println("Models that are kept serve once STORE_MODEL_IN_DB=True is set.");
        }
        if (!options.spendLogs()) {
            terminal.out().println("The history of calls was not asked for (--spend-logs).");
        }
        if (report.refusedAny()) {
            terminal.out().println("Not all could be taken: see above.");
        }
        terminal.out().println(options.dryRun() ? "Nothing was taken." : "Done.");
    }

    private void row(String kind, Tally tally) {
        terminal.out()
                .printf(
                        ROW,
                        kind,
                        number(tally.taken()),
                        number(tally.updated()),
                        number(tally.same()),
                        number(tally.left()),
                        number(tally.refused()));
    }

    private static String number(long count) {
        return count == 0 ? "·" : String.format(Locale.ROOT, "%,d", count);
    }

    private void remark(String kind, String text) {
        terminal.out().printf("  %s: %s%n", kind, text);
    }
}
