package dev.tollgate.bootstrap.cli;

/// What `tollgate import` is asked for.
///
/// @param from the URL of LiteLLM's database, or `os.environ/NAME` for a variable that holds it
/// @param spendLogs whether the history of calls is taken as well
/// @param dryRun whether only to say what would be taken
/// @param gateway which gateway it is for: its configuration and data directory
public record ImportOptions(
        String from, boolean spendLogs, boolean dryRun, CommandLineOptions gateway) {

    /// Without the URL, which holds a password.
    @Override
    public String toString() {
        return "ImportOptions[spendLogs=%s, dryRun=%s]".formatted(spendLogs, dryRun);
    }
}
