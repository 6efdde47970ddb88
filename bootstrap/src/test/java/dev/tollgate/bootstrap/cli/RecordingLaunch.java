package dev.tollgate.bootstrap.cli;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// Remembers what it was asked to do.
final class RecordingLaunch implements Launch {
    @Nullable CommandLineOptions last;
    @Nullable RuntimeException failure;
    int exitCode;

    @Override
    public int run(CommandLineOptions options, Terminal terminal) {
        last = options;
        if (failure != null) {
            throw failure;
        }
        return exitCode;
    }

    CommandLineOptions options() {
        return requireNonNull(last, "nothing was launched");
    }
}
