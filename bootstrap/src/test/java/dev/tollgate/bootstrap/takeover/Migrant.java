package dev.tollgate.bootstrap.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.SpendRecords.EntryPage;
import dev.tollgate.application.port.out.SpendRecords.EntryQuery;
import dev.tollgate.application.port.out.SpendRecords.EntrySort;
import dev.tollgate.bootstrap.Composition;
import dev.tollgate.bootstrap.Configuration;
import dev.tollgate.bootstrap.cli.GatewayCommand;
import dev.tollgate.bootstrap.cli.Terminal;
import dev.tollgate.bootstrap.settings.CheckedSettings;
import dev.tollgate.bootstrap.storage.Storage;
import dev.tollgate.bootstrap.system.Machine;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetDuration;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.money.Usd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Somebody who moves from LiteLLM: their database there, and what they have here.
final class Migrant {
    private final DatabaseUrl there;
    private final Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment =
            new HashMap<>(
                    Map.of("LITELLM_MODE", "PRODUCTION", "LITELLM_SALT_KEY", "sk-salt-of-litellm"));

    Migrant(DatabaseUrl there, Path folder) {
        this.there = there;
        this.folder = folder;
        try {
            Files.writeString(config(), "model_list: []\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path config() {
        return folder.resolve("config.yaml");
    }

    static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The same with PostgreSQL instead of the embedded database.
    Migrant keepingIn(DatabaseUrl url) {
        environment.put("DATABASE_URL", text(url));
        return this;
    }

    private static String text(DatabaseUrl url) {
        return "postgresql://%s:%s@%s".formatted(url.user(), url.password().reveal(), url.place());
    }

    /// Runs a file of statements in LiteLLM's database.
    void there(String resource) {
        try (InputStream file =
                Objects.requireNonNull(Migrant.class.getResourceAsStream(resource), resource)) {
            thereRun(new String(file.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void thereRun(String statements) {
        try (var connection =
                        DriverManager.getConnection(
                                there.jdbc(), there.user(), there.password().reveal());
                var statement = connection.createStatement()) {
            boolean _ = statement.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @return the exit code
    int imports(String... more) {
        out.reset();
        err.reset();
        List<String> arguments =
                new ArrayList<>(
                        List.of("import", "--from", text(there), "--config", config().toString()));
        arguments.addAll(List.of(more));
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false,
                        environment);
        return new GatewayCommand((_, _) -> 99, ImportProcess::run, terminal).run(arguments);
    }

    String told() {
        return out.toString(UTF_8) + err.toString(UTF_8);
    }

    String complaints() {
        return err.toString(UTF_8);
    }

    private CheckedSettings settings() {
        return Configuration.reader(environment, Composition.catalogue()).read(config());
    }

    /// What a gateway tells them when it starts.
    Optional<String> hint(Storage storage) {
        return ImportHint.of(settings().storage(), storage.entities());
    }

    /// Looks at what is kept here now.
    void here(Consumer<Storage> look) {
        CheckedSettings settings = settings();
        try (Storage storage =
                Storage.open(settings, folder.resolve(".tollgate"), Machine.clock())) {
            storage.start();
            assertThat(storage.awaitReady(Duration.ofSeconds(60))).isTrue();
            look.accept(storage);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Optional<Entity> find(Storage storage, EntityKind kind, String id) {
        return storage.entities().find(kind, List.of(id)).stream().findFirst();
    }

    Entity one(Storage storage, EntityKind kind, String id) {
        return find(storage, kind, id).orElseThrow();
    }

    Subject subject(Storage storage, EntityKind kind, String id) {
        return one(storage, kind, id).subject().orElseThrow();
    }

    /// What was spent in the present period of a budget.
    Usd spent(Storage storage, Subject subject, String duration) {
        Budget budget = new Budget(subject, Usd.ZERO, BudgetDuration.parse(duration));
        return storage.books()
                .accounts()
                .balances(List.of(budget.accountAt(Instant.now(), ZoneOffset.UTC)))
                .getFirst()
                .settled();
    }

    EntryPage entries(Storage storage, String keyHash) {
        return storage.books()
                .records()
                .entries(
                        new EntryQuery(
                                Instant.MIN,
                                Instant.MAX,
                                "",
                                keyHash,
                                "",
                                Set.of(),
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                Set.of(),
                                "",
                                Set.of(),
                                "",
                                new Usd(Long.MIN_VALUE),
                                new Usd(Long.MAX_VALUE),
                                true,
                                EntrySort.STARTED_AT,
                                true,
                                0,
                                100));
    }

    /// Somebody changes an object here.
    void change(EntityKind kind, String id, String field, Object value) {
        here(
                storage -> {
                    Entity old = one(storage, kind, id);
                    Change change =
                            new Change.Replace(
                                    old.changed(
                                            old.fields().with(field, value),
                                            old.index(),
                                            Instant.parse("2026-01-01T00:00:00Z"),
                                            "operator"));
                    assertThat(storage.entities().apply(List.of(change))).isEmpty();
                });
    }

    void delete(EntityKind kind, String id) {
        here(
                storage -> {
                    Change change =
                            new Change.Delete(
                                    kind, id, Instant.parse("2026-01-01T00:00:00Z"), "operator");
                    assertThat(storage.entities().apply(List.of(change))).isEmpty();
                });
    }
}
