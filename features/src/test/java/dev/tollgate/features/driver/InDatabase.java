package dev.tollgate.features.driver;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.SharedPostgres;
import dev.tollgate.adapters.persistence.sql.StallingProxy;
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
import java.util.Optional;
import java.util.stream.Stream;

/// In a database, with a data directory beside it, as the settings and variables say.
public final class InDatabase implements Keeping {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, String> variables;
    private final Path folder;
    private final Optional<StallingProxy> way;

    private InDatabase(Map<String, String> variables, Optional<StallingProxy> way) {
        this.variables = variables;
        this.way = way;
        try {
            this.folder = Files.createTempDirectory("world");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// In the file that a gateway has to itself.
    public static InDatabase embedded() {
        return new InDatabase(Map.of(), Optional.empty());
    }

    /// In a database that the scenarios before have left.
    public static InDatabase postgresql() {
        try {
            StallingProxy way = StallingProxy.before(DatabaseUrl.parse(SharedPostgres.emptied()));
            DatabaseUrl url = way.url();
            String address =
                    "postgresql://%s:%s@%s"
                            .formatted(url.user(), url.password().reveal(), url.place());
            return new InDatabase(
                    Map.of("DATABASE_URL", address, "LITELLM_SALT_KEY", "sk-salt-of-the-features"),
                    Optional.of(way));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void reachable(boolean yes) {
        if (way.isEmpty()) {
            Keeping.super.reachable(yes);
        } else if (yes) {
            way.get().resume();
        } else {
            way.get().stall();
        }
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
            if (way.isPresent()) {
                way.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
