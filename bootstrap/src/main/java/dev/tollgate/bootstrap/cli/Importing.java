package dev.tollgate.bootstrap.cli;

/// Takes over what a LiteLLM proxy keeps.
@FunctionalInterface
public interface Importing {
    /// Blocks until the work is done.
    ///
    /// @return the exit code of the process: 0 when all was taken; 1 for a failure already
    ///   explained on the terminal, after which it can be run again; 2 for a URL that is none; 3
    ///   when something could not be taken, which is listed on the terminal
    int run(ImportOptions options, Terminal terminal);
}
