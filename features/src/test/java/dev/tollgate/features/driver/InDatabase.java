package dev.tollgate.features.driver;

import dev.tollgate.adapters.persistence.postgres.SharedPostgres;
import dev.tollgate.bootstrap.settings.CheckedSettings;
import dev.tollgate.bootstrap.storage.Storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/// In a database, with a data directory beside it, as the settings and variables say.
public final class InDatabase implements Keeping {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, String> variables;
    private final Path folder;

    private InDatabase(Map<String, String> variables) {
        this.variables = variables;
        try {
            this.folder = Files.createTempDirectory("world");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// In the file that a gateway has to itself.
    public static InDatabase embedded() {
        return new InDatabase(Map.of());
    }

    /// In a database that the scenarios before have left.
    public static InDatabase postgresql() {
        return new InDatabase(
                Map.of(
                        "DATABASE_URL",
                        SharedPostgres.emptied(),
                        "LITELLM_SALT_KEY",
                        "sk-salt-of-the-features"));
    }

    @Override
    public Map<String, String> variables() {
        return variables;
    }

    @Override
    public Storage open(CheckedSettings settings, InstantSource clock) {
        Storage storage = Storage.open(settings, folder, clock);
        storage.start();
        try {
            if (!storage.awaitReady(PATIENCE)) {
                throw new IllegalStateException("not there: " + storage.place());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return storage;
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
