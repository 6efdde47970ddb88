package dev.tollgate.bootstrap.storage;

import static dev.tollgate.application.testkit.contract.EntitySamples.aTeam;
import static dev.tollgate.application.testkit.contract.EntitySamples.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.PostgresServer;
import dev.tollgate.adapters.persistence.sql.StallingProxy;
import dev.tollgate.adapters.providers.directory.ProviderDirectory;
import dev.tollgate.application.port.in.CheckStorage.Connection;
import dev.tollgate.application.port.out.Entities.News;
import dev.tollgate.application.port.out.Entities.Reference;
import dev.tollgate.application.port.out.SecretCipher.CannotKeepSecrets;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.bootstrap.Composition;
import dev.tollgate.bootstrap.settings.CheckedSettings;
import dev.tollgate.bootstrap.settings.DirectoryFacts;
import dev.tollgate.bootstrap.settings.Environment;
import dev.tollgate.bootstrap.settings.SettingsReader;
import dev.tollgate.bootstrap.system.Machine;
import dev.tollgate.domain.entity.EntityKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// What is kept, through restarts, losses and other replicas.
@ExtendWith(PostgresServer.class)
@Timeout(120)
class StorageIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Reference TEAM = new Reference(EntityKind.TEAM, "a");

    @TempDir Path folder;

    private static CheckedSettings settings(String yaml, Map<String, String> environment) {
        Path file = Path.of("/etc/tollgate/config.yaml");
        return new SettingsReader(
                        Environment.of(environment),
                        _ -> yaml.getBytes(UTF_8),
                        file.resolveSibling(""),
                        new DirectoryFacts(ProviderDirectory.load()),
                        Composition.catalogue())
                .read(file);
    }

    private Storage opened(String yaml, Map<String, String> environment) {
        Storage storage = Storage.open(settings(yaml, environment), folder, Machine.clock());
        storage.start();
        return storage;
    }

    private Storage on(DatabaseUrl url) {
        return opened(
                "",
                Map.of(
                        "DATABASE_URL",
                        "postgresql://postgres:postgres@" + url.place(),
                        "LITELLM_MODE",
                        "PRODUCTION"));
    }

    private Storage embedded() {
        return opened("", Map.of("LITELLM_MODE", "PRODUCTION"));
    }

    private static void makeTeam(Storage storage) {
        assertThat(storage.entities().apply(List.of(create(aTeam("a"))))).isEmpty();
    }

    private static List<?> teams(Storage storage) {
        return storage.entities().find(EntityKind.TEAM, List.of("a"));
    }

    @Test
    void what_is_kept_in_a_file_is_there_after_a_restart() throws Exception {
        try (Storage storage = embedded()) {
            assertThat(storage.awaitReady(LONG)).isTrue();
            makeTeam(storage);
            assertThat(storage.check(() -> Duration.ZERO).check().connection())
                    .isEqualTo(Connection.CONNECTED);
        }
        try (Storage storage = embedded()) {
            assertThat(storage.awaitReady(LONG)).isTrue();
            assertThat(teams(storage)).hasSize(1);
        }
    }

    @Test
    void what_is_kept_in_memory_leaves_no_file() throws Exception {
        try (Storage storage = opened("tollgate_settings: {storage: memory}\n", Map.of())) {
            assertThat(storage.awaitReady(LONG)).isTrue();
            makeTeam(storage);
            assertThat(teams(storage)).hasSize(1);
            assertThat(storage.check(() -> Duration.ZERO).check().connection())
                    .isEqualTo(Connection.NONE);
        }
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void a_program_with_a_database_of_its_own_keeps_the_gateway_in_memory() {
        CheckedSettings settings =
                settings("", Map.of("DATABASE_URL", "postgresql://a@localhost:1/theirs"));
        try (Storage storage = Storage.inProcess(settings, folder, Machine.clock())) {
            assertThat(storage.place()).contains("memory");
        }
    }

    @Test
    void a_change_is_heard_of_by_every_replica(DatabaseUrl url) throws Exception {
        BlockingQueue<News> heard = new LinkedBlockingQueue<>();
        try (Storage here = on(url);
                Storage there = on(url)) {
            assertThat(here.awaitReady(LONG) && there.awaitReady(LONG)).isTrue();
            there.feed().listen(heard::add);

            makeTeam(here);

            News news = heard.take();
            assertThat(news.changed()).containsExactly(TEAM);
            assertThat(teams(there)).hasSize(1);
        }
    }

    @Test
    void a_gateway_starts_without_its_database_and_finds_it_later(DatabaseUrl url)
            throws Exception {
        try (StallingProxy proxy = StallingProxy.before(url)) {
            proxy.stall();
            try (Storage storage = on(proxy.url())) {
                assertThat(storage.check(() -> Duration.ZERO).check().ready()).isFalse();
                assertThat(storage.check(() -> Duration.ZERO).check().connection())
                        .isEqualTo(Connection.DISCONNECTED);
                assertThatThrownBy(() -> teams(storage)).isInstanceOf(StorageUnavailable.class);

                proxy.resume();

                assertThat(storage.awaitReady(LONG)).isTrue();
                assertThat(storage.check(() -> Duration.ZERO).check().ready()).isTrue();
                makeTeam(storage);
            }
        }
    }

    @Test
    void a_lost_database_is_noticed_and_what_changed_meanwhile_is_told_when_it_is_back(
            DatabaseUrl url) throws Exception {
        BlockingQueue<News> heard = new LinkedBlockingQueue<>();
        try (StallingProxy proxy = StallingProxy.before(url);
                Storage near = on(url);
                Storage far = on(proxy.url())) {
            assertThat(near.awaitReady(LONG) && far.awaitReady(LONG)).isTrue();
            far.feed().listen(heard::add);

            proxy.stall();
            while (far.check(() -> Duration.ZERO).check().ready()) {
                Thread.onSpinWait();
            }
            makeTeam(near);
            assertThat(heard).isEmpty();
            proxy.resume();

            assertThat(heard.take().changed()).containsExactly(TEAM);
            assertThat(far.check(() -> Duration.ZERO).check().ready()).isTrue();
        }
    }

    @Test
    void secrets_beside_a_file_are_closed_with_a_made_key_that_outlives_the_process() {
        String closed;
        try (Storage storage = embedded()) {
            assertThat(folder.resolve("salt_key")).doesNotExist();
            closed = storage.secrets().close("sk-canary", "place");
        }
        try (Storage storage = embedded()) {
            assertThat(storage.secrets().open(closed, "place")).isEqualTo("sk-canary");
        }
    }

    @Test
    void secrets_in_a_shared_database_need_a_key_that_was_given(DatabaseUrl url) {
        try (Storage storage = on(url)) {
            assertThatThrownBy(() -> storage.secrets().close("sk-canary", "place"))
                    .isInstanceOf(CannotKeepSecrets.class)
                    .hasMessageContaining("LITELLM_SALT_KEY");
        }
    }
}
